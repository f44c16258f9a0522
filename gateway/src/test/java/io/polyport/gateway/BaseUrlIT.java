package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BaseUrlIT {
    private static final String[] FROM_A_PROXY = {
        "X-Forwarded-For: 192.0.2.9, 127.0.0.2",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: proxy.example:444, inner.example"
    };

    @TempDir
    Path data;

    private static String urlIn(House house, String... headers) throws IOException {
        try (var wire = Wire.to(house.port())) {
            var lines = new String[headers.length + 1];
            lines[0] = "Authorization: Bearer " + house.token();
            System.arraycopy(headers, 0, lines, 1, headers.length);
            var answer =
                    wire.head("GET /api/v1/reference/rest/x HTTP/1.1", lines).read();
            return new JsonObject(answer.text()).getString("url");
        }
    }

    @Test
    @DisplayName(
            "GW-9 without configuration URLs have the request's scheme and authority, whatever a stranger's headers say")
    void ownAuthority() throws Exception {
        try (var house = House.open(data, HousePlan.USUAL.trusting("10.0.0.0/8", "192.168.1.1", "::1"))) {
            String own = "http://gateway.test/api/v1/reference/there";
            assertThat(urlIn(house)).isEqualTo(own);
            assertThat(urlIn(house, FROM_A_PROXY)).isEqualTo(own);
            assertThat(urlIn(house, "Forwarded: proto=https;host=evil.example")).isEqualTo(own);
        }
    }

    @Test
    @DisplayName("GW-9 a trusted proxy's headers are believed, as far as they are well-formed")
    void trustedProxy() throws Exception {
        try (var house = House.open(data, HousePlan.USUAL.trusting("127.0.0.0/8"))) {
            String rest = "/api/v1/reference/there";
            assertThat(urlIn(house, FROM_A_PROXY)).isEqualTo("https://proxy.example:444" + rest);
            assertThat(urlIn(house, "X-Forwarded-Proto: javascript", "X-Forwarded-Host: a b/c"))
                    .isEqualTo("http://gateway.test" + rest);
            assertThat(urlIn(house)).isEqualTo("http://gateway.test" + rest);
        }
    }

    @Test
    @DisplayName(
            "GW-9 what a client has written itself before a trusted proxy's words, or in the headers that it does not"
                    + " write, is not believed")
    void forged() throws Exception {
        try (var house = House.open(data, HousePlan.USUAL.trusting("127.0.0.0/8"))) {
            String told = "https://proxy.example/api/v1/reference/there";
            assertThat(urlIn(
                            house,
                            "Forwarded: for=6.6.6.6;proto=http;host=evil.example",
                            "X-Forwarded-For: 6.6.6.6, 192.0.2.9",
                            "X-Forwarded-Proto: http, https",
                            "X-Forwarded-Host: evil.example, proxy.example"))
                    .isEqualTo(told);
            assertThat(urlIn(house, "Forwarded: proto=https;host=evil.example"))
                    .isEqualTo("http://gateway.test/api/v1/reference/there");
        }
    }

    @Test
    @DisplayName("GW-9 where proxies write Forwarded, it alone counts, from the first trusted proxy on")
    void forwarded() throws Exception {
        var plan = HousePlan.USUAL.trusting(ProxyHeaders.FORWARDED, "127.0.0.0/8");
        try (var house = House.open(data, plan)) {
            String rest = "/api/v1/reference/there";
            String way = "for=192.0.2.9;proto=https;host=\"a.example:8443\", for=127.0.0.2;host=b.example";
            assertThat(urlIn(house, "Forwarded: " + way)).isEqualTo("https://a.example:8443" + rest);
            assertThat(urlIn(house, "Forwarded: for=6.6.6.6;host=evil.example, " + way))
                    .isEqualTo("https://a.example:8443" + rest);
            assertThat(urlIn(house, "Forwarded: Host=c.example")).isEqualTo("http://c.example" + rest);
            assertThat(urlIn(house, "Forwarded: for=\"6.6.6.6;host=evil.example, " + way))
                    .isEqualTo("http://gateway.test" + rest);
            assertThat(urlIn(house, FROM_A_PROXY)).isEqualTo("http://gateway.test" + rest);
        }
    }

    @Test
    @DisplayName("GW-9 the configured URL goes before everything else, in the OpenAPI document too")
    void configured() throws Exception {
        try (var house =
                House.open(data, HousePlan.USUAL.trusting("127.0.0.1").externalUrl("https://api.example.org"))) {
            assertThat(urlIn(house, FROM_A_PROXY)).isEqualTo("https://api.example.org/api/v1/reference/there");
            assertThat(new JsonObject(house.get("/openapi.json").body())
                            .getJsonArray("servers")
                            .encode())
                    .isEqualTo("[{\"url\":\"https://api.example.org\"}]");
        }
    }
}
