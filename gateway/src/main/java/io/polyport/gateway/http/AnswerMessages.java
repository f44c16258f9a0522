package io.polyport.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The lines of an answer (NDJSON) as messages. A line that is longer than a piece goes out in fragments as it comes, so that
 * its length costs no memory; empty lines are passed over.
 */
final class AnswerMessages {
    /** Where messages go. */
    interface Sink {
        void message(Buffer whole);

        /** A piece of a message; {@code first} and {@code last} tell where it begins and ends. */
        void fragment(Buffer piece, boolean first, boolean last);
    }

    private static final int MOST_WHOLE = 32 * 1024;

    private final Sink sink;
    private Buffer rest = Buffer.buffer();
    private boolean inFragments;

    AnswerMessages(Sink sink) {
        this.sink = sink;
    }

    void take(Buffer bytes) {
        var content = ((BufferInternal) bytes).getByteBuf();
        int start = 0;
        for (int end = content.indexOf(0, bytes.length(), (byte) '\n');
                end >= 0;
                end = content.indexOf(start, bytes.length(), (byte) '\n')) {
            Buffer line = bytes.slice(start, end);
            end(rest.length() == 0 ? line : rest.appendBuffer(line));
            rest = Buffer.buffer();
            start = end + 1;
        }
        if (start < bytes.length()) {
            rest.appendBuffer(bytes, start, bytes.length() - start);
        }
        if (rest.length() > MOST_WHOLE) {
            sink.fragment(rest, !inFragments, false);
            inFragments = true;
            rest = Buffer.buffer();
        }
    }

    /** The answer is whole: what has come of a last line without an end is one, too. */
    void end() {
        end(rest);
        rest = Buffer.buffer();
    }

    private void end(Buffer line) {
        if (inFragments) {
            sink.fragment(line, false, true);
            inFragments = false;
        } else if (line.length() > 0) {
            sink.message(line);
        }
    }
}
