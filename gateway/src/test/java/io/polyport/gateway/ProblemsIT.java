package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.ExpectedNoise;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
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
import org.slf4j.LoggerFactory;

final class ProblemsIT {
    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;
    private static String bearer;

    @BeforeAll
    static void open() {
        house = House.empty(data, HousePlan.USUAL);
        copy = house.join();
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest(name = "GW-33 {0} is a problem: {1} {2}")
    @CsvSource({
        "/nothing, 404, gateway.no-route",
        "/api/v1/nothing/x, 503, gateway.no-service",
        "/api/v1/reference/sink, 405, gateway.method-not-allowed",
        "/api/v1/reference/refuse, 409, reference.refused",
        "/api/v1/reference/../x, 400, gateway.bad-path"
    })
    void form(String path, int status, String code) throws Exception {
        try (var wire = Wire.to(house.port())) {
            var answer = wire.head("GET " + path + " HTTP/1.1", bearer).read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).hasValue("application/problem+json");
            assertThat(answer.header("cache-control")).hasValue("no-store");
            var problem = new JsonObject(answer.text());
            assertThat(problem.getString("type")).isEqualTo("urn:polyport:problem:" + code);
            assertThat(problem.getString("code")).isEqualTo(code);
            assertThat(problem.getInteger("status")).isEqualTo(status);
            assertThat(problem.getString("title")).isNotBlank();
            assertThat(problem.getString("detail")).isNotBlank();
            assertThat(problem.getString("requestId"))
                    .isEqualTo(answer.header("x-request-id").orElseThrow());
        }
    }

    @Test
    @DisplayName("GW-33 what the far side said goes through to the caller, with Retry-After")
    void farSide() {
        var answer = house.get("/api/v1/reference/refuse");
        assertThat(new JsonObject(answer.body()).getString("peer")).isEqualTo("530 Login incorrect.");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    @DisplayName("GW-33 a fault of the program shows neither its text nor a stack trace")
    void fault() {
        try (var noise = ExpectedNoise.with("crashed on purpose")) {
            var answer = house.get("/api/v1/reference/crash");
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("polyport.internal");
            assertThat(answer.body()).doesNotContain("purpose", "private.key", "Exception", "java", "at io.");
            assertThat(noise).isNotNull();
        }
    }

    @Test
    @DisplayName("GW-33 GW-34 an unforeseen failure stands in the log once, under the request id that the caller gets")
    void faultInTheLog() {
        var log = (Logger) LoggerFactory.getLogger(Problems.class);
        var kept = new ListAppender<ILoggingEvent>();
        kept.start();
        log.addAppender(kept);
        try (var noise = ExpectedNoise.with("crashed on purpose")) {
            var answer = house.get("/api/v1/reference/crash", "X-Request-Id", "order-66");
            assertThat(new JsonObject(answer.body()).getString("requestId")).isEqualTo("order-66");
            assertThat(kept.list).singleElement().satisfies(line -> {
                assertThat(line.getThrowableProxy().getMessage()).contains("crashed on purpose");
                assertThat(line.getKeyValuePairs())
                        .singleElement()
                        .satisfies(
                                pair -> assertThat(pair.key + "=" + pair.value).isEqualTo("requestId=order-66"));
            });
            assertThat(noise).isNotNull();
        } finally {
            log.detachAppender(kept);
        }
    }

    @Test
    @DisplayName("GW-33 a range that can't be satisfied is answered with the size in Content-Range")
    void contentRange() throws Exception {
        var range = new ProblemType("odd.range", 416, "This range lies behind the end", "Ask for less.");
        try (var odd = House.empty(data.resolve("odd"), HousePlan.USUAL)) {
            OddService.join(
                    odd,
                    call -> Future.failedFuture(
                            Problem.of(range).with("size", 5_000_000_000L).toException()));
            try (var wire = Wire.to(odd.port())) {
                var answer = wire.head("GET /api/v1/odd/x HTTP/1.1", "Authorization: Bearer " + odd.token())
                        .read();
                assertThat(answer.status()).isEqualTo(416);
                assertThat(answer.header("content-range")).hasValue("bytes */5000000000");
                assertThat(new JsonObject(answer.text()).getLong("size")).isEqualTo(5_000_000_000L);
            }
        }
    }

    @ParameterizedTest(name = "GW-33 HEAD of {0} says what GET would, without a body")
    @ValueSource(
            strings = {
                "/nothing",
                "/api/v1/reference/refuse",
                "/api/v1/reference/small",
                "/api/v1/reference/source/5000000?declare=true",
                "/openapi.json"
            })
    void head(String path) throws Exception {
        try (var wire = Wire.to(house.port())) {
            var got = wire.head("GET " + path + " HTTP/1.1", bearer, "X-Request-Id: same")
                    .read();
            var headed = wire.head("HEAD " + path + " HTTP/1.1", bearer, "X-Request-Id: same")
                    .read(false);
            assertThat(headed.status()).isEqualTo(got.status());
            assertThat(headed.header("content-type")).isEqualTo(got.header("content-type"));
            assertThat(headed.header("content-length")).hasValue(Integer.toString(got.body().length));
            assertThat(wire.isSilent(100)).as("a body behind HEAD").isTrue();
            Eventually.holds(
                    House.SOON, "nothing goes on", () -> copy.member().streams().servingNow() == 0);
        }
    }

    @ParameterizedTest(name = "what is no HTTP, or too much of it, is refused as a problem: {1}")
    @CsvSource({"'GET /%s HTTP/1.1', 414", "'GET / HTTP/1.1|X-Large: %s', 431", "'GET / HTTP/1.1|no colon%s', 400"})
    void invalidRequest(String lines, int status) throws Exception {
        try (var wire = Wire.to(house.port())) {
            String filler = status == 400 ? "" : "x".repeat(40_000);
            var answer = wire.lines((lines.formatted(filler) + "||").split("\\|", -1))
                    .read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).hasValue("application/problem+json");
            assertThat(new JsonObject(answer.text()).getString("requestId")).isNotBlank();
            assertThat(wire.isEnded()).isTrue();
        }
    }

    private static Wire.Answer rest(String... headers) throws Exception {
        try (var wire = Wire.to(house.port())) {
            var lines = new String[headers.length + 1];
            lines[0] = bearer;
            System.arraycopy(headers, 0, lines, 1, headers.length);
            return wire.head("GET /api/v1/reference/rest/x HTTP/1.1", lines).read();
        }
    }

    @Test
    @DisplayName(
            "GW-34 a caller's request id goes to the service and back; without one it is made, never twice the same")
    void requestId() throws Exception {
        var given = rest("X-Request-Id: order-17.~A_b");
        assertThat(given.header("x-request-id")).hasValue("order-17.~A_b");
        assertThat(new JsonObject(given.text()).getString("requestId")).isEqualTo("order-17.~A_b");
        var made = rest();
        assertThat(made.header("x-request-id").orElseThrow()).matches("[0-9a-f]{32}");
        assertThat(new JsonObject(made.text()).getString("requestId"))
                .isEqualTo(made.header("x-request-id").orElseThrow());
        assertThat(rest().header("x-request-id")).isNotEqualTo(made.header("x-request-id"));
    }

    @ParameterizedTest(name = "GW-34 a hostile request id is replaced: {0}")
    @ValueSource(strings = {"a b", "<script>", "{\"a\":1}", "x,y", "заказ", "%0d%0aSet-Cookie:a", "a\u0001b"})
    void hostileRequestId(String id) throws Exception {
        assertThat(rest("X-Request-Id: " + id).header("x-request-id").orElseThrow())
                .matches("[0-9a-f]{32}");
        assertThat(rest("X-Request-Id: " + "a".repeat(129))
                        .header("x-request-id")
                        .orElseThrow())
                .matches("[0-9a-f]{32}");
    }

    @Test
    @DisplayName("GW-34 a trace goes on into the envelope with a span of our own; a broken one is begun anew")
    void traceparent() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        var seen = new JsonObject(rest("traceparent: 00-" + trace + "-b7ad6b7169203331-01")
                        .text())
                .getString("traceparent");
        assertThat(seen).matches("00-" + trace + "-[0-9a-f]{16}-01").doesNotContain("b7ad6b7169203331");
        for (String broken : new String[] {
            "00-" + "0".repeat(32) + "-b7ad6b7169203331-01", "ff-" + trace + "-b7ad6b7169203331-01", "nonsense"
        }) {
            assertThat(new JsonObject(rest("traceparent: " + broken).text()).getString("traceparent"))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                    .doesNotContain(trace);
        }
    }
}
