package io.polyport.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
    private static final RouteTable TABLE = RouteTable.of(contract(
            "get /",
            "get /files",
            "get /files/fixed",
            "get /files/{id}",
            "put /files/{id}",
            "post /files/{id}:copy",
            "get /files/{id}/parts",
            "get /raw/{rest}",
            "post /raw/fixed"));

    private static JsonObject contract(String... operations) {
        var paths = new JsonObject();
        for (String each : operations) {
            String[] words = each.split(" ");
            var item = paths.getJsonObject(words[1], new JsonObject());
            paths.put(words[1], item.put(words[0], operation(each)));
        }
        return new JsonObject().put("paths", paths);
    }

    private static JsonObject operation(String name) {
        var rest = new JsonObject().put("name", "rest").put("in", "path").put("x-polyport-rest", true);
        return new JsonObject().put("operationId", name).put("parameters", new JsonArray().add(rest));
    }

    private static Optional<RouteTable.Match> find(String path) {
        return TABLE.find(RawPath.of("/p" + path), 1);
    }

    @ParameterizedTest(name = "{0} {1} is {2} with {3}")
    @CsvSource({
        "GET, '', get /, {}",
        "GET, /, get /, {}",
        "GET, /files, get /files, {}",
        "GET, /files/, get /files, {}",
        "GET, /files/fixed, get /files/fixed, {}",
        "GET, /files/other, get /files/{id}, {id=other}",
        "GET, /files/a%2Bb, get /files/{id}, {id=a+b}",
        "POST, /files/x:copy, post /files/{id}:copy, {id=x}",
        "POST, /files/x%3Acopy, post /files/{id}:copy, {id=x}",
        "GET, /files/fixed/parts, get /files/{id}/parts, {id=fixed}",
        "GET, /raw/a//..%2F, get /raw/{rest}, {rest=a//..%2F}",
        "GET, /raw, get /raw/{rest}, {rest=}",
        "HEAD, /files, get /files, {}"
    })
    void finds(String method, String path, String operation, String arguments) {
        var match = find(path).orElseThrow();
        assertThat(match.route(method).orElseThrow().operationId()).isEqualTo(operation);
        assertThat(match.arguments()).hasToString(arguments);
    }

    @ParameterizedTest(name = "{0} is nothing")
    @ValueSource(strings = {"/nothing", "/files/a/b", "/files/a/parts/b", "/Files"})
    void findsNothing(String path) {
        assertThat(find(path)).isEmpty();
    }

    @Test
    @DisplayName("Allow names what is there, with HEAD beside GET, and always OPTIONS")
    void allow() {
        assertThat(find("/files/x").orElseThrow().allow()).isEqualTo("GET, HEAD, OPTIONS, PUT");
        assertThat(find("/files/x:copy").orElseThrow().allow()).isEqualTo("OPTIONS, POST");
        assertThat(find("/files/x:copy").orElseThrow().route("HEAD")).isEmpty();
    }

    @ParameterizedTest(name = "GW-7 the segment {0} chooses nothing and is refused")
    @ValueSource(strings = {"/files/a%2Fb", "/files/..", "/files/%2e%2E", "/files/a%5Cb", "/files/%00", "/files//x"})
    void badSegments(String path) {
        assertThatThrownBy(() -> find(path))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo("gateway.bad-path"));
    }

    @Test
    @DisplayName("a contract that gives one place two names is refused, and a broken escape too")
    void badContracts() {
        assertThatThrownBy(() -> RouteTable.of(contract("get /a/{x}", "put /a/{y}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two names");
        assertThatThrownBy(() -> RouteTable.of(contract("get /{id}"))
                        .find(RawPath.of("/%zz"), 0)
                        .orElseThrow(() -> new IllegalStateException("nothing")))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    @DisplayName("GW-7 a raw path keeps every byte, and decodes Cyrillic in NFC")
    void rawPath() {
        String raw = "/a//%2F/..;x=1/";
        assertThat("/" + RawPath.of(raw).rest(0)).isEqualTo(raw);
        assertThat(RawPath.of("/%D0%B8%CC%86").decoded(0)).isEqualTo("й");
        assertThat(RawPath.of("/%61%2562").decoded(0)).isEqualTo("a%62");
    }
}
