package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class LineEncoderTest {
    private final LoggerContext context = new LoggerContext();

    private LoggingEvent event(String message, Throwable failure, KeyValuePair... pairs) {
        var event = new LoggingEvent("x", context.getLogger("io.polyport.Thing"), Level.WARN, message, failure, null);
        event.setKeyValuePairs(List.of(pairs));
        return event;
    }

    private static String encode(LoggingEvent event, boolean json) {
        return new String(new LineEncoder(json).encode(event), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("GW-35 an event is one line of JSON with its key-values beside the message")
    void json() {
        var line = encode(
                event("done \"well\"\n", null, new KeyValuePair("bytes", 7L), new KeyValuePair("имя", "ы\u0007\uD83D")),
                true);
        assertThat(line).endsWith("}\n").hasLineCount(1);
        var json = new JsonObject(line);
        assertThat(json.getString("message")).isEqualTo("done \"well\"\n");
        assertThat(json.getLong("bytes")).isEqualTo(7);
        assertThat(json.getString("имя")).isEqualTo("ы\u0007\uD83D");
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("logger")).isEqualTo("io.polyport.Thing");
        assertThat(json.getString("thread")).isEqualTo(Thread.currentThread().getName());
        assertThat(java.time.Instant.parse(json.getString("timestamp")))
                .isCloseTo(
                        java.time.Instant.now(),
                        org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MINUTES));
        assertThat(json.getString("timestamp")).endsWith("Z");
    }

    @Test
    @DisplayName("a key-value cannot take the place of one of the line's own members")
    void reservedNames() {
        var json = new JsonObject(encode(
                event("true", null, new KeyValuePair("message", "fake"), new KeyValuePair("level", "ERROR")), true));
        assertThat(json.getString("message")).isEqualTo("true");
        assertThat(json.getString("_message")).isEqualTo("fake");
        assertThat(json.getString("level")).isEqualTo("WARN");
    }

    @Test
    @DisplayName("GW-12 GW-35 secrets are masked in message, key-values and exception, in JSON and in text")
    void masked() {
        var event = event(
                "with password=hunter2",
                new IllegalStateException("Authorization: Bearer hunter2"),
                new KeyValuePair("url", "/a?AccessToken=hunter2"),
                new KeyValuePair("client-secret", "hunter2"));
        assertThat(encode(event, true)).doesNotContain("hunter2").contains("IllegalStateException", "****");
        assertThat(encode(event, false)).doesNotContain("hunter2").contains("IllegalStateException", "url=/a");
    }

    @Test
    @DisplayName("text on a terminal cannot be forged by line breaks or escape codes")
    void textIsOneLine() {
        assertThat(encode(event("a\r\n\u001b[31mb", null), false))
                .hasLineCount(1)
                .doesNotContain("\u001b");
    }
}
