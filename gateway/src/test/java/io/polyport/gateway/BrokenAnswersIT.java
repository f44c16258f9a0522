package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokenAnswersIT {
    private static final long LARGE = 100L << 20;

    @TempDir
    Path data;

    private House house;
    private House.Copy first;
    private String bearer;

    @BeforeEach
    void open() {
        house = House.empty(data, HousePlan.USUAL);
        first = house.join();
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String instanceOf(HttpResponse<?> answer) {
        return new JsonObject(answer.body().toString()).getString("instance");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "GW-4 a failure behind the head breaks the answer off: source{0}")
    @ValueSource(
            strings = {
                "/3000000?fail=true",
                "/3000000?fail=true&declared=3000000",
                "/3000000?fail=true&declare=true",
                "/1000?declared=2000",
                "/200000?declared=100000"
            })
    void failureBehindTheHead(String source) throws Exception {
        try (var wire = Wire.to(house.port())) {
            var answer = wire.head("GET /api/v1/reference/source" + source + " HTTP/1.1", bearer)
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            // What comes behind a whole body, comes as soon as the gateway can; only its absence takes all that time.
            assertThat(answer.complete() && wire.isSilent(10_000))
                    .as("it looks complete")
                    .isFalse();
        }
        Eventually.passes(House.SOON, () -> assertThat(house.metrics()).contains("outcome=\"broken-off\""));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(
            name = "GW-4 an HTTP/1.0 caller, to whom only the connection tells the end, is not deceived: {0}")
    @ValueSource(strings = {"Connection: close", "Connection: keep-alive"})
    void failureBehindTheHeadOfVersion10(String connection) throws Exception {
        String path = "/api/v1/reference/source/3000000";
        for (int i = 0; i < 5; i++) {
            try (var wire = Wire.to(house.port())) {
                var cut = wire.head("GET " + path + "?fail=true HTTP/1.0", bearer, connection)
                        .read();
                assertThat(cut.status()).isEqualTo(200);
                assertThat(cut.complete()).as("it looks complete").isFalse();
            }
        }
        try (var wire = Wire.to(house.port())) {
            var whole =
                    wire.head("GET " + path + " HTTP/1.0", bearer, connection).read();
            assertThat(whole.complete()).isTrue();
            assertThat(whole.body()).hasSize(3_000_000);
            assertThat(whole.header("connection")).hasValue("close");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-4 an HTTP/1.0 caller over TLS gets no goodbye behind half an answer, and one behind a whole one")
    void failureBehindTheHeadOfVersion10OverTls() throws Exception {
        try (var secure = House.open(data.resolve("secure"), HousePlan.USUAL.withTls())) {
            String token = "Authorization: Bearer " + secure.token();
            try (var wire = Wire.overTls(secure.tlsPort())) {
                var cut = wire.head("GET /api/v1/reference/source/3000000?fail=true HTTP/1.0", token)
                        .read();
                assertThat(cut.complete()).as("it looks complete").isFalse();
            }
            try (var wire = Wire.overTls(secure.tlsPort())) {
                var whole = wire.head("GET /api/v1/reference/source/3000000 HTTP/1.0", token)
                        .read();
                assertThat(whole.complete()).isTrue();
                assertThat(whole.body()).hasSize(3_000_000);
            }
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-4 a failure before the first byte of the body is still told as a problem")
    void failureBeforeTheFirstByte() throws Exception {
        try (var wire = Wire.to(house.port())) {
            var failed = wire.head("GET /api/v1/reference/source/0?fail=true HTTP/1.1", bearer)
                    .read();
            assertThat(failed.status()).isEqualTo(409);
            assertThat(new JsonObject(failed.text()).getString("code")).isEqualTo("reference.refused");
            var tooLong = wire.head("GET /api/v1/reference/source/2000?declared=1000 HTTP/1.1", bearer)
                    .read();
            assertThat(tooLong.status()).isEqualTo(502);
            assertThat(new JsonObject(tooLong.text()).getString("code")).isEqualTo("bus.stream-broken");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "GW-4 a service that dies in mid-answer breaks it off: source{0}")
    @ValueSource(strings = {"", "?declare=true"})
    void diesInMidAnswer(String query) throws Exception {
        var answer = house.client()
                .send(
                        house.request("/api/v1/reference/source/" + LARGE + query)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        try (var body = answer.body()) {
            body.readNBytes(100_000);
            house.cutOff(first);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    /** Calls that two copies are working on, each of them one; then one copy dies. */
    private List<HttpResponse<String>> whileOneDies(HttpRequest.Builder each) throws Exception {
        var second = house.join();
        int accepted = house.accepted();
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            calls.add(house.client().sendAsync(each.build(), HttpResponse.BodyHandlers.ofString()));
            int begun = i + 1;
            Eventually.holds(
                    House.SOON,
                    "the calls are under way",
                    () -> first.member().streams().servingNow()
                                    + second.member().streams().servingNow()
                            == begun);
        }
        assertThat(second.member().streams().servingNow()).isEqualTo(1);
        Eventually.holds(House.SOON, "both are accepted", () -> house.accepted() == accepted + 2);
        house.cutOff(second);
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (var call : calls) {
            answers.add(call.get(20, TimeUnit.SECONDS));
        }
        return answers;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-4 a GET whose instance dies before it answered is asked of another one")
    void getIsRepeated() throws Exception {
        var answers = whileOneDies(house.request("/api/v1/reference/wait/5000").GET());
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 200);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-4 a POST whose instance dies is answered 502 and not asked of another one")
    void postIsNotRepeated() throws Exception {
        var answers = whileOneDies(house.request("/api/v1/reference/slow/5000").POST(BodyPublishers.ofString("x")));
        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 502);
        var broken = answers.stream()
                .filter(answer -> answer.statusCode() == 502)
                .findFirst()
                .orElseThrow();
        assertThat(new JsonObject(broken.body()).getString("code")).isEqualTo("bus.peer-lost");
        assertThat(house.counts().getInteger("slow")).isEqualTo(1);
    }

    /**
     * Many at the same moment, before the gateway can miss an instance that has just been cut off: as both are asked by
     * turns at random, some reach the dead one.
     */
    private List<HttpResponse<String>> atOnce(HttpRequest.Builder each) throws Exception {
        var calls = IntStream.range(0, 16)
                .mapToObj(i -> house.client().sendAsync(each.build(), HttpResponse.BodyHandlers.ofString()))
                .toList();
        List<HttpResponse<String>> answers = new ArrayList<>();
        for (var call : calls) {
            answers.add(call.get(20, TimeUnit.SECONDS));
        }
        return answers;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"POST, /api/v1/reference/slow/1", "PUT, /api/v1/reference/sink"})
    @DisplayName(
            "GW-4 an instance that does not even take the call: GET goes to another, who sent a small body learns that nobody knows")
    void doesNotTakeIt(String method, String path) throws Exception {
        house.cutOff(house.join());
        // Only those that reach the dead one say something.
        var refused = atOnce(house.request(path).method(method, BodyPublishers.ofString("x"))).stream()
                .filter(answer -> answer.statusCode() != 200)
                .map(answer -> new JsonObject(answer.body()).getString("code"))
                .toList();
        assertThat(refused).isNotEmpty().containsOnly("bus.no-answer");
        for (int i = 0; i < 10; i++) {
            assertThat(instanceOf(house.get("/api/v1/reference/rest/x"))).isEqualTo(first.instance());
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-4 a PUT of which an instance that does not even take the call has got no byte goes to another")
    void untouchedUpload() throws Exception {
        house.cutOff(house.join());
        for (var answer :
                atOnce(house.request("/api/v1/reference/sink").PUT(BodyPublishers.ofByteArray(new byte[100_000])))) {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getInteger("bytes")).isEqualTo(100_000);
        }
        assertThat(house.lostCalls())
                .as("calls of which the dead one heard nothing")
                .isPositive();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName(
            "GW-4 an upload whose service dies is answered 502, and the caller is told before it has sent everything")
    void uploadDies() throws Exception {
        // All of it would take 10 s at the least, three times as long as a service that is silent is waited for.
        var body = new SlowUpload(200L << 20);
        var call = house.client()
                .sendAsync(
                        house.request("/api/v1/reference/sink")
                                .PUT(BodyPublishers.ofInputStream(() -> body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Eventually.holds(House.SOON, "the upload flows", () -> body.sent() > 1_000_000);
        house.cutOff(first);
        assertThat(call.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(502);
        assertThat(body.sent()).isLessThan(200L << 20);
    }
}
