package io.polyport.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * The lines of an answer (NDJSON) as messages. A line that is longer than a piece goes out in fragments as it comes, so that
 * its length costs no memory; empty lines are passed over. What can't be written yet stays bytes: as messages, 64 KiB of
 * short lines take megabytes.
 */
final class AnswerMessages {
    /** Where messages go. */
    interface Sink {
        /** Whether no more should be sent for now. */
        boolean isFull();

        void message(Buffer whole);

        /** A piece of a message; {@code first} and {@code last} tell where it begins and ends. */
        void fragment(Buffer piece, boolean first, boolean last);
    }

    private static final int MOST_WHOLE = 32 * 1024;

    private final Sink sink;
    private Buffer come = Buffer.buffer();
    private Buffer rest = Buffer.buffer();
    private boolean inFragments;
    private boolean sending;

    AnswerMessages(Sink sink) {
        this.sink = sink;
    }

    /** The next bytes, when all those before them have been sent; {@link #goOn} sends them. */
    void take(Buffer bytes) {
        come = bytes;
    }

    /** Sends what it can until the sink is full; whether all is sent that has come. */
    boolean goOn() {
        if (sending) {
            // A write that is done at once asks for more while this one is being counted.
            return false;
        }
        sending = true;
        var content = ((BufferInternal) come).getByteBuf();
        int start = 0;
        int end = content.indexOf(0, come.length(), (byte) '\n');
        while (end >= 0 && !sink.isFull()) {
            Buffer line = come.slice(start, end);
            end(rest.length() == 0 ? line : rest.appendBuffer(line));
            rest = Buffer.buffer();
            start = end + 1;
            end = content.indexOf(start, come.length(), (byte) '\n');
        }
        boolean all = end < 0;
        if (all) {
            begin(start);
        } else {
            come = come.slice(start, come.length());
        }
        sending = false;
        return all;
    }

    /** Of a line whose end has not come. */
    private void begin(int start) {
        if (start < come.length()) {
            rest.appendBuffer(come, start, come.length() - start);
        }
        come = Buffer.buffer();
        if (rest.length() > MOST_WHOLE) {
            sink.fragment(rest, !inFragments, false);
            inFragments = true;
            rest = Buffer.buffer();
        }
    }

    /** The answer is whole: what has come of a last line without an end is one, too. */
    void end() {
        sending = true;
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
