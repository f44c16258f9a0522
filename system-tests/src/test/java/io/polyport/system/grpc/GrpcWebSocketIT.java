package io.polyport.system.grpc;

import static io.polyport.system.grpc.Payloads.payload;
import static io.polyport.system.grpc.Payloads.size;
import static io.polyport.system.grpc.Payloads.sized;
import static io.polyport.system.grpc.Payloads.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.grpc.InteropHouse.Far;
import io.polyport.system.grpc.InteropPeer.Stack;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC's interop cases, and what callers do wrong, at the URL of a call. */
@DisplayName("A call over a WebSocket")
class GrpcWebSocketIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SPECIAL = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";
    private static final Path DOCUMENT = Path.of("docs", "grpc.md");
    private static final int[] REQUESTS = {27_182, 8, 1_828, 45_904};
    private static final int[] ANSWERS = {31_415, 9, 2_653, 58_979};

    @RegisterExtension
    static final InteropHouse HOUSE = new InteropHouse();

    private static GrpcSocket open(Far far, String method, String... headers) {
        return far.rest().socket(far.path(method), headers);
    }

    @ParameterizedTest(name = "GR-23 ping_pong: {0}")
    @EnumSource(Stack.class)
    void pingPong(Stack stack) {
        try (var call = open(HOUSE.far(stack), "FullDuplexCall")) {
            for (int i = 0; i < REQUESTS.length; i++) {
                call.send(sized(ANSWERS[i]).mergeIn(payload(REQUESTS[i])));
                assertThat(size(call.message())).isEqualTo(ANSWERS[i]);
                assertThat(call.isSilent()).isTrue();
            }
            call.complete().end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-23 empty_stream: {0}")
    @EnumSource(Stack.class)
    void emptyStream(Stack stack) {
        try (var call = open(HOUSE.far(stack), "FullDuplexCall")) {
            call.complete().end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-23 client_streaming: {0}, answered with one message and the status")
    @EnumSource(Stack.class)
    void clientStreaming(Stack stack) {
        try (var call = open(HOUSE.far(stack), "StreamingInputCall")) {
            for (int size : REQUESTS) {
                call.send(payload(size));
            }
            assertThat(call.complete().message()).isEqualTo(new JsonObject().put("aggregatedPayloadSize", 74_922));
            call.end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-23 server_streaming: {0}, completed by the one message that the method takes")
    @EnumSource(Stack.class)
    void serverStreaming(Stack stack) {
        try (var call = open(HOUSE.far(stack), "StreamingOutputCall")) {
            call.send(sized(ANSWERS));
            for (int size : ANSWERS) {
                assertThat(size(call.message())).isEqualTo(size);
            }
            call.end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-23 unary: {0}, with a large answer, and completed without a message")
    @EnumSource(Stack.class)
    void unary(Stack stack) {
        var far = HOUSE.far(stack);
        try (var call = open(far, "UnaryCall")) {
            call.send(payload(100_000).put("responseSize", 314_159));
            assertThat(size(call.message())).isEqualTo(314_159);
            call.end(0, "OK");
        }
        try (var call = open(far, "EmptyCall")) {
            assertThat(call.complete().message()).isEqualTo(new JsonObject());
            call.end(0, "OK");
        }
    }

    @ParameterizedTest(name = "GR-4 GR-27 custom_metadata: {0}; what comes too late for a header stands in the status")
    @EnumSource(Stack.class)
    void metadata(Stack stack) {
        String[] headers = {
            "grpc-metadata-x-grpc-test-echo-initial", "first", "grpc-metadata-x-grpc-test-echo-trailing-bin", "q6ur"
        };
        try (var call = open(HOUSE.far(stack), "FullDuplexCall", headers)) {
            call.send(sized(5));
            assertThat(size(call.message())).isEqualTo(5);
            var status = call.complete().end(0, "OK");
            assertThat(status.getJsonObject("metadata").getString("x-grpc-test-echo-initial"))
                    .isEqualTo("first");
            assertThat(status.getJsonObject("trailers").getString("x-grpc-test-echo-trailing-bin"))
                    .isEqualTo("q6ur");
        }
    }

    @ParameterizedTest(name = "GR-28 status_code_and_message and special_status_message: {0}")
    @EnumSource(Stack.class)
    void statusAndMessage(Stack stack) {
        for (String method : new String[] {"UnaryCall", "FullDuplexCall"}) {
            try (var call = open(HOUSE.far(stack), method)) {
                call.send(status(2, SPECIAL));
                assertThat(call.end(2, "UNKNOWN").getString("message")).isEqualTo(SPECIAL);
            }
        }
    }

    @ParameterizedTest(name = "GR-26 timeout_on_sleeping_server: {0}")
    @EnumSource(Stack.class)
    void deadline(Stack stack) {
        var far = HOUSE.far(stack);
        InteropCancelIT.deadline(far.peer(), "FullDuplexCall", () -> {
            try (var call = open(far, "FullDuplexCall", "grpc-timeout", "300m")) {
                call.send(Payloads.after(InteropCancelIT.LONG)).end(4, "DEADLINE_EXCEEDED");
            }
        });
    }

    @ParameterizedTest(name = "GR-26 cancel_after_begin: {0}, by a record, by a close, and by a cut connection")
    @EnumSource(Stack.class)
    void cancelAfterBegin(Stack stack) {
        var far = HOUSE.far(stack);
        cancels(far, "StreamingInputCall", call -> call.cancel().end(1, "CANCELLED"));
        cancels(far, "StreamingInputCall", GrpcSocket::close);
        cancels(far, "StreamingInputCall", GrpcSocket::cut);
    }

    private static void cancels(Far far, String method, Consumer<GrpcSocket> how) {
        InteropCancelIT.withinASecond(() -> {
            int begun = far.peer().begun(method);
            int cancelled = far.peer().cancelled(method);
            try (var call = open(far, method)) {
                Eventually.holds(LIMIT, "the call begins", () -> far.peer().begun(method) == begun + 1);
                how.accept(call);
                return InteropCancelIT.awaitCancelled(far.peer(), method, cancelled);
            }
        });
    }

    @ParameterizedTest(name = "GR-26 cancel_after_first_response: {0}, by a record and by a cut connection")
    @EnumSource(Stack.class)
    void cancelAfterFirstResponse(Stack stack) {
        var far = HOUSE.far(stack);
        cancels(far, "FullDuplexCall", call -> {
            call.send(sized(31_415).mergeIn(payload(27_182)));
            assertThat(size(call.message())).isEqualTo(31_415);
            call.cancel().end(1, "CANCELLED");
        });
        cancels(far, "FullDuplexCall", call -> {
            call.send(sized(31_415).mergeIn(payload(27_182)));
            assertThat(size(call.message())).isEqualTo(31_415);
            call.cut();
        });
    }

    @ParameterizedTest(name = "GR-23 a wrong record is told in the status, and cancels the far call: {0}")
    @ValueSource(
            strings = {
                "{\"message\":{\"nothingLikeThat\":1}}",
                "{\"message\":{",
                "{\"message\":{}}{\"message\":{}}",
                "[{\"message\":{}}]",
                "{\"massage\":{}}",
                "{\"message\":{},\"complete\":true}",
                "{\"complete\":1}",
                "{}",
                "complete"
            })
    void wrongRecord(String record) {
        var far = HOUSE.far(Stack.GRPC_JAVA);
        cancels(far, "FullDuplexCall", call -> {
            call.send(sized(3));
            assertThat(size(call.message())).isEqualTo(3);
            var status = call.say(record).end(3, "INVALID_ARGUMENT");
            assertThat(status.getString("message")).isNotBlank();
            assertThat(status.getJsonObject("problem").getString("code")).isEqualTo("request.invalid");
        });
    }

    @Test
    @DisplayName(
            "GR-23 a second message of a method that takes one, and one behind complete, are wrong; blank ones nothing")
    void tooMany() {
        var far = HOUSE.far(Stack.GRPC_JAVA);
        try (var call = open(far, "StreamingOutputCall")) {
            call.say("").say(" ").send(Payloads.after(InteropCancelIT.LONG)).send(sized(3));
            assertThat(call.end(3, "INVALID_ARGUMENT").getString("message")).contains("second message");
        }
        try (var call = open(far, "FullDuplexCall")) {
            // The server's first answer is still to come when the last record does.
            call.send(Payloads.after(InteropCancelIT.LONG)).complete().send(sized(3));
            assertThat(call.end(3, "INVALID_ARGUMENT").getString("message")).contains("complete");
        }
    }

    @Test
    @DisplayName("GR-23 what can't be called is refused before a WebSocket opens")
    void refused() {
        var far = HOUSE.far(Stack.GRPC_JAVA);
        assertServiceRefuses(404, () -> open(far, "NoSuchCall"));
        assertServiceRefuses(400, () -> open(far, "EmptyCall", "grpc-timeout", "soon"));
        assertServiceRefuses(400, () -> open(far, "EmptyCall", "grpc-metadata-te", "x"));
    }

    /** Once more where it opened: a handshake waits for the service's word for 250 ms only. */
    private static void assertServiceRefuses(int status, Supplier<GrpcSocket> opening) {
        for (int tries = 0; tries < 5; tries++) {
            try (var late = opening.get()) {
                assertThat(late).isNotNull();
            } catch (UpgradeRejectedException rejected) {
                assertThat(rejected.getStatus()).isEqualTo(status);
                return;
            }
        }
        throw new AssertionError("it was never refused");
    }

    private static void assertRefused(int status, ThrowingCallable opening) {
        assertThatThrownBy(opening)
                .isInstanceOfSatisfying(
                        UpgradeRejectedException.class,
                        rejected -> assertThat(rejected.getStatus()).isEqualTo(status));
    }

    @Test
    @DisplayName("GR-23 GW-19 a page calls with a ticket as subprotocol, once")
    void page() {
        var far = HOUSE.far(Stack.GRPC_JAVA);
        String path = far.path("FullDuplexCall") + "?emitDefaults=true";
        String ticket = far.rest().ticket(path);
        String own = "http://127.0.0.1:" + far.rest().port();
        try (var call = far.rest().pageSocket(path, ticket, own)) {
            assertThat(call.header("sec-websocket-protocol")).isEqualTo("polyport.ndjson");
            call.send(sized(3));
            assertThat(size(call.message())).isEqualTo(3);
            call.complete().end(0, "OK");
        }
        assertRefused(401, () -> far.rest().pageSocket(path, ticket, own));
        String other = far.rest().ticket(path);
        assertRefused(403, () -> far.rest().pageSocket(path, other, "https://elsewhere.example"));
    }

    @Test
    @DisplayName("GR-23 the example of docs/grpc.md works in Node as it stands")
    void documented() throws Exception {
        var far = HOUSE.far(Stack.GRPC_JAVA);
        String page = Files.readString(
                Files.isDirectory(Path.of("docs")) ? DOCUMENT : Path.of("..").resolve(DOCUMENT));
        int begin = page.indexOf("```js\n") + 6;
        String example = page.substring(begin, page.indexOf("```", begin))
                .replace("127.0.0.1:8080", "127.0.0.1:" + far.rest().port())
                .replace("/demo/call/polyport.demo.v1.Shop/Bargain", far.path("FullDuplexCall"))
                .replace("{article: \"teapot\", price: 9000}", "{responseParameters: [{size: 3}]}");
        assertThat(example).contains("FullDuplexCall").contains("responseParameters");
        String output = node("const token = '" + far.rest().token() + "';\n" + example);
        assertThat(output).contains("AAAA").contains("name: 'OK'").contains("closed 1000");
    }

    /** What a module writes; skips the test where there is no Node that knows WebSockets. */
    private static String node(String module) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "node", "--no-warnings", "--experimental-websocket", "--input-type=module", "-e", module)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException none) {
            assumeTrue(false, "node is not installed");
            throw none;
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assumeFalse(output.contains("bad option"), "this node knows no WebSockets");
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
