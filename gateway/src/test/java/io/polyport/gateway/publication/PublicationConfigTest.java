package io.polyport.gateway.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.identity.Way;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publications as operators write them. */
final class PublicationConfigTest {
    record Program(@Doc("x") GatewayConfig gateway) {}

    @TempDir
    Path folder;

    private GatewayConfig load(String publications) throws Exception {
        String yaml = "gateway:\n  publications:\n" + publications.indent(4);
        Path file = Files.writeString(folder.resolve("polyport.yaml"), yaml);
        return ConfigLoader.load(Program.class, List.of(file), Map.of()).gateway();
    }

    private void refused(String publications, String... words) {
        assertThatThrownBy(() -> load(publications))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    @DisplayName("GW-2 GW-8 a publication needs a path only, and may have all that the page on publications shows")
    void written() throws Exception {
        var loaded = load("""
                plain: {path: /plain}
                торговля:
                  path: /торговля/опт
                  odata: true
                  authentication: [bearer, query-token]
                  separators:
                    - name: Область
                      value: "1"
                    - name: Склад
                  external-url: https://api.example.org
                root: {path: "", odata: true}
                """);
        var plain = loaded.publications().get("plain");
        assertThat(plain.authentication()).containsExactly(Way.BEARER);
        assertThat(Kind.ODATA.isOfferedBy(plain)).isFalse();
        var full = loaded.publications().get("торговля");
        assertThat(full.segments()).containsExactly("торговля", "опт");
        assertThat(full.authentication()).containsExactly(Way.BEARER, Way.QUERY_TOKEN);
        assertThat(full.separatorsInPath()).isEqualTo(1);
        assertThat(full.prefix(Kind.ODATA)).isEqualTo("/торговля/опт/odata/standard.odata");
        assertThat(loaded.publications().get("root").prefix(Kind.ODATA)).isEqualTo("/odata/standard.odata");
        assertThat(loaded.users().file()).isEmpty();
        assertThat(loaded.users().remember()).isEqualTo(Duration.ofMinutes(5));
        assertThat(loaded.users().basicOverPlainHttp()).isFalse();
    }

    @ParameterizedTest(name = "GW-2 the gateway's own {0} is refused as a name and as the beginning of a path")
    @ValueSource(strings = {"api", "docs", "console", "auth", "openapi.json", "health", "metrics"})
    void ownNames(String name) {
        refused("\"" + name + "\": {path: /x}", "needs another name", "polyport.yaml:3");
        refused("x: {path: /" + name + "}", "x.path", "must not begin with one of", "polyport.yaml:3");
        refused("x: {path: /" + name + "/y}", "x.path");
    }

    @ParameterizedTest(name = "GW-2 {0} is no base path")
    @ValueSource(
            strings = {"demo", "/a//b", "/a/../b", "/.", "/a%20b", "/a b", "//", "/a?b", "/a\\\\b", "/a\\0b", "/a/*"})
    void badPaths(String path) {
        refused("x: {path: \"" + path + "\"}", "x.path");
    }

    @Test
    @DisplayName("GW-2 two publications with one path are refused, in whichever way its letters are composed")
    void twice() {
        refused("""
                a: {path: /май}
                b: {path: "/маи\\u0306/"}
                """, "b.path", "publication 'a'");
    }

    @Test
    @DisplayName("GW-13 Basic needs a users file, and a prefix of a publication is nobody's besides")
    void rules() throws Exception {
        refused("x: {path: /x, authentication: [basic]}", "x.authentication", "users.file");
        refused("x: {path: /x, authentication: []}", "x.authentication");
        refused("x: {path: /x, external-url: https://a/b}", "x.external-url");
        refused("x: {path: /x, separators: [{name: a}, {name: a}]}", "x.separators");
        refused("x: {path: /x, separators: [{name: a, value: \"\"}]}", "separators[0].value");
        String both = """
                gateway:
                  publications: {x: {path: /x, odata: true}}
                  prefixes: {/x/odata/standard.odata: soap}
                """;
        Path file = Files.writeString(folder.resolve("both.yaml"), both);
        assertThatThrownBy(() -> ConfigLoader.load(Program.class, List.of(file), Map.of()))
                .hasMessageContaining("belongs to a publication");
    }
}
