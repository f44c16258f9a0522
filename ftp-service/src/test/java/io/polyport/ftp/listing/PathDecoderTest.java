package io.polyport.ftp.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.listing.PathDecoder.Use;
import io.polyport.kit.problem.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathDecoderTest {
    private static final PathDecoder ANY = new PathDecoder(true);
    private static final PathDecoder RELATIVE = new PathDecoder(false);

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-24 a path is split at raw slashes and decoded segment by segment")
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b/c.txt | a/b/c.txt | false",
                "a%20b/%D1%84.txt | a b/ф.txt | false",
                "a+b | a+b | false",
                "%2Fetc/passwd | /etc/passwd | true",
                "%2fetc | /etc | true",
                "...| ... | false",
                ".hidden/..x/x.. | .hidden/..x/x.. | false",
                "a;b=c/d:e@f | a;b=c/d:e@f | false",
                "%252F | %2F | false",
                "a%5Cb | a\\b | false",
            })
    void decodes(String raw, String path, boolean absolute) throws Exception {
        var decoded = ANY.decode(raw, Use.FILE);

        assertThat(new String(decoded.encode(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(path);
        assertThat(decoded.isAbsolute()).isEqualTo(absolute);
    }

    @ParameterizedTest(name = "{index}: {0}")
    @DisplayName("FT-24 FT-42 a path that could lead elsewhere or end the command is refused, and the fault is named")
    @CsvSource(
            delimiter = '|',
            value = {
                "a/../b | segment 2",
                ".. | segment 1",
                "a/. | segment 2",
                "%2e%2E/a | segment 1",
                ".%2e | segment 1",
                "a/%2e | segment 2",
                "a%2Fb | encoded slash",
                "a/%2Fb | encoded slash",
                "%2F%2Fa | encoded slash",
                "%2F/a | segment 1 is empty",
                "/a | segment 1 is empty",
                "a//b | segment 2 is empty",
                "a/ | segment 2 is empty",
                "%2F | names no file",
                "'' | names no file",
                "a%00b | control character %00",
                "a%0D%0ADELE%20x | control character %0D",
                "a%0a | control character %0A",
                "a%09 | control character %09",
                "a%7F | control character %7F",
                "a%4 | two hexadecimal digits",
                "a%zz | two hexadecimal digits",
                "a% | two hexadecimal digits",
                "a b | character 2",
                "ф | character 1",
                "..%5C..%5Cwindows | another directory",
                "a%5C..%5Cb | another directory",
                "..%20 | another directory",
            })
    void refuses(String raw, String fault) {
        assertThatThrownBy(() -> ANY.decode(raw, Use.FILE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("ftp.bad-path")
                .hasMessageContaining(fault);
    }

    @Test
    @DisplayName("FT-24 a directory may end in a slash, and no path at all is the start directory")
    void directories() {
        assertThat(ANY.decode("a/b/", Use.DIRECTORY)).isEqualTo(ANY.decode("a/b", Use.DIRECTORY));
        assertThat(ANY.decode("", Use.DIRECTORY).isEmpty()).isTrue();
        assertThat(ANY.decode("%2F", Use.DIRECTORY).isAbsolute()).isTrue();
        assertThat(ANY.decodeQuery("a/b/", Use.DIRECTORY)).isEqualTo(ANY.decode("a/b", Use.DIRECTORY));
        assertThat(ANY.decodeQuery("/", Use.DIRECTORY).isAbsolute()).isTrue();
        assertThat(ANY.decodeQuery("", Use.DIRECTORY).isEmpty()).isTrue();
        for (String bad : new String[] {"/", "a//", "//"}) {
            assertThatThrownBy(() -> ANY.decode(bad, Use.DIRECTORY)).hasMessageContaining("is empty");
        }
        for (String bad : new String[] {"//", "a//", "a//b/"}) {
            assertThatThrownBy(() -> ANY.decodeQuery(bad, Use.DIRECTORY)).hasMessageContaining("is empty");
        }
    }

    @Test
    @DisplayName("FT-24 an absolute path is refused where the configuration does not allow it")
    void absolute() {
        assertThatThrownBy(() -> RELATIVE.decode("%2Fetc", Use.FILE)).hasMessageContaining("absolute");
        assertThatThrownBy(() -> RELATIVE.decodeQuery("/etc", Use.FILE)).hasMessageContaining("absolute");
        assertThatThrownBy(() -> RELATIVE.decodeQuery("%2fetc", Use.FILE)).hasMessageContaining("absolute");
        assertThat(RELATIVE.decode("etc", Use.FILE).isAbsolute()).isFalse();
    }

    @Test
    @DisplayName("FT-24 the query's path means the same, with slashes encoded or not")
    void query() {
        assertThat(ANY.decodeQuery("a%2Fb+c", Use.FILE)).isEqualTo(ANY.decode("a/b%20c", Use.FILE));
        assertThat(ANY.decodeQuery("a/b%2Bc", Use.FILE)).isEqualTo(ANY.decode("a/b+c", Use.FILE));
        assertThat(ANY.decodeQuery("/a/b", Use.FILE)).isEqualTo(ANY.decode("%2Fa/b", Use.FILE));
        for (String bad : new String[] {"a%2F%2Fb", "a/../b", "%2e%2e", "a%00", "a/", "//a", "", "/", "//", "a%"}) {
            assertThatThrownBy(() -> ANY.decodeQuery(bad, Use.FILE)).as(bad).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    @DisplayName("FT-24 bytes that are UTF-8 go in the session's charset, other bytes go verbatim")
    void bytes() throws Exception {
        assertThat(ANY.decode("%D1%84", Use.FILE).encode(Listings.CP1251)).isEqualTo(new byte[] {(byte) 0xf4});
        assertThat(ANY.decode("%F4", Use.FILE).encode(Listings.CP1251)).isEqualTo(new byte[] {(byte) 0xf4});
        assertThat(ANY.decode("%F4", Use.FILE).encode(StandardCharsets.UTF_8)).isEqualTo(new byte[] {(byte) 0xf4});
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("FT-10 FT-24 every name's href leads back to exactly its bytes")
    @ValueSource(strings = {"UTF-8", "windows-1251", "KOI8-R", "IBM866", "ISO-8859-1"})
    void hrefs(String name) throws Exception {
        var charset = Charset.forName(name);
        var random = new Random(7);
        int without = 0;
        for (int round = 0; round < 5000; round++) {
            byte[] raw = new byte[1 + random.nextInt(12)];
            random.nextBytes(raw);
            var href = EntryHref.segment(raw, charset);
            if (href.isEmpty()) {
                without += EntryName.isOneName(raw) ? 1 : 0;
                continue;
            }
            assertThat(href.get()).matches("[A-Za-z0-9%._~-]+");
            var path = ANY.decode(href.get(), Use.FILE);
            assertThat(Arrays.equals(path.encode(charset), raw)).as(href.get()).isTrue();
        }
        assertThat(without).isLessThan(50);
        assertThat(EntryHref.segment("Отчёт 1.txt".getBytes(Listings.CP1251), Listings.CP1251))
                .contains("%D0%9E%D1%82%D1%87%D1%91%D1%82%201.txt");
    }

    @Test
    @DisplayName("FT-24 whatever is sent, a path or ftp.bad-path comes out")
    void fuzz() {
        var random = new Random(11);
        String alphabet = "ab./%2eEfF05C\\ +\r\n\0ф";
        for (int round = 0; round < 20_000; round++) {
            var raw = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (Use use : Use.values()) {
                check(() -> ANY.decode(raw.toString(), use));
                check(() -> ANY.decodeQuery(raw.toString(), use));
            }
        }
    }

    private static void check(java.util.function.Supplier<io.polyport.ftp.FtpPath> decode) {
        try {
            for (byte[] segment : decode.get().segments()) {
                assertThat(EntryName.isOneName(segment)).isTrue();
            }
        } catch (ProblemException expected) {
            assertThat(expected.problem().code()).isEqualTo("ftp.bad-path");
        }
    }
}
