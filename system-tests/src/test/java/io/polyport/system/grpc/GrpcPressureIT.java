package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A side that takes no more")
class GrpcPressureIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final JsonObject PIECE =
            new JsonObject().put("body", Base64.getEncoder().encodeToString(new byte[StreamsPeer.PIECE]));

    /** Bytes that may be under way between a caller and a server that takes none. */
    private static final long MOST_UNDER_WAY = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("GR-26 a far server stops the caller who sends to it, and takes the rest when it is ready")
    void blocked() {
        try (var peer = new StreamsPeer();
                var house = house(peer)) {
            var rest = house.as("anna");
            try (var call = rest.exchange(GrpcRest.callPath("far", StreamsPeer.SERVICE, "Swallow"))) {
                int written = 0;
                Future<Void> last = call.write(PIECE);
                while (isDone(last)) {
                    written++;
                    assertThat((long) written * StreamsPeer.PIECE)
                            .as("bytes that somebody took")
                            .isLessThan(MOST_UNDER_WAY);
                    last = call.write(PIECE);
                }
                Eventually.holds(SOON, "one is taken", () -> peer.taken() == 1);
                peer.goOn();
                call.complete();
                int all = written + 1;
                Eventually.holds(SOON, "the server takes the rest", () -> peer.taken() == all);
                assertThat(call.next()).isEqualTo(new JsonObject());
                assertThat(call.status()).isEqualTo(200);
            }
        }
    }

    @Test
    @DisplayName("GR-26 a far server stops the caller of a WebSocket too, and hears when he goes")
    void goneWhileBlocked() {
        try (var peer = new StreamsPeer();
                var house = house(peer);
                var call = house.as("anna").socket(GrpcRest.callPath("far", StreamsPeer.SERVICE, "Swallow"))) {
            Future<Void> last = call.write(PIECE);
            for (int written = 1; isDone(last); written++) {
                assertThat((long) written * StreamsPeer.PIECE)
                        .as("bytes that somebody took")
                        .isLessThan(4 * MOST_UNDER_WAY);
                last = call.write(PIECE);
            }
            Eventually.holds(SOON, "one is taken", () -> peer.taken() == 1);
            call.cut();
            Eventually.holds(SOON, "the far call is cancelled", () -> peer.cancelled("Swallow") == 1);
        }
    }

    @Test
    @DisplayName("GR-26 a reader of a WebSocket who stops keeps the far sender blocked, and gets the rest later")
    void reader() {
        try (var peer = new StreamsPeer();
                var house = house(peer);
                var call = house.as("anna").socket(GrpcRest.callPath("far", StreamsPeer.SERVICE, "Flood"))) {
            call.stopReading().send(new JsonObject());
            Eventually.holds(SOON, "the server sends", () -> peer.sent() > 0);
            long blocked = untilItStays(peer);
            assertThat(blocked * StreamsPeer.PIECE).isLessThan(3 * MOST_UNDER_WAY);
            assertThat(call.waiting()).isZero();
            call.goOnReading();
            Eventually.holds(SOON, "the server sends again", () -> peer.sent() > blocked + 100);
            assertThat(call.message().getString("body")).isEqualTo(PIECE.getString("body"));
            call.cut();
            Eventually.holds(SOON, "the far call is cancelled", () -> peer.cancelled("Flood") == 1);
        }
    }

    /** How many messages were sent when none has been for a second. */
    private static long untilItStays(StreamsPeer peer) {
        long[] seen = {peer.sent(), System.nanoTime()};
        Eventually.holds(Duration.ofSeconds(60), "the server is blocked", () -> {
            if (peer.sent() != seen[0]) {
                seen[0] = peer.sent();
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > Duration.ofSeconds(1).toNanos();
        });
        return seen[0];
    }

    private GrpcHouse house(StreamsPeer peer) {
        return GrpcHouse.with(
                GrpcHouse.line("far", peer.port(), "protos: {streams.proto: '" + StreamsPeer.proto(folder) + "'}"));
    }

    /** Whether what was written is taken from us within half a second. */
    private static boolean isDone(Future<Void> written) {
        try {
            Eventually.holds(Duration.ofMillis(500), "it is taken", written::isComplete);
            return true;
        } catch (AssertionError blocked) {
            return false;
        }
    }
}
