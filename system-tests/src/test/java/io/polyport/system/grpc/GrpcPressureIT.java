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

@DisplayName("A far server that takes no more")
class GrpcPressureIT {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject PIECE =
            new JsonObject().put("body", Base64.getEncoder().encodeToString(new byte[StreamsPeer.PIECE]));

    /** Bytes that may be under way between a caller and a server that takes none. */
    private static final long MOST_UNDER_WAY = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    @DisplayName("GR-26 stops the caller who sends to it, and takes the rest when it is ready")
    void blocked() {
        try (var peer = new StreamsPeer();
                var house = GrpcHouse.with(GrpcHouse.line(
                        "far", peer.port(), "protos: {streams.proto: '" + StreamsPeer.proto(folder) + "'}"))) {
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
                assertThat(peer.taken()).isEqualTo(1);
                peer.goOn();
                call.complete();
                int all = written + 1;
                Eventually.holds(SOON, "the server takes the rest", () -> peer.taken() == all);
                assertThat(call.next()).isEqualTo(new JsonObject());
                assertThat(call.status()).isEqualTo(200);
            }
        }
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
