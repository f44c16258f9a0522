package io.polyport.odata.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigFault;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Settings of the application's database")
final class DatabaseSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "h2",
                "jdbc:mysql://db/data",
                "jdbc:h2:tcp://db/data",
                "jdbc:postgresql://db/data?user=a&password=b"
            })
    @DisplayName("an address that can't be used, or holds a password, is refused")
    void refused(String url) {
        assertThatThrownBy(() -> DatabaseSettings.at(url, Optional.empty())).isInstanceOf(ConfigFault.class);
    }

    @Test
    @DisplayName("the address tells which product it is")
    void kinds() {
        assertThat(DatabaseSettings.at("file", Optional.empty()).kind()).isEqualTo(DatabaseKind.H2);
        assertThat(DatabaseSettings.at("jdbc:h2:mem:a", Optional.empty()).kind())
                .isEqualTo(DatabaseKind.H2);
        assertThat(DatabaseSettings.at("jdbc:postgresql://db/a", Optional.empty())
                        .kind())
                .isEqualTo(DatabaseKind.POSTGRESQL);
    }
}
