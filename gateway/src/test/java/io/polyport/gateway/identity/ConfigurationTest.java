package io.polyport.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.gateway.policy.Access;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.gateway.policy.ScopeRule;
import io.polyport.gateway.tls.TlsConfig;
import io.polyport.kit.config.ConfigException;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.config.Doc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of this module's security as operators write them. */
final class ConfigurationTest {
    record Everything(
            @Doc("x") IdentityConfig identity,
            @Doc("x") PolicyConfig policy,
            @Doc("x") TlsConfig tls) {}

    @TempDir
    Path folder;

    private Everything load(String yaml) throws Exception {
        var file = Files.writeString(folder.resolve("polyport.yaml"), yaml);
        return ConfigLoader.load(Everything.class, List.of(file), Map.of());
    }

    @Test
    @DisplayName("GW-37 without any configuration nobody is believed and nothing is allowed")
    void defaults() throws Exception {
        var loaded = load("{}");
        assertThat(loaded.identity().issuers()).isEmpty();
        assertThat(loaded.identity().maximumToken().bytes()).isEqualTo(16 * 1024);
        assertThat(loaded.policy().rules()).isEmpty();
        assertThat(loaded.tls().hsts()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    @DisplayName("GW-37 an issuer and a rule need only what has no default")
    void shortForm() throws Exception {
        var loaded = load("""
                identity:
                  issuers:
                    - issuer: https://id.example
                      audiences: [polyport]
                      algorithms: [ES256, EdDSA]
                      keys:
                        jwks-url: https://id.example/keys
                policy:
                  rules:
                    - name: clerks
                      who:
                        claims:
                          role: clerk
                      may:
                        services: [ftp]
                """);
        var issuer = loaded.identity().issuers().get(0);
        assertThat(issuer.types()).containsExactly("JWT", "JWS", "at+jwt");
        assertThat(issuer.scopeClaims()).containsExactly("scope", "scp");
        assertThat(issuer.maximumLifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(issuer.keys().staleFor()).isEqualTo(Duration.ofHours(24));
        var may = loaded.policy().rules().get(0).may();
        assertThat(may.operations()).containsExactly("*");
        assertThat(may.connections()).containsExactly("*");
        assertThat(may.access()).containsExactly(Access.READ);
        assertThat(may.scopes()).isEqualTo(ScopeRule.CONTRACT);
    }

    @Test
    @DisplayName("GW-37 a fault is told with its path, and a secret never")
    void faults() {
        assertThatThrownBy(() -> load("""
                        identity:
                          issuers:
                            - issuer: me
                              audiences: [polyport]
                              algorithms: [HS256]
                              keys:
                                secret: hunter2
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("secret")
                .hasMessageContaining("at least 32 bytes")
                .hasMessageNotContaining("hunter2");
    }
}
