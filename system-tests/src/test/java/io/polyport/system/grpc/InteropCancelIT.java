package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.payload;
import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.grpc.InteropPeer.Stack;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of gRPC's interop test descriptions in which both sides talk at the same time, and in which one leaves. */
@DisplayName("gRPC's interop cases through REST, while the call is under way")
class InteropCancelIT {
    /** A caller who leaves ends the call in the far server within that (GW-5). */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration LIMIT = Duration.ofSeconds(10);
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
        int begun = far.peer().begun("StreamingInputCall");
        int cancelled = far.peer().cancelled("StreamingInputCall");
        try (var http2 = far.exchange("StreamingInputCall");
                var http1 = far.rest().exchangeOverHttp1(far.path("StreamingInputCall"))) {
            Eventually.holds(LIMIT, "both calls begin", () -> far.peer().begun("StreamingInputCall") == begun + 2);
            http2.leave();
            awaitCancelled(far.peer(), "StreamingInputCall", cancelled);
            http1.leave();
            awaitCancelled(far.peer(), "StreamingInputCall", cancelled + 1);
        }
    }

    @ParameterizedTest(name = "GR-26 cancel_after_first_response: {0}")
    @EnumSource(Stack.class)
    void cancelAfterFirstResponse(Stack stack) {
        var far = HOUSE.far(stack);
        int cancelled = far.peer().cancelled("FullDuplexCall");
        try (var call = far.exchange("FullDuplexCall")) {
            call.send(sized(31_415).mergeIn(payload(27_182)));
            assertThat(size(call.message())).isEqualTo(31_415);
            call.leave();
            awaitCancelled(far.peer(), "FullDuplexCall", cancelled);
        }
    }

    @ParameterizedTest(name = "GR-24 GR-26 a stream that is deleted after its first answer is cancelled: {0}")
    @EnumSource(Stack.class)
    void streamDeleted(Stack stack) {
        var far = HOUSE.far(stack);
        int cancelled = far.peer().cancelled("FullDuplexCall");
        var stream = OpenedStream.open(far.rest(), far.connection(), InteropHouse.SERVICE, "FullDuplexCall");
        stream.send(sized(31_415));
        assertThat(size(stream.message())).isEqualTo(31_415);
        stream.delete();
        awaitCancelled(far.peer(), "FullDuplexCall", cancelled);
    }

    static void awaitCancelled(InteropPeer peer, String method, int before) {
        Eventually.holds(SOON, "the server is told of the cancelled call", () -> peer.cancelled(method) > before);
    }
}
