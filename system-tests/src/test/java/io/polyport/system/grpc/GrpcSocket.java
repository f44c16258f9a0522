package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call over a WebSocket. Its methods wait; they are for the test's thread. */
final class GrpcSocket implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final WebSocket socket;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    GrpcSocket(WebSocket socket) {
        this.socket = socket;
        socket.exceptionHandler(ignored -> {});
        socket.textMessageHandler(heard::add);
    }

    /** A record with a message. */
    GrpcSocket send(JsonObject message) {
        write(message);
        return this;
    }

    /** Without waiting for whoever takes it. */
    Future<Void> write(JsonObject message) {
        return write(new JsonObject().put("message", message).encode());
    }

    /** Whatever it is. */
    GrpcSocket say(String record) {
        write(record);
        return this;
    }

    private Future<Void> write(String record) {
        return socket.writeTextMessage(record).onFailure(ignored -> {});
    }

    GrpcSocket complete() {
        return say("{\"complete\":true}");
    }

    GrpcSocket cancel() {
        return say("{\"cancel\":true}");
    }

    String header(String name) {
        return socket.headers().get(name);
    }

    /** The next record. */
    JsonObject next() {
        try {
            return Optional.ofNullable(heard.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .map(JsonObject::new)
                    .orElseThrow(() -> new AssertionError("nothing came within " + LIMIT + "; the WebSocket "
                            + (socket.isClosed() ? "is closed with " + socket.closeStatusCode() : "is open")));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The next record's message. */
    JsonObject message() {
        JsonObject record = next();
        assertThat(record.fieldNames()).as(record.encode()).containsExactly("message");
        return record.getJsonObject("message");
    }

    /** The status that stands in the last record; then the WebSocket is closed with 1000. */
    JsonObject end(int code, String name) {
        JsonObject record = next();
        assertThat(record.fieldNames()).as(record.encode()).containsExactly("status");
        assertThat(closed()).isEqualTo(1000);
        assertThat(heard).isEmpty();
        return EndStatus.of(record.getJsonObject("status"), code, name);
    }

    /** The code with which the other side has closed. */
    int closed() {
        Eventually.holds(LIMIT, "the WebSocket is closed", socket::isClosed);
        return socket.closeStatusCode();
    }

    /** Records that have come and were not asked for yet. */
    int waiting() {
        return heard.size();
    }

    boolean isSilent() {
        return heard.isEmpty();
    }

    GrpcSocket stopReading() {
        socket.pause();
        return this;
    }

    GrpcSocket goOnReading() {
        socket.resume();
        return this;
    }

    /** Without a goodbye. */
    void cut() {
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    @Override
    public void close() {
        socket.close();
    }
}
