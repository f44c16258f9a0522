package io.polyport.ftp.zip;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpPath;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Names in a ZIP file")
final class ZipNameTest {
    private static final Charset CP1251 = Charset.forName("windows-1251");

    @Test
    @DisplayName("FT-22 are relative to the directory that was asked for, and divided by slashes")
    void relative() {
        var path = FtpPath.ofText("/a/b/c d/я.txt");
        assertThat(ZipName.of(path, 2, StandardCharsets.UTF_8)).isEqualTo("c d/я.txt");
        assertThat(ZipName.of(path, 0, StandardCharsets.UTF_8)).isEqualTo("a/b/c d/я.txt");
    }

    @ParameterizedTest(name = "FT-22 FT-42 {0} becomes {1}, which leads nowhere else")
    @CsvSource({
        "..\\..\\evil, .._.._evil",
        "\\windows\\evil, _windows_evil",
        "C:evil, C_evil",
        "C:, C_",
        "12:30.log, 12:30.log",
        "'.. ', __",
        ".., __",
        "., _",
        ".hidden, .hidden",
        "..., ...",
    })
    void slip(String name, String safe) {
        assertThat(ZipName.of(FtpPath.here().child(name), 0, StandardCharsets.UTF_8))
                .isEqualTo(safe);
    }

    @Test
    @DisplayName("FT-22 that are no UTF-8 are read in the charset of the connection")
    void otherCharset() {
        var path = FtpPath.of(false, List.of("имя".getBytes(CP1251)));
        assertThat(ZipName.of(path, 0, CP1251)).isEqualTo("имя");
    }
}
