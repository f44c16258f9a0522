package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.gateway.policy.Access;
import io.polyport.gateway.policy.May;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.gateway.policy.Rule;
import io.polyport.gateway.policy.ScopeRule;
import io.polyport.gateway.policy.Who;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessIT {
    @TempDir
    static Path data;

    private static House house;

    @BeforeAll
    static void open() {
        var readers = new Rule(
                "readers",
                new Who(List.of("*"), List.of(), List.of(), Map.of()),
                may(List.of("reference.rest", "reference.small"), Access.READ, List.of("/public/**")));
        var writer = new Rule(
                "ivan writes",
                new Who(List.of("ivan"), List.of(), List.of(), Map.of()),
                may(List.of("*"), Access.WRITE, List.of()));
        house = House.empty(data, HousePlan.USUAL.policy(new PolicyConfig(List.of(readers, writer))));
        house.join();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static May may(List<String> operations, Access access, List<String> objects) {
        return new May(List.of("reference"), operations, List.of("*"), List.of(access), objects, ScopeRule.CONTRACT);
    }

    private static HttpRequest.Builder as(String token, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> get(String token, String path) {
        return house.send(as(token, path).GET());
    }

    private static HttpResponse<String> put(String token) {
        return house.send(as(token, "/api/v1/reference/sink").PUT(BodyPublishers.ofString("x")));
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("www-authenticate").orElse("");
    }

    @Test
    @DisplayName("GW-15 only what a rule allows is done, and the objects that it names travel to the service")
    void policy() {
        String olga = house.token("olga", "reference:read", "reference:write");
        assertThat(new JsonObject(get(olga, "/api/v1/reference/rest/x").body()).getJsonArray("objects"))
                .isEqualTo(new JsonArray().add("/public/**"));
        assertThat(get(olga, "/api/v1/reference/counts").statusCode()).isEqualTo(403);
        assertThat(put(olga).statusCode()).isEqualTo(403);
        assertThat(put(house.token("ivan", "reference:write")).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-15 GW-18 a rule does not help without the contract's scope, and the 403 names the missing one")
    void scope() {
        var answer = put(house.token("ivan", "reference:read"));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(challenge(answer))
                .isEqualTo("Bearer realm=\"polyport\", error=\"insufficient_scope\", scope=\"reference:write\"");
        assertThat(new JsonObject(answer.body()).getString("missing")).isEqualTo("scope reference:write");
        var right = get(house.token("olga", "reference:read"), "/api/v1/reference/counts");
        assertThat(new JsonObject(right.body()).getString("missing")).isEqualTo("reference reference.counts (read)");
    }

    @Test
    @DisplayName("GW-18 401 says why in the words of RFC 6750, and nothing when no token was sent")
    void unauthenticated() {
        var none = get("", "/api/v1/reference/small");
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(challenge(none)).isEqualTo("Bearer realm=\"polyport\"");
        assertThat(none.headers().firstValue("content-type")).hasValue("application/problem+json");
        String good = house.token();
        var forged = get(good.substring(0, good.length() - 20) + "A".repeat(20), "/api/v1/reference/small");
        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(challenge(forged))
                .startsWith("Bearer realm=\"polyport\", error=\"invalid_token\", error_description=\"");
        assertThat(forged.body()).doesNotContain(good.substring(0, 30));
        var two = house.send(as(good, "/api/v1/reference/small").header("Authorization", "Bearer " + good));
        assertThat(challenge(two)).contains("error=\"invalid_request\"");
    }

    @Test
    @DisplayName("GW-18 without a token everything looks the same, whether it exists or not")
    void noLeak() {
        var there = get("", "/api/v1/reference/small");
        for (String path : List.of("/api/v1/reference/nothing", "/api/v1/nothing/x", "/nothing", "/api%2Fv1/x/y")) {
            var other = get("", path);
            assertThat(other.statusCode()).as(path).isEqualTo(401);
            assertThat(new JsonObject(other.body()).put("requestId", ""))
                    .isEqualTo(new JsonObject(there.body()).put("requestId", ""));
            assertThat(challenge(other)).isEqualTo(challenge(there));
        }
    }

    @Test
    @DisplayName("GW-12 a token in the query is not taken where nothing allows it")
    void tokenInQuery() {
        assertThat(get("", "/api/v1/reference/small?AccessToken=" + house.token())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("GW-17 an address that others can reach is refused as long as no issuer is configured")
    void openToOthers() {
        for (String host : List.of("0.0.0.0", "::", "192.168.1.5", "gateway.example.org")) {
            assertThatThrownBy(() -> io.polyport.gateway.identity.LoopbackOnly.require(host, false))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining(host)
                    .hasMessageContaining("issuer");
        }
    }
}
