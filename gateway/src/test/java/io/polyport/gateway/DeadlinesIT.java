package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.SlowReader;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlinesIT {
    /** Far above what a deadline of a few seconds needs on a busy machine, far below what would come without it. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final HousePlan IMPATIENT = HousePlan.USUAL.timeout(DEADLINE).idle(DEADLINE);

    /** For uploads that shall not be given up, however long the machine stands still between two of their pieces. */
    private static final HousePlan PATIENT_IN_UPLOADS = IMPATIENT.idle(DEADLINE.multipliedBy(5));

    private static final Duration SLOWLY = Duration.ofMillis(3_600);

    @TempDir
    static Path data;

    /** For a house of the test's own, where what others do beside it would be counted, too. */
    @TempDir
    Path own;

    private static House house;
    private static String bearer;

    @BeforeAll
    static void open() {
        house = House.open(data, PATIENT_IN_UPLOADS);
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static void isTimedOut(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("bus.deadline");
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 no answer until the deadline is 504, and the work stops")
    void deadline() {
        try (var quiet = House.open(own, IMPATIENT)) {
            long began = System.nanoTime();
            isTimedOut(quiet.get("/api/v1/reference/wait/60000"));
            assertThat(since(began)).isBetween(DEADLINE.minusMillis(100), LIMIT);
            Eventually.passes(
                    LIMIT, () -> assertThat(quiet.counts().getInteger("gone")).isEqualTo(1));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 Request-Timeout makes the deadline earlier, never later")
    void shorter() {
        // Whose own deadline is so late that nobody takes the earlier one for it.
        try (var patient = House.open(own, HousePlan.USUAL.timeout(LIMIT.multipliedBy(2)))) {
            long began = System.nanoTime();
            isTimedOut(patient.get("/api/v1/reference/wait/60000", "Request-Timeout", "1"));
            assertThat(since(began)).isBetween(Duration.ofMillis(900), LIMIT);
        }
        long began = System.nanoTime();
        isTimedOut(house.get("/api/v1/reference/wait/60000", "Request-Timeout", "50"));
        assertThat(since(began)).isLessThan(LIMIT);
    }

    @ParameterizedTest(name = "GW-6 Request-Timeout: {0} is refused with 400")
    @ValueSource(strings = {"0", "-1", "1.5", "soon", "1s", "9999999999", "0x1", ","})
    void badTimeout(String value) {
        var answer = house.get("/api/v1/reference/small", "Request-Timeout", value);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("gateway.bad-timeout");
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 an upload that takes longer than the deadline succeeds: the time runs from its last byte")
    void slowUpload() throws Exception {
        try (var wire = Wire.to(house.port())) {
            wire.head("PUT /api/v1/reference/sink HTTP/1.1", bearer, "Transfer-Encoding: chunked");
            long began = System.nanoTime();
            int pieces = 0;
            while (since(began).compareTo(DEADLINE.plusSeconds(1)) < 0) {
                wire.chunk(Pattern.bytes(0, 0, 8).getBytes());
                pieces++;
                assertThat(wire.isSilent(400)).as("an answer in mid-upload").isTrue();
            }
            var answer = wire.lastChunk().read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new JsonObject(answer.text()).getInteger("bytes")).isEqualTo(8 * pieces);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 a small upload with a length that takes longer than the deadline succeeds, too")
    void slowSmallUpload() throws Exception {
        try (var wire = Wire.to(house.port())) {
            wire.head("PUT /api/v1/reference/sink HTTP/1.1", bearer, "Content-Length: 80");
            for (int piece = 0; piece < 10; piece++) {
                assertThat(wire.isSilent(400)).as("an answer in mid-upload").isTrue();
                wire.send(Pattern.bytes(0, piece * 8L, 8).getBytes());
            }
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    @DisplayName(
            "GW-6 the time to the head runs whole from an upload's last byte, whatever its length, and ends in 504")
    void headBehindSlowUpload(int length) throws Exception {
        // The machine may stand still for the whole deadline behind the last byte, but not every time.
        int status = 0;
        for (int tries = 0; tries < 3 && status != 200; tries++) {
            try (var wire = Wire.to(house.port())) {
                status = slowly(wire, "?after=1000", length).status();
            }
        }
        assertThat(status).isEqualTo(200);
        try (var wire = Wire.to(house.port())) {
            long began = System.nanoTime();
            var answer = slowly(wire, "?after=60000", length);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("bus.deadline");
            assertThat(since(began)).isBetween(SLOWLY.plus(DEADLINE).minusMillis(100), LIMIT);
        }
    }

    /** An upload that takes {@link #SLOWLY}, longer than the deadline. */
    private static Wire.Answer slowly(Wire wire, String query, int length) throws Exception {
        wire.head("PUT /api/v1/reference/sink" + query + " HTTP/1.1", bearer, "Content-Length: " + length);
        for (int piece = 0; piece < 4; piece++) {
            wire.send(new byte[length / 4]);
            assertThat(piece == 3 || wire.isSilent((int) SLOWLY.dividedBy(3).toMillis()))
                    .as("silence in mid-upload")
                    .isTrue();
        }
        return wire.read();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 a service that wants no byte of an upload and does not answer is 504 at the deadline")
    void ignoredUpload() {
        try (var quiet = House.open(own, IMPATIENT)) {
            long began = System.nanoTime();
            isTimedOut(quiet.send(
                    quiet.request("/api/v1/reference/ignore").PUT(BodyPublishers.ofString("x".repeat(100)))));
            assertThat(since(began)).isLessThan(LIMIT);
            Eventually.passes(
                    LIMIT, () -> assertThat(quiet.counts().getInteger("gone")).isEqualTo(1));
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @ValueSource(ints = {1_000, 100_000})
    @DisplayName("GW-6 an upload of which no byte comes for the idle limit is given up with 504, whatever its length")
    void idleUpload(int length) throws Exception {
        try (var quiet = House.open(own, IMPATIENT);
                var wire = Wire.to(quiet.port())) {
            long began = System.nanoTime();
            wire.head(
                    "PUT /api/v1/reference/sink HTTP/1.1",
                    "Authorization: Bearer " + quiet.token(),
                    "Content-Length: " + length);
            var answer = wire.send(new byte[10]).read();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(new JsonObject(answer.text()).getString("code")).isEqualTo("bus.idle");
            assertThat(since(began)).isBetween(DEADLINE.minusMillis(500), LIMIT);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 a small body with a length that does not come in time is 408")
    void smallBodyMissing() throws Exception {
        try (var wire = Wire.to(house.port())) {
            wire.head("POST /api/v1/reference/slow/1 HTTP/1.1", bearer, "Content-Length: 5");
            assertThat(wire.read().status()).isEqualTo(408);
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    @DisplayName("GW-6 a download goes on beyond the deadline while its reader reads, and is broken off when he stops")
    void idleDownload() {
        try (var quiet = House.open(own, IMPATIENT);
                var reader = SlowReader.get(
                        quiet.port(),
                        "/api/v1/reference/source/1000000000000",
                        2_000_000,
                        "Authorization: Bearer " + quiet.token())) {
            long began = System.nanoTime();
            Eventually.holds(
                    LIMIT,
                    "it lives for twice the deadline",
                    () -> since(began).compareTo(DEADLINE.multipliedBy(2)) > 0);
            assertThat(reader.isEnded()).isFalse();
            reader.rate(0);
            Eventually.holds(
                    LIMIT,
                    "the gateway lets go of it",
                    () -> quiet.gatewayMember().streams().credit().open() == 0);
            reader.rate(Long.MAX_VALUE);
            Eventually.holds(LIMIT, "the connection is broken", reader::isEnded);
        }
    }
}
