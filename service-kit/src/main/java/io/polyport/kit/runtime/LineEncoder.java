package io.polyport.kit.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/** Writes a log event as one line: JSON for machines, text for a developer's terminal. Secrets are masked in both. */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    private static final Set<String> OWN = Set.of("timestamp", "level", "logger", "thread", "message", "exception");
    private static final int LONGEST = 32 * 1024;

    private final boolean json;

    LineEncoder(boolean json) {
        this.json = json;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(512);
        append(line, event);
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Adds the event's line. */
    void append(StringBuilder out, ILoggingEvent event) {
        if (json) {
            json(out, event);
        } else {
            text(out, event);
        }
    }

    private static String time(ILoggingEvent event) {
        var at = event.getInstant() == null ? Instant.ofEpochMilli(event.getTimeStamp()) : event.getInstant();
        return DateTimeFormatter.ISO_INSTANT.format(at.truncatedTo(ChronoUnit.MILLIS));
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }

    private static String exception(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? ""
                : masked(ThrowableProxyUtil.asString(event.getThrowableProxy()).strip());
    }

    private static String masked(String text) {
        var shown = text == null ? "null" : text;
        return Masking.mask(shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown);
    }

    private static void json(StringBuilder out, ILoggingEvent event) {
        field(out.append('{'), "timestamp", time(event)).append(',');
        field(out, "level", event.getLevel().toString()).append(',');
        field(out, "logger", event.getLoggerName()).append(',');
        field(out, "thread", event.getThreadName()).append(',');
        field(out, "message", masked(event.getFormattedMessage()));
        var names = new java.util.HashSet<>(OWN);
        for (var pair : pairs(event)) {
            var name = pair.key;
            while (!names.add(name)) {
                name = "_" + name;
            }
            value(out.append(','), name, pair.value);
        }
        if (event.getThrowableProxy() != null) {
            field(out.append(','), "exception", exception(event));
        }
        out.append("}\n");
    }

    private static void value(StringBuilder out, String name, Object value) {
        if (Masking.isSecretName(name)) {
            field(out, name, Masking.MASK);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            quote(out, name).append(':').append(value);
        } else {
            field(out, name, masked(String.valueOf(value)));
        }
    }

    private static StringBuilder field(StringBuilder out, String name, String value) {
        return quote(quote(out, name).append(':'), value);
    }

    private static StringBuilder quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"');
    }

    private static void text(StringBuilder out, ILoggingEvent event) {
        var logger = event.getLoggerName();
        out.append(time(event), 11, 23).append(' ');
        out.append(String.format("%-5s ", event.getLevel()));
        out.append(logger.substring(logger.lastIndexOf('.') + 1)).append(": ");
        out.append(masked(event.getFormattedMessage()).replaceAll("\\p{Cntrl}", "\uFFFD"));
        for (var pair : pairs(event)) {
            var value = Masking.isSecretName(pair.key) ? Masking.MASK : masked(String.valueOf(pair.value));
            out.append(' ').append(pair.key).append('=').append(value.replaceAll("\\p{Cntrl}", "\uFFFD"));
        }
        if (event.getThrowableProxy() != null) {
            out.append('\n').append(exception(event));
        }
        out.append('\n');
    }
}
