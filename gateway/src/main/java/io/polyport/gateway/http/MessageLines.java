package io.polyport.gateway.http;

import io.netty.buffer.ByteBufUtil;
import io.polyport.kit.stream.WantedBytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;

/**
 * The text messages of a WebSocket as the lines of a request body (NDJSON). What came together goes on together, so that a
 * flood of tiny messages costs no more than its bytes. Used on one event loop.
 */
final class MessageLines {
    /** Nothing is wrong. */
    static final int FINE = 0;
    /** RFC 6455 §7.4.1. */
    static final int UNSUPPORTED = 1003;

    static final int INVALID = 1007;
    static final int TOO_BIG = 1009;

    private final int most;
    private final WantedBytes lines;
    private Buffer message = Buffer.buffer();
    private Buffer gathered = Buffer.buffer();

    /**
     * @param most bytes of one message
     * @param changed runs after every change of what waits or is wanted
     */
    MessageLines(int most, Runnable changed) {
        this.most = most;
        this.lines = new WantedBytes(changed);
    }

    /** Paused by nobody; it never ends, because a WebSocket has no half-close. */
    ReadStream<Buffer> stream() {
        return lines;
    }

    /** Bytes of whole messages that nobody has taken yet. */
    long waiting() {
        return lines.waitingBytes() + gathered.length();
    }

    /** A frame of data; the code to close with when it can't be taken, else {@link #FINE}. */
    int take(WebSocketFrame frame) {
        if (frame.isBinary()) {
            return UNSUPPORTED;
        }
        Buffer bytes = frame.binaryData();
        if (message.length() + bytes.length() > most) {
            return TOO_BIG;
        }
        if (!frame.isFinal()) {
            message.appendBuffer(bytes);
            return FINE;
        }
        Buffer whole = message.length() == 0 ? bytes : message.appendBuffer(bytes);
        message = Buffer.buffer();
        return line(whole);
    }

    private int line(Buffer text) {
        var bytes = ((BufferInternal) text).getByteBuf();
        if (!ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)) {
            return INVALID;
        }
        boolean several =
                bytes.indexOf(0, text.length(), (byte) '\n') >= 0 || bytes.indexOf(0, text.length(), (byte) '\r') >= 0;
        if (several && !isJoined(text)) {
            return INVALID;
        }
        gathered.appendBuffer(text).appendByte((byte) '\n');
        return FINE;
    }

    /** Makes line breaks between the parts of a JSON text blanks; false when one stands in a string, where none may. */
    private static boolean isJoined(Buffer text) {
        boolean inString = false;
        for (int at = 0; at < text.length(); at++) {
            byte letter = text.getByte(at);
            if (letter == '"') {
                inString = !inString;
            } else if (inString && letter == '\\') {
                at++;
            } else if (letter == '\n' || letter == '\r') {
                if (inString) {
                    return false;
                }
                text.setByte(at, (byte) ' ');
            }
        }
        return true;
    }

    /** Hands on what has come since. */
    void flush() {
        if (gathered.length() > 0) {
            Buffer come = gathered;
            gathered = Buffer.buffer();
            lines.add(come);
        }
    }
}
