package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One side of a WebSocket: says messages and hears them, one by one. */
final class Speaker {
    private static final int PATIENCE_SECONDS = 20;

    /** What came instead of a WebSocket. */
    record Refusal(int status, String code) {}

    /** Held as long as its WebSocket is: Vert.x closes the connections of a client that the garbage collector has found. */
    @SuppressWarnings("unused")
    private final WebSocketClient client;

    private final WebSocket socket;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private Speaker(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
        socket.exceptionHandler(ignored -> {});
        socket.textMessageHandler(heard::add);
    }

    /** More headers as name, value, name, value …. */
    static WebSocketConnectOptions to(int port, String path, String... headers) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setAllowOriginHeader(false);
        for (int i = 0; i < headers.length; i += 2) {
            options.addHeader(headers[i], headers[i + 1]);
        }
        return options;
    }

    static Speaker open(Vertx vertx, WebSocketConnectOptions options) {
        var client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 20));
        return value(client.webSocket().connect(options).map(socket -> new Speaker(client, socket)));
    }

    static Refusal refused(Vertx vertx, WebSocketConnectOptions options) {
        return tried(vertx, options).orElseThrow(() -> new AssertionError("it was not refused"));
    }

    /**
     * By the service. The handshake waits 250 ms for its word, and opens then: where the machine stands still for so long there
     * is no refusal, but not every time.
     */
    static Refusal refusedByService(Vertx vertx, WebSocketConnectOptions options) {
        return Stream.generate(() -> tried(vertx, options))
                .limit(5)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new AssertionError("it was not refused"));
    }

    private static Optional<Refusal> tried(Vertx vertx, WebSocketConnectOptions options) {
        try {
            open(vertx, options);
            return Optional.empty();
        } catch (AssertionError | RuntimeException failure) {
            Throwable cause = failure instanceof AssertionError ? failure.getCause() : failure;
            if (cause instanceof UpgradeRejectedException rejected) {
                return Optional.of(
                        new Refusal(rejected.getStatus(), new JsonObject(rejected.getBody()).getString("code")));
            }
            throw failure;
        }
    }

    WebSocket socket() {
        return socket;
    }

    Speaker say(String message) {
        socket.writeTextMessage(message).onFailure(ignored -> {});
        return this;
    }

    /** The next message; null when none comes. */
    String hear() {
        try {
            return heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    List<String> all() {
        return List.copyOf(heard);
    }

    /** Without a goodbye. */
    void cut() {
        ((WebSocketInternal) socket).channelHandlerContext().close();
    }

    /** The code with which the other side has closed. */
    int closed() {
        Eventually.holds(House.SOON, "it is closed", socket::isClosed);
        return socket.closeStatusCode();
    }

    String reason() {
        return socket.closeReason();
    }
}
