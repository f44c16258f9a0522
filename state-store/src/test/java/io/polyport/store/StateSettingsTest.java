package io.polyport.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ConfigFault;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "h2", "jdbc:mysql://db/state", "jdbc:postgresql://db/state?user=a&password=b"})
    @DisplayName("a URL that names no database of ours, or holds a password, is refused")
    void refused(String url) {
        assertThatThrownBy(() -> new StateSettings(
                        url, Path.of("x"), Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(1)))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("url");
    }

    @Test
    @DisplayName("owners differ by tenant and subject, and don't show either")
    void owners() {
        assertThat(Owner.of(principal("a", "bc")))
                .isNotEqualTo(Owner.of(principal("ab", "c")))
                .hasSize(43);
        assertThat(Owner.of(principal("a", "bc"))).isEqualTo(Owner.of(principal("a", "bc")));
    }

    private static Principal principal(String tenant, String subject) {
        return new Principal(subject, tenant, Set.of(), new JsonObject());
    }
}
