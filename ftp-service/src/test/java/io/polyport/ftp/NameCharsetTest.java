package io.polyport.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigException;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.config.Doc;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The charset of names")
class NameCharsetTest {
    record Config(@Doc("x") FtpConfig ftp) {}

    private FtpConfig load(Path folder, String encoding) throws IOException {
        var file = Files.writeString(folder.resolve("c.yaml"), """
                ftp:
                  connections:
                    far: {host: ftp.example.org, encoding: '%s'}
                """.formatted(encoding));
        return ConfigLoader.load(Config.class, List.of(file), Map.of()).ftp();
    }

    @ParameterizedTest(name = "FT-3 {0} is a fault of the configuration, since no name can be sent in it")
    @ValueSource(strings = {"ISO-2022-CN", "x-JISAutoDetect", "UTF-16", "IBM037", "no-such", "not a name"})
    void unusable(String encoding, @TempDir Path folder) {
        assertThatThrownBy(() -> load(folder, encoding))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ftp.connections.far.encoding")
                .hasMessageContaining("windows-1251");
    }

    @ParameterizedTest(name = "FT-3 {0} can be configured")
    @ValueSource(
            strings = {
                "UTF-8",
                "windows-1251",
                "CP866",
                "KOI8-R",
                "ISO-8859-5",
                "Shift_JIS",
                "EUC-KR",
                "GB18030",
                "Big5",
                "US-ASCII"
            })
    void usable(String encoding, @TempDir Path folder) throws IOException {
        var login = load(folder, encoding).connections().get("far").settings();

        assertThat(login.dialect().charset()).isEqualTo(Charset.forName(encoding));
    }

    @Test
    @DisplayName("FT-3 a login can't be made with a charset that no name can be sent in")
    void login() {
        var dialect = FtpDialect.usual();

        assertThatThrownBy(() -> dialect.withCharset(Charset.forName("ISO-2022-CN")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ISO-2022-CN");
    }
}
