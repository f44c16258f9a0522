package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Cuts the control connection's bytes into replies; bounded in lines and in all. Throws {@code ftp.protocol-error}. */
final class ReplyParser {
    private static final int WHOLE = 1024 * 1024;
    private static final byte[] NOTHING = {};

    private final FtpLimits limits;
    private final Charset charset;
    private final Consumer<Reply> replies;
    private byte[] carry = NOTHING;
    private int carried;
    private List<byte[]> lines = List.of();
    private int bytes;
    private int code;

    ReplyParser(FtpLimits limits, Charset charset, Consumer<Reply> replies) {
        this.limits = limits;
        this.charset = charset;
        this.replies = replies;
    }

    void feed(Buffer buffer) {
        byte[] all = buffer.getBytes();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == '\n') {
                count(i - from);
                if (carried == 0) {
                    line(all, from, i);
                } else {
                    keep(all, from, i);
                    int length = carried;
                    carried = 0;
                    line(carry, 0, length);
                }
                from = i + 1;
            }
        }
        count(all.length - from);
        keep(all, from, all.length);
    }

    /** Whether a reply has begun and not ended. */
    boolean isInside() {
        return code != 0 || carried > 0;
    }

    private void count(int more) {
        bytes += more;
        if (carried + more > limits.replyLine() || bytes > WHOLE) {
            throw FtpProblems.PROTOCOL_ERROR.toException("The FTP server's reply is longer than "
                    + (bytes > WHOLE ? WHOLE + " bytes." : limits.replyLine() + " bytes in one line."));
        }
    }

    private void keep(byte[] all, int from, int to) {
        int length = to - from;
        if (carried + length > carry.length) {
            carry = Arrays.copyOf(carry, Math.max(carry.length * 2, carried + length));
        }
        System.arraycopy(all, from, carry, carried, length);
        carried += length;
    }

    private void line(byte[] all, int from, int end) {
        int to = end > from && all[end - 1] == '\r' ? end - 1 : end;
        int length = to - from;
        int found = codeOf(all, from, length);
        boolean last = length == 3 || (length > 3 && all[from + 3] == ' ');
        if (code == 0) {
            if (found == 0 || (!last && all[from + 3] != '-')) {
                throw FtpProblems.PROTOCOL_ERROR.toException(
                        "What the FTP server sent is no reply of the protocol. " + FtpProblems.PROTOCOL_ERROR.advice());
            }
            code = found;
            add(Arrays.copyOfRange(all, from + Math.min(4, length), to));
        } else {
            last = last && found == code;
            add(Arrays.copyOfRange(all, last ? from + Math.min(4, length) : from, to));
        }
        if (last) {
            var reply = new Reply(code, lines, charset);
            code = 0;
            bytes = 0;
            lines = List.of();
            replies.accept(reply);
        }
    }

    private void add(byte[] text) {
        if (lines.size() >= limits.replyLines()) {
            throw FtpProblems.PROTOCOL_ERROR.toException(
                    "The FTP server's reply has more than " + limits.replyLines() + " lines.");
        }
        // Nearly all replies have one line.
        if (lines.isEmpty()) {
            lines = List.of(text);
        } else {
            if (lines.size() == 1) {
                lines = new ArrayList<>(lines);
            }
            lines.add(text);
        }
    }

    /** The code at the line's start, 0 when there is none. */
    private static int codeOf(byte[] all, int at, int length) {
        if (length < 3 || all[at] < '1' || all[at] > '5' || !isDigit(all[at + 1]) || !isDigit(all[at + 2])) {
            return 0;
        }
        return (all[at] - '0') * 100 + (all[at + 1] - '0') * 10 + all[at + 2] - '0';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
