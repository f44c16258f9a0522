package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ConnectionWatchTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger(1);

    @AfterEach
    void close() {
        TestLoop.await(vertx.close());
    }

    private ConnectionWatch watch(ScriptedHttp2Server server, ConnectionWatch.Times times) {
        var options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        return TestLoop.await(vertx.createHttpClient(options)
                .connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(server.port()))
                .map(http -> new ConnectionWatch(vertx, http, times, calls::get, () -> {}, closed::incrementAndGet)));
    }

    @Test
    @DisplayName("GR-30: keep-alive asks again and again while the other end answers")
    void answers() {
        try (var server = new ScriptedHttp2Server((peer, stream) -> {})) {
            var watch = watch(server, new ConnectionWatch.Times(SHORT, LONG, Optional.of(SHORT), LONG));

            Eventually.holds(SOON, "three", () -> server.count(ScriptedHttp2Server.PING) >= 3);
            assertThat(closed).hasValue(0);
            watch.stop();
        }
    }

    @Test
    @DisplayName("GR-30: keep-alive closes a connection whose other end does not answer")
    void silent() {
        try (var server = new ScriptedHttp2Server((peer, stream) -> {})) {
            server.answersPings = false;
            var watch = watch(server, new ConnectionWatch.Times(SHORT, LONG, Optional.of(SHORT), SHORT));

            Eventually.holds(SOON, "closed", () -> closed.get() > 0);
            Eventually.holds(SOON, "the question has come", () -> server.count(ScriptedHttp2Server.PING) > 0);
            assertThat(server.count(ScriptedHttp2Server.PING)).isEqualTo(1);
            watch.stop();
        }
    }

    @Test
    @DisplayName("GR-30: without calls nothing is asked")
    void unused() {
        try (var server = new ScriptedHttp2Server((peer, stream) -> {})) {
            calls.set(0);
            var watch = watch(server, new ConnectionWatch.Times(SHORT, LONG, Optional.of(SHORT), SHORT));

            Eventually.stays(Duration.ofMillis(300), "silence", () -> server.count(ScriptedHttp2Server.PING) == 0);
            assertThat(closed).hasValue(0);
            watch.stop();
        }
    }
}
