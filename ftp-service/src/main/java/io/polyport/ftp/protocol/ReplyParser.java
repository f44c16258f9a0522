package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Cuts the control connection's bytes into replies; bounded in lines and in all. Throws {@code ftp.protocol-error}. */
final class ReplyParser {
    private static final int WHOLE = 1024 * 1024;

    private final FtpLimits limits;
    private final Charset charset;
    private final Consumer<Reply> replies;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    private List<byte[]> lines = new ArrayList<>();
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
                append(all, from, i);
                from = i + 1;
                byte[] whole = line.toByteArray();
                line.reset();
                int end = whole.length > 0 && whole[whole.length - 1] == '\r' ? whole.length - 1 : whole.length;
                line(Arrays.copyOf(whole, end));
            }
        }
        append(all, from, all.length);
    }

    /** Whether a reply has begun and not ended. */
    boolean isInside() {
        return code != 0 || line.size() > 0;
    }

    private void append(byte[] all, int from, int to) {
        bytes += to - from;
        if (line.size() + to - from > limits.replyLine() || bytes > WHOLE) {
            throw FtpProblems.PROTOCOL_ERROR.toException("The FTP server's reply is longer than "
                    + (bytes > WHOLE ? WHOLE + " bytes." : limits.replyLine() + " bytes in one line."));
        }
        line.write(all, from, to - from);
    }

    private void line(byte[] text) {
        int found = codeOf(text);
        boolean last = text.length == 3 || (text.length > 3 && text[3] == ' ');
        if (code == 0) {
            if (found == 0 || (!last && text[3] != '-')) {
                throw FtpProblems.PROTOCOL_ERROR.toException(
                        "What the FTP server sent is no reply of the protocol. " + FtpProblems.PROTOCOL_ERROR.advice());
            }
            code = found;
            add(rest(text));
        } else {
            last = last && found == code;
            add(last ? rest(text) : text);
        }
        if (last) {
            var reply = new Reply(code, lines, charset);
            code = 0;
            bytes = 0;
            lines = new ArrayList<>();
            replies.accept(reply);
        }
    }

    private void add(byte[] text) {
        if (lines.size() >= limits.replyLines()) {
            throw FtpProblems.PROTOCOL_ERROR.toException(
                    "The FTP server's reply has more than " + limits.replyLines() + " lines.");
        }
        lines.add(text);
    }

    private static byte[] rest(byte[] text) {
        return Arrays.copyOfRange(text, Math.min(4, text.length), text.length);
    }

    /** The code at the line's start, 0 when there is none. */
    private static int codeOf(byte[] text) {
        if (text.length < 3 || text[0] < '1' || text[0] > '5' || !isDigit(text[1]) || !isDigit(text[2])) {
            return 0;
        }
        return (text[0] - '0') * 100 + (text[1] - '0') * 10 + text[2] - '0';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
