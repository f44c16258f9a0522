package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.payload;
import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.grpc.InteropPeer.Stack;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of gRPC's interop test descriptions in which both sides talk at the same time, and in which one leaves. */
@DisplayName("gRPC's interop cases through REST, while the call is under way")
class InteropCancelIT {
    /** The microseconds after which a server answers of which nobody waits for the answer. */
    static final int LONG = 60_000_000;

    /** A caller who leaves ends the call in the far server within that (GW-5). */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int TRIES = 5;
    private static final int[] REQUESTS = {27_182, 8, 1_828, 45_904};
    private static final int[] ANSWERS = {31_415, 9, 2_653, 58_979};

    @RegisterExtension
    static final InteropHouse HOUSE = new InteropHouse();

    @ParameterizedTest(name = "GR-23 ping_pong over HTTP/2 as NDJSON: {0}")
    @EnumSource(Stack.class)
    void pingPong(Stack stack) {
        try (var call = HOUSE.far(stack).exchange("FullDuplexCall")) {
            for (int i = 0; i < REQUESTS.length; i++) {
                call.send(sized(ANSWERS[i]).mergeIn(payload(REQUESTS[i])));
                assertThat(size(call.message())).isEqualTo(ANSWERS[i]);
                assertThat(call.isSilent()).isTrue();
            }
            call.complete().end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-24 ping_pong by short requests to a stream: {0}")
    @EnumSource(Stack.class)
    void pingPongByStream(Stack stack) {
        var far = HOUSE.far(stack);
        var stream = OpenedStream.open(far.rest(), far.connection(), InteropHouse.SERVICE, "FullDuplexCall");
        for (int i = 0; i < REQUESTS.length; i++) {
            stream.send(sized(ANSWERS[i]).mergeIn(payload(REQUESTS[i])));
            assertThat(size(stream.message())).isEqualTo(ANSWERS[i]);
        }
        stream.complete();
        stream.end(0, "OK");
    }

    @ParameterizedTest(name = "GR-26 cancel_after_begin: {0}")
    @EnumSource(Stack.class)
    void cancelAfterBegin(Stack stack) {
        var far = HOUSE.far(stack);
        withinASecond(() -> {
            int begun = far.peer().begun("StreamingInputCall");
            int cancelled = far.peer().cancelled("StreamingInputCall");
            try (var http2 = far.exchange("StreamingInputCall");
                    var http1 = far.rest().exchangeOverHttp1(far.path("StreamingInputCall"))) {
                Eventually.holds(LIMIT, "both calls begin", () -> far.peer().begun("StreamingInputCall") == begun + 2);
                http2.leave();
                var first = awaitCancelled(far.peer(), "StreamingInputCall", cancelled);
                http1.leave();
                var second = awaitCancelled(far.peer(), "StreamingInputCall", cancelled + 1);
                return first.compareTo(second) > 0 ? first : second;
            }
        });
    }

    @ParameterizedTest(name = "GR-26 cancel_after_first_response: {0}")
    @EnumSource(Stack.class)
    void cancelAfterFirstResponse(Stack stack) {
        var far = HOUSE.far(stack);
        withinASecond(() -> {
            int cancelled = far.peer().cancelled("FullDuplexCall");
            try (var call = far.exchange("FullDuplexCall")) {
                call.send(sized(31_415).mergeIn(payload(27_182)));
                assertThat(size(call.message())).isEqualTo(31_415);
                call.leave();
                return awaitCancelled(far.peer(), "FullDuplexCall", cancelled);
            }
        });
    }

    @ParameterizedTest(name = "GR-24 GR-26 a stream that is deleted after its first answer is cancelled: {0}")
    @EnumSource(Stack.class)
    void streamDeleted(Stack stack) {
        var far = HOUSE.far(stack);
        withinASecond(() -> {
            int cancelled = far.peer().cancelled("FullDuplexCall");
            var stream = OpenedStream.open(far.rest(), far.connection(), InteropHouse.SERVICE, "FullDuplexCall");
            stream.send(sized(31_415));
            assertThat(size(stream.message())).isEqualTo(31_415);
            stream.delete();
            return awaitCancelled(far.peer(), "FullDuplexCall", cancelled);
        });
    }

    /** Once more when the machine may have stood still. */
    static void withinASecond(Supplier<Duration> cancelling) {
        Duration fastest = cancelling.get();
        for (int tries = 1; tries < TRIES && fastest.compareTo(SECOND) >= 0; tries++) {
            fastest = cancelling.get();
        }
        assertThat(fastest).isLessThan(SECOND);
    }

    /** The time until the server was told. */
    static Duration awaitCancelled(InteropPeer peer, String method, int before) {
        long left = System.nanoTime();
        Eventually.holds(LIMIT, "the server is told of the cancelled call", () -> peer.cancelled(method) > before);
        return Duration.ofNanos(System.nanoTime() - left);
    }

    /**
     * A call whose deadline runs out, which cancels it in the server. Once more when the deadline was over before the server
     * had heard of the call: it has nothing to cancel then.
     */
    static void deadline(InteropPeer peer, String method, Runnable call) {
        for (int tries = 0; tries < TRIES; tries++) {
            int begun = peer.begun(method);
            int cancelled = peer.cancelled(method);
            call.run();
            if (begins(peer, method, begun)) {
                awaitCancelled(peer, method, cancelled);
                return;
            }
        }
        throw new AssertionError("the server has heard of no call of " + method);
    }

    private static boolean begins(InteropPeer peer, String method, int before) {
        try {
            Eventually.holds(Duration.ofSeconds(3), "the call begins", () -> peer.begun(method) > before);
            return true;
        } catch (AssertionError neverHeard) {
            return false;
        }
    }
}
