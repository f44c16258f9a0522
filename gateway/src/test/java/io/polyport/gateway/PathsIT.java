package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathsIT {
    @TempDir
    static Path data;

    private static House house;
    private static String bearer;

    @BeforeAll
    static void open() {
        house = House.open(data, HousePlan.USUAL);
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Wire.Answer get(String target) throws Exception {
        try (var wire = Wire.to(house.port())) {
            return wire.head("GET " + target + " HTTP/1.1", bearer).read();
        }
    }

    @ParameterizedTest(name = "GW-7 the routing prefix in {0} is refused with 400")
    @ValueSource(
            strings = {
                "/api%2Fv1/reference/small",
                "/api/v1%2Freference/small",
                "/api/v1/reference%2Fsmall",
                "/api/v1/reference%5Csmall",
                "/api/v1/reference\\small",
                "/api/v1/%2E%2E/v1/reference/small",
                "/api/v1/../reference/small",
                "/api/../api/v1/reference/small",
                "/./api/v1/reference/small",
                "//api/v1/reference/small",
                "/api//v1/reference/small",
                "/api/v1//reference/small",
                "/api/v1/reference//small",
                "/api/v1/reference/%00small",
                "/api/v1/reference%00/small",
                "/api/v1/reference/..",
                "/api/v1/reference/source/..",
                "/api/v1/reference/source/%zz",
                "/api/v1/reference/source/%C3"
            })
    void badPrefix(String target) throws Exception {
        var answer = get(target);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("gateway.bad-path");
    }

    @ParameterizedTest(name = "GW-7 a routing prefix is decoded once and compared: {0} is {1}")
    @CsvSource({
        "/%61pi/v1/reference/small, 200",
        "/api/v1/%72eference/%73mall, 200",
        "/api/v1/reference/small/, 200",
        "/%2561pi/v1/reference/small, 404",
        "/API/v1/reference/small, 404",
        "/api/v1/reference/Small, 404",
        "/api/v1/reference/small;v=1, 404",
        "/api/v1/reference/small/more, 404",
        "/api/v1/reference, 404",
        "/api/v1, 404",
        "/, 404"
    })
    void decodedOnce(String target, int status) throws Exception {
        assertThat(get(target).status()).isEqualTo(status);
    }

    @ParameterizedTest(name = "GW-7 what comes behind the prefix goes to the service byte for byte: {0}")
    @ValueSource(
            strings = {
                "a/b",
                "",
                "a//b///",
                "../../etc/passwd",
                "%2e%2e/%2F%5C%00%zz%",
                "Catalog_%D0%A2(guid'1')/%D0%9A%20?a=b",
                "x?q=%2F+%20&&=&a=1&a=2?%23not-a-fragment",
                "semi;colon,comma'quote\"double|pipe{}",
                "back\\slash",
                "~tilde:verb"
            })
    void rawRest(String rest) throws Exception {
        var seen = new JsonObject(get("/api/v1/reference/rest/" + rest).text());
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        assertThat(seen.getString("rest")).isEqualTo(path);
        assertThat(seen.getString("path")).isEqualTo("/rest/" + path);
        assertThat(seen.getString("query")).isEqualTo(question < 0 ? "" : rest.substring(question + 1));
    }

    @Test
    @DisplayName("GW-7 a request for an absolute URL is routed by its path, and its host is not believed for it")
    void absoluteForm() throws Exception {
        var answer = get("http://other.test/api/v1/reference/rest/x?y");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(new JsonObject(answer.text()).getString("rest")).isEqualTo("x");
    }
}
