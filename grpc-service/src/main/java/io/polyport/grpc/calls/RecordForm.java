package io.polyport.grpc.calls;

import io.polyport.kit.stream.RecordStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The messages of an answer as records (GR-21): each {@code {"message":…}}, and at the end {@code {"status":…}}, which is the
 * sign that nothing is missing.
 */
final class RecordForm implements RecordStream.Form<Buffer> {
    /** How records stand in a body. */
    enum Kind {
        /** A line each. */
        LINES("application/x-ndjson"),
        /** Server-sent events named message and status. */
        EVENTS("text/event-stream"),
        /** The elements of one array. */
        ARRAY("application/json");

        private final String contentType;

        Kind(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }

        /** What the caller would rather have; NDJSON when it does not say. */
        static Kind of(String accept) {
            String wanted = accept.toLowerCase(Locale.ROOT);
            if (wanted.contains("ndjson")) {
                return LINES;
            }
            if (wanted.contains("text/event-stream")) {
                return EVENTS;
            }
            return wanted.contains("application/json") ? ARRAY : LINES;
        }
    }

    private final Kind kind;
    private final Supplier<JsonObject> status;
    private boolean first = true;

    /** @param status asked for when all messages are written */
    RecordForm(Kind kind, Supplier<JsonObject> status) {
        this.kind = kind;
        this.status = status;
    }

    @Override
    public void begin(Buffer piece) {
        if (kind == Kind.ARRAY) {
            piece.appendByte((byte) '[');
        }
    }

    @Override
    public void add(Buffer piece, Buffer message) {
        before(piece, "message");
        piece.appendString("{\"message\":").appendBuffer(message).appendByte((byte) '}');
        after(piece);
    }

    @Override
    public void end(Buffer piece) {
        before(piece, "status");
        piece.appendBuffer(new JsonObject().put("status", status.get()).toBuffer());
        after(piece);
        if (kind == Kind.ARRAY) {
            piece.appendByte((byte) ']');
        }
    }

    /** Our own way was lost: without the status its reader sees that something is missing. */
    @Override
    public boolean fail(Buffer piece, Throwable cause) {
        return false;
    }

    private void before(Buffer piece, String event) {
        if (kind == Kind.EVENTS) {
            piece.appendString("event: ").appendString(event).appendString("\ndata: ");
        } else if (kind == Kind.ARRAY && !first) {
            piece.appendByte((byte) ',');
        }
        first = false;
    }

    private void after(Buffer piece) {
        if (kind != Kind.ARRAY) {
            piece.appendString(kind == Kind.EVENTS ? "\n\n" : "\n");
        }
    }
}
