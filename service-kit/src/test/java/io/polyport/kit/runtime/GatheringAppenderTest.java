package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.KeyValuePair;

@Timeout(60)
final class GatheringAppenderTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final LoggerContext context = new LoggerContext();
    private final Output output = new Output();
    private final GatheringAppender appender = new GatheringAppender(new LineEncoder(true), output);

    /** Counts writes, and holds them back while the gate is closed. */
    private static final class Output extends ByteArrayOutputStream {
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile int writes;

        @Override
        public void write(byte[] bytes) {
            try {
                gate.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                writes++;
                writeBytes(bytes);
            }
        }

        List<JsonObject> lines() {
            return toString(StandardCharsets.UTF_8).lines().map(JsonObject::new).toList();
        }
    }

    private void start() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        appender.setContext(context);
        appender.start();
    }

    private void log(String message, KeyValuePair... pairs) {
        var event = new LoggingEvent("x", context.getLogger("io.polyport.Thing"), Level.INFO, message, null, null);
        event.setKeyValuePairs(List.of(pairs));
        appender.doAppend(event);
    }

    @AfterEach
    void stop() {
        output.gate.countDown();
        appender.stop();
        context.stop();
    }

    @Test
    @DisplayName("GW-35 lines that come together are written together, in order and none lost")
    void together() {
        start();
        IntStream.range(0, 5_000).forEach(number -> log("line " + number));
        appender.stop();
        // Who stops waits for 2 s at most.
        Eventually.holds(SOON, "all are written", () -> output.lines().size() == 5_000);
        assertThat(output.lines())
                .extracting(line -> line.getString("message"))
                .containsExactlyElementsOf(IntStream.range(0, 5_000)
                        .mapToObj(number -> "line " + number)
                        .toList());
        assertThat(output.writes).isLessThan(500);
    }

    @Test
    @DisplayName("a single line does not wait for another")
    void alone() {
        start();
        log("only");
        Eventually.holds(SOON, "the line is there", () -> output.lines().size() == 1);
    }

    @Test
    @DisplayName("GW-35 who logs does not wait for a reader that is stuck; what was dropped is counted in a line")
    void stuck() {
        output.gate = new CountDownLatch(1);
        start();
        IntStream.range(0, 20_000).forEach(number -> log("line " + number));
        output.gate.countDown();
        appender.stop();
        // Who stops waits for 2 s at most.
        Eventually.holds(SOON, "all are written or counted", () -> accounted(output.lines()) == 20_000);
        var lines = output.lines();
        var losses = lines.stream().filter(line -> line.containsKey("lines")).toList();
        assertThat(losses).isNotEmpty().allMatch(loss -> loss.getString("level").equals("WARN"));
        long dropped = losses.stream().mapToLong(loss -> loss.getLong("lines")).sum();
        assertThat(dropped).isPositive();
        assertThat(lines.size() - losses.size() + dropped).isEqualTo(20_000);
    }

    private static long accounted(List<JsonObject> lines) {
        return lines.stream().mapToLong(line -> line.getLong("lines", 1L)).sum();
    }

    @Test
    @DisplayName("a value that can't be shown costs its own line and no other")
    void unreadable() {
        start();
        log("before");
        log("bad", new KeyValuePair("value", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }));
        log("after");
        appender.stop();
        Eventually.holds(SOON, "both are written", () -> output.lines().size() == 2);
        assertThat(output.lines()).extracting(line -> line.getString("message")).containsExactly("before", "after");
    }
}
