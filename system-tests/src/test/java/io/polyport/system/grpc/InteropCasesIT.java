package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.payload;
import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sized;
import static io.polyport.system.grpc.Payloads.sizes;
import static io.polyport.system.grpc.Payloads.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.system.grpc.InteropPeer.Stack;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of gRPC's interop test descriptions that are whole before their answer is read. */
@DisplayName("gRPC's interop cases through REST")
class InteropCasesIT {
    private static final String SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
    private static final String INITIAL = "x-grpc-test-echo-initial";
    private static final String TRAILING = "x-grpc-test-echo-trailing-bin";
    private static final String AB_AB_AB = "q6ur";

    @RegisterExtension
    static final InteropHouse HOUSE = new InteropHouse();

    @ParameterizedTest(name = "GR-20 empty_unary: {0}")
    @EnumSource(Stack.class)
    void emptyUnary(Stack stack) {
        var answer = HOUSE.far(stack).call("EmptyCall", new JsonObject()).has(200);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.json()).isEqualTo(new JsonObject());
    }

    @ParameterizedTest(name = "GR-20 large_unary: {0}")
    @EnumSource(Stack.class)
    void largeUnary(Stack stack) {
        var answer = HOUSE.far(stack)
                .call("UnaryCall", payload(271_828).put("responseSize", 314_159))
                .has(200);
        assertThat(size(answer.json())).isEqualTo(314_159);
    }

    @ParameterizedTest(name = "GR-22 client_streaming: {0}, as records and as one array")
    @EnumSource(Stack.class)
    void clientStreaming(Stack stack) {
        var far = HOUSE.far(stack);
        var messages = List.of(payload(27_182), payload(8), payload(1_828), payload(45_904));
        var sum = new JsonObject().put("aggregatedPayloadSize", 74_922);
        assertThat(far.call("StreamingInputCall", messages).has(200).json()).isEqualTo(sum);
        assertThat(far.call("StreamingInputCall", new JsonArray(messages))
                        .has(200)
                        .json())
                .isEqualTo(sum);
    }

    @ParameterizedTest(name = "GR-21 server_streaming: {0}")
    @EnumSource(Stack.class)
    void serverStreaming(Stack stack) {
        var records = HOUSE.far(stack)
                .call("StreamingOutputCall", sized(31_415, 9, 2_653, 58_979))
                .records();
        EndStatus.last(records, 0, "OK");
        assertThat(sizes(EndStatus.messages(records))).containsExactly(31_415, 9, 2_653, 58_979);
    }

    @ParameterizedTest(name = "GR-4 GR-27 custom_metadata of a unary call: {0}")
    @EnumSource(Stack.class)
    void customMetadataUnary(Stack stack) {
        var answer = HOUSE.far(stack)
                .call(
                        "UnaryCall",
                        payload(271_828).put("responseSize", 314_159),
                        "Grpc-Metadata-" + INITIAL,
                        "test_initial_metadata_value",
                        "Grpc-Metadata-" + TRAILING,
                        AB_AB_AB)
                .has(200);
        assertThat(answer.header("grpc-metadata-" + INITIAL)).isEqualTo("test_initial_metadata_value");
        assertThat(answer.header("grpc-trailer-" + TRAILING)).isEqualTo(AB_AB_AB);
        assertThat(size(answer.json())).isEqualTo(314_159);
    }

    @ParameterizedTest(name = "GR-4 GR-27 custom_metadata of a stream: {0}, before it and behind it")
    @EnumSource(Stack.class)
    void customMetadataOfStream(Stack stack) {
        String[] headers = {
            "grpc-metadata-" + INITIAL,
            "test_initial_metadata_value",
            "grpc-metadata-" + TRAILING,
            AB_AB_AB,
            "te",
            "trailers"
        };
        try (var call = HOUSE.far(stack).exchange("StreamingOutputCall", headers)) {
            call.send(sized(314_159)).complete();
            assertThat(size(call.message())).isEqualTo(314_159);
            assertThat(call.headers().get("grpc-metadata-" + INITIAL)).isEqualTo("test_initial_metadata_value");
            assertThat(assertTrailing(call).containsKey("metadata")).isFalse();
        }
        try (var call = HOUSE.far(stack).exchange("FullDuplexCall", headers)) {
            call.send(sized(314_159).mergeIn(payload(271_828)));
            assertThat(size(call.message())).isEqualTo(314_159);
            call.complete();
            // Its head went out before the server had answered anything.
            var metadata = assertTrailing(call).getJsonObject("metadata");
            assertThat(metadata.getString(INITIAL)).isEqualTo("test_initial_metadata_value");
            assertThat(call.trailers().get("grpc-metadata-" + INITIAL)).isEqualTo("test_initial_metadata_value");
        }
    }

    private static JsonObject assertTrailing(Exchange call) {
        var status = call.end(0, "OK");
        assertThat(status.getJsonObject("trailers").getString(TRAILING)).isEqualTo(AB_AB_AB);
        assertThat(call.trailers().get("grpc-trailer-" + TRAILING)).isEqualTo(AB_AB_AB);
        return status;
    }

    @ParameterizedTest(name = "GR-28 status_code_and_message: {0}")
    @EnumSource(Stack.class)
    void statusCodeAndMessage(Stack stack) {
        var far = HOUSE.far(stack);
        var wanted = status(2, "test status message");
        var unary = far.call("UnaryCall", wanted).failed(500, 2, "UNKNOWN");
        assertThat(unary.getString("message")).isEqualTo("test status message");
        var duplex = far.call("FullDuplexCall?duplex=half", List.of(wanted)).records();
        assertThat(EndStatus.last(duplex, 2, "UNKNOWN").getString("message")).isEqualTo("test status message");
    }

    @ParameterizedTest(name = "GR-28 special_status_message: {0}")
    @EnumSource(Stack.class)
    void specialStatusMessage(Stack stack) {
        var failed = HOUSE.far(stack).call("UnaryCall", status(2, SPECIAL)).failed(500, 2, "UNKNOWN");
        assertThat(failed.getString("message")).isEqualTo(SPECIAL);
    }

    @ParameterizedTest(name = "GR-28 unimplemented_method: {0}")
    @EnumSource(Stack.class)
    void unimplementedMethod(Stack stack) {
        HOUSE.far(stack).call("UnimplementedCall", new JsonObject()).failed(501, 12, "UNIMPLEMENTED");
    }

    @ParameterizedTest(name = "GR-3 GR-28 unimplemented_service: {0}")
    @EnumSource(Stack.class)
    void unimplementedService(Stack stack) {
        var far = HOUSE.far(stack);
        String opened = far.rest().open(far.peer().port(), TestProtos.texts());
        far.rest()
                .post(
                        GrpcRest.callPath(opened, "grpc.testing.UnimplementedService", "UnimplementedCall"),
                        new JsonObject())
                .failed(501, 12, "UNIMPLEMENTED");
    }

    @ParameterizedTest(name = "GR-23 empty_stream: {0}, in full duplex and read whole first")
    @EnumSource(Stack.class)
    void emptyStream(Stack stack) {
        var far = HOUSE.far(stack);
        try (var call = far.exchange("FullDuplexCall")) {
            call.complete().end(0, "OK");
        }
        var half = far.call("FullDuplexCall?duplex=half", List.of()).records();
        assertThat(half).hasSize(1);
        EndStatus.last(half, 0, "OK");
    }

    @ParameterizedTest(name = "GR-26 timeout_on_sleeping_server: {0}")
    @EnumSource(Stack.class)
    void timeoutOnSleepingServer(Stack stack) {
        var far = HOUSE.far(stack);
        var sleepy = Payloads.after(InteropCancelIT.LONG);
        InteropCancelIT.deadline(far.peer(), "StreamingOutputCall", () -> {
            var records = far.call("StreamingOutputCall", sleepy, "Grpc-Timeout", "200m")
                    .records();
            assertThat(records).hasSize(1);
            EndStatus.last(records, 4, "DEADLINE_EXCEEDED");
        });
        try (var call = far.exchange("FullDuplexCall", "grpc-timeout", "200m")) {
            // Maybe too late already.
            call.write(sleepy);
            call.end(4, "DEADLINE_EXCEEDED");
        }
    }

    @ParameterizedTest(name = "GR-30 more than a message may have: {0}")
    @EnumSource(Stack.class)
    void tooLarge(Stack stack) {
        var failed = HOUSE.far(stack)
                .call("UnaryCall", new JsonObject().put("responseSize", 17 << 20))
                .failed(429, 8, "RESOURCE_EXHAUSTED");
        assertThat(failed.getString("message")).contains("limit");
    }
}
