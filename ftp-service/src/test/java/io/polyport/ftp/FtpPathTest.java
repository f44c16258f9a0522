package io.polyport.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A path")
class FtpPathTest {
    private static final Charset CP1251 = Charset.forName("windows-1251");

    @Test
    @DisplayName("FT-3 FT-24 text is sent in the server's charset, and bytes that are no UTF-8 as they are")
    void charsets() throws CharacterCodingException {
        byte[] raw = "имя".getBytes(CP1251);
        var path = FtpPath.of(false, List.of("Отчёт".getBytes(StandardCharsets.UTF_8), raw));

        assertThat(path.encode(CP1251)).isEqualTo("Отчёт/имя".getBytes(CP1251));
        assertThat(path.segments().getLast()).isEqualTo(raw);
        assertThatThrownBy(() -> FtpPath.ofText("日本").encode(CP1251)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    @DisplayName("FT-24 the raw name of an entry goes back verbatim, even when it could be text")
    void rawNames() throws CharacterCodingException {
        byte[] looksLikeUtf8 = "сам".getBytes(StandardCharsets.UTF_8);

        assertThat(FtpPath.root().child(looksLikeUtf8).encode(CP1251))
                .isEqualTo(FtpPath.root().child(looksLikeUtf8).bytes());
    }

    @Test
    @DisplayName("FT-42 a name can't hold a slash, CR, LF or NUL, or be empty")
    void badNames() {
        for (String bad : List.of("a/b", "a\rb", "a\nb", "a\0b", "")) {
            assertThatThrownBy(() -> FtpPath.here().child(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("FT-24 relative and absolute paths are put together and taken apart")
    void parts() {
        var path = FtpPath.ofText("/a//b/c/");

        assertThat(path).hasToString("/a/b/c");
        assertThat(path.parent()).isEqualTo(FtpPath.ofText("/a/b"));
        assertThat(path.last()).isEqualTo(FtpPath.ofText("c"));
        assertThat(FtpPath.root().parent()).isEqualTo(FtpPath.root());
        assertThat(FtpPath.ofText("x").resolve(path)).isEqualTo(path);
        assertThat(path.resolve(FtpPath.ofText("x"))).hasToString("/a/b/c/x");
        assertThat(FtpPath.here()).isNotEqualTo(FtpPath.root());
    }

    @Test
    @DisplayName("FT-42 a letter whose bytes are a line break or a slash in the server's charset is refused")
    void noCommandInjection() {
        for (String name : List.of("x\u0A0Dx", "\u2F41", "A")) {
            assertThatThrownBy(() -> FtpPath.ofText(name).encode(StandardCharsets.UTF_16BE))
                    .as(name)
                    .isInstanceOf(CharacterCodingException.class);
        }
        var japanese = Charset.forName("ISO-2022-JP");
        String slashed = "\u6e25";
        assertThat(slashed.getBytes(japanese)).contains((byte) '/');
        assertThatThrownBy(() -> FtpPath.ofText(slashed).encode(japanese)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    @DisplayName("FT-3 FT-24 a name that would come back as another one is refused, not mangled")
    void neverMangled() throws CharacterCodingException {
        var shiftJis = Charset.forName("Shift_JIS");
        assertThat("¥".getBytes(shiftJis))
                .as("Java writes a yen sign as a backslash")
                .isEqualTo(new byte[] {'\\'});

        assertThatThrownBy(() -> FtpPath.ofText("¥100").encode(shiftJis)).isInstanceOf(CharacterCodingException.class);
        assertThat(FtpPath.ofText("表").encode(shiftJis)).isEqualTo("表".getBytes(shiftJis));
    }
}
