package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.grpc.GrpcCode;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FlowControlTest {
    private static final int SIZE = 16 << 10;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ByteServer server = new ByteServer();
    private final TestLoop loop = new TestLoop();

    @AfterEach
    void close() {
        loop.close();
        server.close();
    }

    @Test
    @DisplayName(
            "GR-26: a reader who stops blocks the far sender within a window, and fetching lets through just so much")
    void pausedReader() {
        var got = new AtomicInteger();
        var call = loop.open(server.target(), "/test.Bytes/Down", TestLoop.PLAIN, opened -> {
            opened.messages().handler(message -> got.incrementAndGet());
            opened.send(Buffer.buffer("10000 " + SIZE));
            opened.complete();
        });

        loop.on(call::head);
        int blocked = blockedAt();
        assertThat(got).hasValue(0);
        assertThat(blocked).isLessThan(20);

        loop.run(() -> call.messages().fetch(100));
        Eventually.holds(SOON, "100 messages", () -> got.get() == 100);
        Eventually.holds(SOON, "100 more sent", () -> server.sent.get() >= 100);
        assertThat(blockedAt()).isBetween(100, 120 + blocked);
        assertThat(got).hasValue(100);
        loop.run(call::cancel);
        Eventually.holds(SOON, "cancelled", () -> server.cancelled.get() == 1);
    }

    /** How many messages the server has sent when it sends no more. */
    private int blockedAt() {
        var last = new AtomicInteger(-1);
        Eventually.holds(SOON, "the server waits", () -> {
            int now = server.sent.get();
            boolean still = now > 0 && last.getAndSet(now) == now;
            Eventually.stays(Duration.ofMillis(still ? 200 : 1), "waiting", () -> true);
            return still && server.sent.get() == now;
        });
        return server.sent.get();
    }

    @Test
    @DisplayName("GR-26 GR-30: 99 readers who stand still on a connection do not stop the hundredth call on it")
    void noStarvation() {
        for (int i = 0; i < 99; i++) {
            loop.open(server.target(), "/test.Bytes/Down", TestLoop.PLAIN, opened -> {
                opened.send(Buffer.buffer("10000 " + SIZE));
                opened.complete();
            });
        }
        Eventually.holds(SOON, "all begun", () -> server.calls.get() == 99);
        Eventually.holds(SOON, "windows full", () -> server.sent.get() >= 99 * 4);
        var answer = loop.ask(server.target(), "/test.Bytes/Down", "200 " + SIZE);

        assertThat(answer.status().code()).isEqualTo(GrpcCode.OK);
        assertThat(answer.messages()).hasSize(200);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("GR-26: what a cancelled call did not read is given back to its connection's window")
    void cancelledUnread() {
        // 300 windows of 64 KiB are more than the connection's whole window of 12.8 MB.
        for (int i = 1; i <= 300; i++) {
            int before = server.sent.get();
            var call = loop.open(server.target(), "/test.Bytes/Down", TestLoop.PLAIN, opened -> {
                opened.send(Buffer.buffer("10000 " + SIZE));
                opened.complete();
            });
            loop.on(call::head);
            Eventually.holds(SOON, "its window full", () -> server.sent.get() >= before + 4);
            loop.run(call::cancel);
        }
        var answer = loop.ask(server.target(), "/test.Bytes/Down", "2000 " + SIZE);

        assertThat(answer.status().code()).isEqualTo(GrpcCode.OK);
        assertThat(answer.messages()).hasSize(2000);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    @DisplayName("GR-26: a server that takes no more stops the sender, and the end of the call tells it so")
    void deafServer() {
        var sent = new AtomicInteger();
        var failed = new AtomicInteger();
        var call =
                loop.open(server.target(), "/test.Bytes/Deaf", TestLoop.PLAIN, opened -> sendOn(opened, sent, failed));
        Eventually.holds(SOON, "some sent", () -> sent.get() > 0);
        var last = new AtomicInteger(-1);
        Eventually.holds(SOON, "the sender waits", () -> {
            int now = sent.get();
            Eventually.stays(Duration.ofMillis(200), "waiting", () -> true);
            return last.getAndSet(now) == now;
        });
        // grpc-java's own window, which it makes larger for fast senders, and our 64 KiB.
        assertThat(sent.get() * SIZE).isLessThan(8 << 20);
        assertThat(failed).hasValue(0);

        loop.run(call::cancel);
        Eventually.holds(SOON, "the waiting send fails", () -> failed.get() == 1);
    }

    private static void sendOn(io.polyport.grpc.GrpcCall call, AtomicInteger sent, AtomicInteger failed) {
        call.send(Buffer.buffer(new byte[SIZE])).onComplete(done -> {
            if (done.failed()) {
                failed.incrementAndGet();
            } else {
                sent.incrementAndGet();
                sendOn(call, sent, failed);
            }
        });
    }

    @Test
    @DisplayName("messages of 10 MB go both ways and come whole")
    void large() {
        byte[] bytes = new byte[10_000_000];
        new java.util.Random(7).nextBytes(bytes);
        var answer = loop.ask(server.target(), "/test.Bytes/Unary", TestLoop.PLAIN, Buffer.buffer(bytes));

        assertThat(answer.status().message()).isEmpty();
        assertThat(answer.messages().getFirst().getBytes()).isEqualTo(bytes);
    }

    @Test
    @DisplayName("GR-30: 1,000 calls at once all end well, on no more connections than their number asks for")
    void thousand() {
        var answers = loop.on(() -> {
            var all = new ArrayList<Future<TestLoop.Answer>>();
            for (int i = 0; i < 1000; i++) {
                all.add(loop.start(
                        server.target(), "/test.Bytes/Unary", TestLoop.PLAIN, Buffer.buffer("message " + i)));
            }
            return Future.all(all).map(done -> all.stream().map(Future::result).toList());
        });

        for (int i = 0; i < 1000; i++) {
            assertThat(answers.get(i).texts()).containsExactly("message " + i);
        }
        assertThat(server.connections.get()).isBetween(1, 10);
    }
}
