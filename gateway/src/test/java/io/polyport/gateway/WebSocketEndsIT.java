package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.ExpectedNoise;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.polyport.kit.fixtures.TcpFaultProxy.Direction;
import io.polyport.kit.stream.WantedBytes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets whose two sides do not keep pace with each other when one of them ends, or do what nobody expects. */
final class WebSocketEndsIT {
    private static final String REFERENCE = "/api/v1/reference/";
    private static final String ODD = "/api/v1/odd/x";
    private static final int LINES_OF_PIECE = 10_000;
    private static final AtomicInteger ABORTED = new AtomicInteger();

    @TempDir
    static Path data;

    private static House house;
    private static House.Copy copy;

    @BeforeAll
    static void open() {
        house = House.empty(data, HousePlan.USUAL);
        copy = house.join();
        OddService.join(house, WebSocketEndsIT::odd);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /**
     * With {@code ?status=n} an answer of that status, with {@code ?pieces=n} one of so many pieces of short lines; else, behind
     * the first message, a refusal that does not end.
     */
    private static Future<Answer> odd(Call call) {
        var status = call.query().text("status");
        if (status.isPresent()) {
            return Future.succeededFuture(Answer.empty(Integer.parseInt(status.get())));
        }
        var pieces = call.query().text("pieces");
        if (pieces.isPresent()) {
            return Future.succeededFuture(shortLines(Integer.parseInt(pieces.get())));
        }
        Promise<Answer> answer = Promise.promise();
        call.body()
                .handler(first -> answer.tryComplete(new Answer.Streamed(
                        404,
                        List.of(),
                        Pattern.stream(call.context(), 1, 1L << 40, 16_384),
                        ABORTED::incrementAndGet)));
        return answer.future();
    }

    /** One piece is an answer that comes whole. */
    private static Answer shortLines(int pieces) {
        if (pieces == 1) {
            return new Answer.Whole(200, List.of(), piece(0));
        }
        var body = new WantedBytes(() -> {});
        for (int piece = 0; piece < pieces; piece++) {
            body.add(piece(piece));
        }
        body.end();
        return new Answer.Streamed(200, List.of(), body, () -> {});
    }

    private static Buffer piece(int number) {
        return Buffer.buffer(IntStream.range(0, LINES_OF_PIECE)
                .mapToObj(line -> (number * LINES_OF_PIECE + line) + "\n")
                .collect(Collectors.joining()));
    }

    private static WebSocketConnectOptions to(int port, String path) {
        return Speaker.to(port, path, "authorization", "Bearer " + house.token());
    }

    private static Speaker open(String path) {
        return Speaker.open(house.vertx(), to(house.port(), path));
    }

    private static int gone() {
        return house.counts().getInteger("gone");
    }

    @Test
    @DisplayName("GW-19 a client who takes the last of a whole answer late gets all of it, and 1000 behind it")
    void lateReader() {
        int lines = 20_000;
        try (var way = TcpFaultProxy.to(house.port())) {
            var speaker = Speaker.open(house.vertx(), to(way.port(), REFERENCE + "talk"));
            assertThat(speaker.say("1").hear()).isEqualTo("{\"heard\":1}");
            way.stall(Direction.TO_CLIENT);
            speaker.say("{\"many\":" + lines + "}").say("{\"complete\":true}");
            Eventually.holds(
                    House.SOON,
                    "the service has nothing more to say",
                    () -> copy.member().streams().servingNow() == 0);
            Eventually.stays(Duration.ofSeconds(5), "the connection stands", () -> way.open() == 1);
            way.heal();
            for (int left = lines - 1; left >= 0; left--) {
                assertThat(speaker.hear()).isEqualTo("{\"left\":" + left + "}");
            }
            assertThat(speaker.closed()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @DisplayName(
            "GW-19 short lines that come in large pieces become messages in their order, and all are there before 1000")
    void shortLinesInLargePieces(int pieces) {
        try (var way = TcpFaultProxy.to(house.port())) {
            way.throttle(Direction.TO_CLIENT, 200_000);
            var speaker = Speaker.open(house.vertx(), to(way.port(), ODD + "?pieces=" + pieces));
            for (int line = 0; line < pieces * LINES_OF_PIECE; line++) {
                assertThat(speaker.hear()).isEqualTo(Integer.toString(line));
            }
            assertThat(speaker.closed()).isEqualTo(1000);
        }
    }

    @Test
    @DisplayName(
            "GW-19 that a client has gone to whom nobody listens, because the service takes nothing, is seen (GW-5)")
    void goneUnheard() {
        int before = house.goneAtRest(copy);
        var speaker = open(REFERENCE + "ignore");
        for (int i = 0; i < 20; i++) {
            speaker.say("\"" + "x".repeat(50_000) + "\"");
        }
        Eventually.holds(
                House.SOON,
                "the service has the call",
                () -> copy.member().streams().servingNow() == 1);
        Eventually.stays(Duration.ofMillis(1_500), "it is not cancelled", () -> gone() == before);
        speaker.cut();
        Eventually.passes(House.SOON, () -> assertThat(gone()).isEqualTo(before + 1));
    }

    @Test
    @DisplayName("GW-19 a refusal that comes late and streams is closed with its status, and its body stopped")
    void lateRefusal() {
        var speaker = open(ODD).say("1");
        assertThat(speaker.closed()).isEqualTo(4404);
        Eventually.holds(House.SOON, "the body is stopped", () -> ABORTED.get() == 1);
    }

    @Test
    @DisplayName("GW-19 a status that HTTP does not know is a fault of the service, and answered as such")
    void oddStatus() {
        for (int status : new int[] {-5, 101, 199, 600}) {
            try (var noise = ExpectedNoise.with("no status of an answer")) {
                var refusal = Speaker.refusedByService(house.vertx(), to(house.port(), ODD + "?status=" + status));
                assertThat(refusal.status()).as(status + ": " + refusal.code()).isEqualTo(500);
                assertThat(noise).isNotNull();
            }
        }
    }
}
