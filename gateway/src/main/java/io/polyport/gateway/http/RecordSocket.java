package io.polyport.gateway.http;

import io.netty.channel.Channel;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.Problems;
import io.polyport.kit.stream.InboundStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketFrameType;
import io.vertx.core.http.impl.ws.WebSocketFrameImpl;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * An open WebSocket: its messages become lines of a request body, the lines of the answer become messages. Closes with a
 * code that says why ({@code docs/websocket.md}). Used on its event loop.
 */
final class RecordSocket implements AnswerMessages.Sink {
    /** RFC 6455 §7.4.1; what begins with a 4 is ours (§7.4.2). */
    static final int NORMAL = 1000;

    private static final int GOING_AWAY = 1001;
    private static final int BROKEN_OFF = 1011;
    private static final int PROBLEM = 4000;
    private static final int TOKEN_EXPIRED = 4401;

    private static final int READ_AHEAD = 48 * 1024;
    /** Much more than answers fill: only who floods with pings and reads no pong gets there. */
    private static final int MOST_UNWRITTEN = 256 * 1024;

    /** What a message takes of the heap besides its bytes until it is written (measured with clients who did not read). */
    private static final int FRAME_COST = 1024;
    /** How long a client has to answer a close that comes before the answer is whole, and may take over what lies before it. */
    private static final long CLOSE_MILLIS = 3_000;
    /** How often who is not listened to is written to: that his connection has ended only a write tells then. */
    private static final long KNOCK_MILLIS = 1_000;

    /** How it ended; {@code how} is {@code complete}, {@code broken-off} or {@code abandoned}. */
    record End(String how, String reason, long bytesIn, long bytesOut) {}

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Channel channel;
    private final FrameWatch watch = new FrameWatch(code -> close(code, "frame"), this::come);
    private final MessageLines lines;
    private final Consumer<String> cancel;
    private final Consumer<End> ended;
    private final AnswerMessages messages = new AnswerMessages(this);
    private Unwritten unwritten;
    private long pings = -1;
    private long expiry = -1;
    private long lastResort = -1;
    private long knocks = -1;
    private Duration patience = Duration.ZERO;
    private long writing;
    private boolean taken = true;
    private boolean heard = true;
    private boolean stopped;
    private boolean flushing;
    /** The answer is here, though perhaps not written yet: nobody wants messages any longer. */
    private boolean answered;

    private boolean closing;
    private boolean closed;
    private String how = "abandoned";
    private String reason = "";
    private long bytesIn;
    private long bytesOut;

    /**
     * @param cancel stops the call at the far end; run when it is of no use any longer
     * @param ended run once
     */
    RecordSocket(
            Vertx vertx, ServerWebSocket socket, MessageLines lines, Consumer<String> cancel, Consumer<End> ended) {
        this.vertx = vertx;
        this.socket = socket;
        this.channel = ((WebSocketInternal) socket).channelHandlerContext().channel();
        this.lines = lines;
        this.cancel = cancel;
        this.ended = ended;
    }

    void start(Duration pingEvery, Instant expires) {
        patience = pingEvery;
        channel.pipeline().addBefore("handler", "watch", watch);
        socket.setWriteQueueMaxSize(MOST_UNWRITTEN);
        socket.exceptionHandler(ignored -> {});
        socket.closeHandler(ignored -> closed());
        socket.drainHandler(ignored -> regulate());
        socket.frameHandler(this::take);
        pingLater();
        long left = Math.max(1, Duration.between(Instant.now(), expires).toMillis());
        expiry = vertx.setTimer(left, ignored -> close(TOKEN_EXPIRED, "token-expired"));
    }

    /** The gateway leaves. */
    void goAway() {
        close(GOING_AWAY, "going-away");
    }

    /** Passes on what the service answered. */
    void answer(OutgoingCall.Received answer) {
        if (closing) {
            return;
        }
        if (answer.status() >= 300) {
            if (answer.whole() != null && answer.whole().length() > 0) {
                message(answer.whole());
            }
            breakOff(PROBLEM + answer.status(), "status-" + answer.status());
            if (answer.whole() == null) {
                cancel.accept("nobody reads the body of a late refusal");
            }
        } else if (answer.whole() != null) {
            answered = true;
            unwritten = new Unwritten(() -> {}, this::goOnWhole);
            messages.take(answer.whole());
            regulate();
            goOnWhole();
        } else {
            stream(answer.stream());
        }
    }

    private void stream(InboundStream body) {
        unwritten = new Unwritten(body::pause, () -> goOn(body));
        body.exceptionHandler(
                failure -> breakOff(BROKEN_OFF, Problems.of(failure).problem().code()));
        body.endHandler(ignored -> complete());
        body.handler(bytes -> {
            if (!closing) {
                messages.take(bytes);
                goOn(body);
            }
        });
    }

    private void goOn(InboundStream body) {
        if (closing || (send() && !unwritten.isTooMuch())) {
            body.resume();
        }
    }

    private void goOnWhole() {
        if (!closing && send()) {
            complete();
        }
    }

    /** Sends what can be sent of what has come; whether that is all. */
    private boolean send() {
        boolean[] all = {false};
        watch.together(() -> all[0] = messages.goOn());
        return all[0];
    }

    /** The service refused, too late for an HTTP answer. */
    void refuse(Problem problem, String requestId) {
        if (!closing) {
            message(problem.toJson().put("requestId", requestId).toBuffer());
            breakOff(PROBLEM + problem.status(), problem.code());
        }
    }

    @Override
    public boolean isFull() {
        return unwritten.isTooMuch();
    }

    @Override
    public void message(Buffer whole) {
        write(WebSocketFrame.textFrame(whole.toString(StandardCharsets.UTF_8), true), whole.length());
    }

    @Override
    public void fragment(Buffer piece, boolean first, boolean last) {
        // As bytes: a piece may end in the midst of a letter.
        var frame = first
                ? new WebSocketFrameImpl(WebSocketFrameType.TEXT, piece.getBytes(), last)
                : WebSocketFrame.continuationFrame(piece, last);
        write(frame, piece.length());
    }

    private void write(WebSocketFrame frame, int length) {
        bytesOut += length;
        writing++;
        var write = socket.writeFrame(frame).onComplete(done -> writing--).onSuccess(written -> {
            // Who takes bytes is there, however far behind them a ping waits.
            taken = true;
            heard = true;
        });
        if (unwritten != null) {
            unwritten.count(length + FRAME_COST, write);
        }
    }

    /** Bytes, be it half a frame, or a ping whose pong has to go out. */
    private void come() {
        heard = true;
        regulate();
    }

    private void take(WebSocketFrame frame) {
        if (closing) {
            return;
        }
        if (frame.isClose()) {
            close(frame.closeStatusCode(), "");
        } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            bytesIn += frame.binaryData().length();
            int fault = answered ? MessageLines.FINE : lines.take(frame);
            if (fault != MessageLines.FINE) {
                close(fault, "message");
                return;
            }
            flushSoon();
            regulate();
        }
    }

    /** When all that came with this frame has been taken. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            vertx.runOnContext(ignored -> {
                flushing = false;
                if (!closing) {
                    lines.flush();
                }
            });
        }
    }

    /** What nobody wants yet is left to the kernel, and so is a client who does not read what he asked for. */
    void regulate() {
        boolean full = !closing && (isBehind() || (!socket.isClosed() && socket.writeQueueFull()));
        if (full != stopped) {
            stopped = full;
            heard = true;
            channel.config().setAutoRead(!full);
            vertx.cancelTimer(knocks);
            if (full) {
                knocks = vertx.setPeriodic(KNOCK_MILLIS, ignored -> knock());
            }
        }
    }

    private boolean isBehind() {
        return !answered && lines.waiting() >= READ_AHEAD;
    }

    /** Whether the client is not listened to because the service takes nothing: whom we don't listen to can't be heard. */
    private boolean isDeaf() {
        return stopped && isBehind();
    }

    private void knock() {
        if (isDeaf()) {
            socket.writePing(Buffer.buffer());
        }
    }

    /**
     * Each time is counted from the one before: a periodic timer would make up at once for all that a frozen process has
     * missed, and the second ping would be due before the first could be answered.
     */
    private void pingLater() {
        pings = vertx.setTimer(patience.toMillis(), ignored -> ping());
    }

    private void ping() {
        if (!heard && !isDeaf()) {
            reason = "no-pong";
            abandon();
        } else if (!closing) {
            heard = false;
            socket.writePing(Buffer.buffer());
            pingLater();
        }
    }

    private void complete() {
        if (!closing) {
            messages.end();
            how = "complete";
            shut(NORMAL, "", true);
        }
    }

    private void breakOff(int code, String why) {
        if (!closing) {
            how = "broken-off";
            shut(code, why, false);
        }
    }

    /** Closes before the answer is whole: nobody needs it any longer. */
    private void close(int code, String why) {
        if (!closing) {
            how = why.isEmpty() ? "abandoned" : "broken-off";
            shut(code, why, false);
            cancel.accept("the WebSocket was closed");
        }
    }

    private void shut(int code, String why, boolean whole) {
        closing = true;
        reason = why;
        regulate();
        stopTimers();
        if (closed) {
            return;
        }
        if (whole) {
            awaitTaken();
        } else {
            lastResort = vertx.setTimer(CLOSE_MILLIS, ignored -> abandon());
        }
        if (!socket.isClosed()) {
            socket.close((short) code, why);
        }
    }

    /**
     * The answer is whole, but most of it may lie in the kernel: a reset would throw that away. Who takes it slowly may;
     * when all is written Vert.x closes in order ({@link HttpEdge}).
     */
    private void awaitTaken() {
        lastResort = vertx.setTimer(patience.toMillis(), ignored -> {
            if (writing > 0 && !taken) {
                abandon();
            } else {
                taken = false;
                awaitTaken();
            }
        });
    }

    /** Without a goodbye: the other end is not there, or does not read. */
    private void abandon() {
        AbruptEnd.of(channel);
    }

    private void stopTimers() {
        vertx.cancelTimer(pings);
        vertx.cancelTimer(expiry);
        vertx.cancelTimer(knocks);
    }

    private void closed() {
        if (!closed) {
            closed = true;
            stopTimers();
            vertx.cancelTimer(lastResort);
            if (!closing) {
                closing = true;
                cancel.accept("the caller went away");
            }
            ended.accept(new End(how, reason, bytesIn, bytesOut));
        }
    }
}
