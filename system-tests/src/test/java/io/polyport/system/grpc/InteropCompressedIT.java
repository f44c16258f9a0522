package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.payload;
import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sizes;
import static io.polyport.system.grpc.Payloads.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.TcpFaultProxy.Direction;
import io.polyport.system.grpc.InteropPeer.Stack;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The compressed cases of gRPC's interop test descriptions. grpc-java's server checks for itself what came compressed; what
 * went over the wire shows it for the other server and the other direction. grpc-js does not compress what it sends, and
 * grpc-java's server not what it streams.
 */
@DisplayName("gRPC's interop cases through REST, compressed")
class InteropCompressedIT {
    private static final int REQUEST = 271_828;
    private static final int ANSWER = 314_159;

    @RegisterExtension
    static final InteropHouse HOUSE = new InteropHouse();

    @ParameterizedTest(name = "GR-30 client_compressed_unary: {0}")
    @EnumSource(Stack.class)
    void clientCompressedUnary(Stack stack) {
        var far = HOUSE.far(stack).gzip();
        long before = far.gzipWay().bytes(Direction.TO_SERVER);
        var answer = far.call(
                        "UnaryCall",
                        payload(REQUEST).put("expectCompressed", wrapped(true)).put("responseSize", ANSWER))
                .has(200);
        assertThat(size(answer.json())).isEqualTo(ANSWER);
        assertThat(far.gzipWay().bytes(Direction.TO_SERVER) - before)
                .as("bytes to the server")
                .isLessThan(REQUEST / 10);
    }

    @ParameterizedTest(name = "GR-30 client_compressed_streaming: {0}")
    @EnumSource(Stack.class)
    void clientCompressedStreaming(Stack stack) {
        var far = HOUSE.far(stack).gzip();
        var messages = List.of(
                payload(27_182).put("expectCompressed", wrapped(true)),
                payload(45_904).put("expectCompressed", wrapped(true)));
        assertThat(far.call("StreamingInputCall", messages).has(200).json())
                .isEqualTo(new JsonObject().put("aggregatedPayloadSize", 73_086));
    }

    @Test
    @DisplayName("GR-30 server_compressed_unary: grpc-java")
    void serverCompressedUnary() {
        var far = compressing();
        long before = far.gzipWay().bytes(Direction.TO_CLIENT);
        var answer = far.call(
                        "UnaryCall",
                        new JsonObject()
                                .put("responseCompressed", wrapped(true))
                                .put("responseSize", ANSWER))
                .has(200);
        assertThat(size(answer.json())).isEqualTo(ANSWER);
        assertThat(far.gzipWay().bytes(Direction.TO_CLIENT) - before)
                .as("bytes from the server")
                .isLessThan(ANSWER / 10);
    }

    @Test
    @DisplayName("GR-21 server_compressed_streaming: grpc-java, asked for one message compressed and one not")
    void serverCompressedStreaming() {
        var records = compressing()
                .call(
                        "StreamingOutputCall",
                        Payloads.parameters(List.of(
                                new JsonObject().put("size", 31_415).put("compressed", wrapped(true)),
                                new JsonObject().put("size", 92_653).put("compressed", wrapped(false)))))
                .records();
        EndStatus.last(records, 0, "OK");
        assertThat(sizes(EndStatus.messages(records))).containsExactly(31_415, 92_653);
    }

    private static InteropHouse.Far compressing() {
        return HOUSE.far(Stack.GRPC_JAVA).gzip();
    }
}
