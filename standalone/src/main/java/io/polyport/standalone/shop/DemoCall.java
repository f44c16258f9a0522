package io.polyport.standalone.shop;

import io.polyport.grpc.json.JsonFault;
import io.polyport.grpc.json.JsonRules;
import io.polyport.grpc.json.MessageCodec;
import io.polyport.grpc.json.WireFault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.Base64;
import java.util.function.Consumer;

/** One call of the demo server, its messages as JSON. Used on one event loop. */
final class DemoCall {
    private static final int MOST = 1 << 20;
    /** Fields that hold their default are there too, so that nobody has to think of them. */
    private static final JsonRules WHOLE = new JsonRules(false, true, false);

    private final GrpcServerRequest<Buffer, Buffer> request;
    private final Codecs codecs;
    private Runnable whenOver = () -> {};
    private boolean over;

    /** How its messages are read and written. */
    record Codecs(MessageCodec request, MessageCodec answer, MessageCodec status) {}

    DemoCall(GrpcServerRequest<Buffer, Buffer> request, Codecs codecs) {
        this.request = request;
        this.codecs = codecs;
        // A caller who left, in each way that there is to hear of it.
        request.errorHandler(error -> over());
        request.exceptionHandler(lost -> over());
        request.response().exceptionHandler(lost -> over());
    }

    /** What to do when the call ends, however it does. */
    void whenOver(Runnable action) {
        whenOver = action;
    }

    /** Takes messages as they come. What they do fails the call. */
    void onMessage(Consumer<JsonObject> each, Runnable end) {
        request.handler(message -> guarded(() -> each.accept(read(message))));
        request.endHandler(none -> guarded(end));
    }

    private JsonObject read(Buffer message) {
        try {
            return new JsonObject(codecs.request().toJson(message, WHOLE, 4 * MOST));
        } catch (WireFault unreadable) {
            throw DemoFault.badField("message", "can't be read: " + unreadable.getMessage());
        }
    }

    private void guarded(Runnable step) {
        if (over) {
            return;
        }
        try {
            step.run();
        } catch (DemoFault fault) {
            fail(fault);
        }
    }

    /** Sends a message. A caller who does not read is sent no more before it does. */
    void send(JsonObject message) {
        if (over) {
            return;
        }
        request.response().write(wire(codecs.answer(), message));
        if (request.response().writeQueueFull()) {
            request.pause();
            request.response().drainHandler(drained -> request.resume());
        }
    }

    boolean isFull() {
        return request.response().writeQueueFull();
    }

    /** Ends the call well. */
    void end() {
        if (over()) {
            request.response().end();
        }
    }

    private void fail(DemoFault fault) {
        if (over()) {
            Buffer details = wire(codecs.status(), fault.json());
            request.response()
                    .trailers()
                    .set(
                            "grpc-status-details-bin",
                            Base64.getEncoder().withoutPadding().encodeToString(details.getBytes()));
            end(fault.status(), fault.getMessage());
        }
    }

    private void end(GrpcStatus status, String message) {
        request.response().status(status).statusMessage(message).end();
    }

    private static Buffer wire(MessageCodec codec, JsonObject message) {
        try {
            return codec.toWire(message.toBuffer(), JsonRules.USUAL, MOST);
        } catch (JsonFault wrong) {
            throw new IllegalStateException("the demo server has written a message that does not fit its type", wrong);
        }
    }

    /** Whether it was not over before. */
    private boolean over() {
        if (over) {
            return false;
        }
        over = true;
        whenOver.run();
        return true;
    }
}
