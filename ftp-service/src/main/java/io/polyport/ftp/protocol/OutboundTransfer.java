package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;

/**
 * Bytes to a data connection. The end, in this order: all writes through (an empty write is the barrier; without it the
 * last bytes get lost while the server says 226), half close, the final reply, the server's own end. Owns the data socket
 * and its timers, and the session until it is over.
 */
final class OutboundTransfer {
    private static final Duration GRACE = Duration.ofSeconds(1);
    /**
     * Bytes that may wait for a server that is slow, outside the program's budget for streams. Counted here: Vert.x 5.0.7
     * calls a socket's queue full only when 16 writes of up to 64 KiB wait behind the socket's own limit.
     */
    private static final int MOST_UNWRITTEN = 16 * 1024;

    /**
     * How it ended.
     *
     * @param bytes that were handed to the socket
     * @param refusal null when the server confirmed them; else a refusal about the path, which has to be looked into
     */
    record Sent(long bytes, Reply refusal) {}

    private final Vertx vertx;
    private final ControlChannel control;
    private final SocketSecurity security;
    private final NetSocket data;
    private final FtpLimits limits;
    private final ReadStream<Buffer> source;
    private final Promise<Sent> result = Promise.promise();
    private final IdleWatch watch;
    private long sent;
    private long unwritten;
    private boolean full;
    private boolean outputEnded;
    private boolean dataEnded;
    private boolean confirmed;
    private boolean settled;
    private long graceTimer = -1;

    OutboundTransfer(
            Vertx vertx,
            ControlChannel control,
            SocketSecurity security,
            NetSocket data,
            FtpLimits limits,
            ReadStream<Buffer> source) {
        this.vertx = vertx;
        this.control = control;
        this.security = security;
        this.data = data;
        this.limits = limits;
        this.source = source;
        this.watch = new IdleWatch(vertx, limits.dataIdle(), this::stalled);
        watch.hold(true);
    }

    /** Succeeds when the server has confirmed all, or refused the path. {@code first} is its reply to the command. */
    Future<Sent> run(Reply first) {
        if (first.isPositive()) {
            onReply(Future.succeededFuture(first));
        } else {
            control.next().onComplete(this::onReply);
        }
        if (settled) {
            return result.future();
        }
        data.exceptionHandler(broken -> onDataEnd());
        data.closeHandler(closed -> onDataEnd());
        // Read on, though nothing should come: that is how the server's end is seen.
        data.handler(ignored -> {});
        data.resume();
        // It may have been stopped after the handshake. Reading brings the tickets for the next one, too.
        ((NetSocketInternal) data).channelHandlerContext().channel().config().setAutoRead(true);
        security.taken(data);
        source.exceptionHandler(this::onSourceBroken);
        source.endHandler(ended -> onSourceEnd());
        source.handler(this::onBytes);
        source.resume();
        if (!((NetSocketInternal) data).channelHandlerContext().channel().isOpen()) {
            // It ended before anybody listened for that.
            onDataEnd();
        }
        return result.future();
    }

    private void onBytes(Buffer bytes) {
        if (settled) {
            return;
        }
        int length = bytes.length();
        sent += length;
        unwritten += length;
        watch.hold(false);
        if (unwritten >= MOST_UNWRITTEN && !full) {
            full = true;
            source.pause();
        }
        data.write(bytes).onComplete(written -> {
            unwritten -= length;
            watch.moved();
            watch.hold(unwritten == 0);
            if (written.failed()) {
                onDataEnd();
            }
            if (full && unwritten <= MOST_UNWRITTEN / 2 && written.succeeded() && !settled) {
                full = false;
                source.resume();
            }
        });
    }

    private void onSourceEnd() {
        if (settled) {
            return;
        }
        data.write(Buffer.buffer())
                .compose(through -> {
                    outputEnded = true;
                    watch.stop();
                    control.hurry(longer(limits.reply(), limits.dataIdle()));
                    return security.endOutput(data);
                })
                .onFailure(broken -> onDataEnd());
    }

    private void onSourceBroken(Throwable cause) {
        var problem = cause instanceof ProblemException known
                ? known
                : new ProblemException(Problem.of(FtpProblems.UPLOAD_BROKEN), cause);
        fail(problem, true);
    }

    private void onReply(AsyncResult<Reply> answer) {
        if (settled) {
            return;
        }
        if (answer.failed()) {
            onControlEnd((ProblemException) answer.cause());
            return;
        }
        Reply reply = answer.result();
        if (reply.code() == 421) {
            fail(reply.problem("upload"), true);
        } else if (security.refusal(reply).isPresent()) {
            fail(security.refusal(reply).get(), true);
        } else if (reply.code() == 550 || reply.code() == 551 || reply.code() == 553) {
            settle();
            source.pause();
            Dialer.reset(data);
            result.complete(new Sent(sent, reply));
        } else if (reply.code() == 451) {
            fail(reply.problem(FtpProblems.STORE_FAILED, "upload"), false);
        } else if (reply.code() >= 400) {
            fail(reply.problem("upload"), false);
        } else if (!reply.isPositive()) {
            fail(reply.problem(FtpProblems.PROTOCOL_ERROR, "upload"), true);
        } else if (!outputEnded) {
            fail(reply.problem(FtpProblems.TRANSFER_CUT, "upload"), false);
        } else {
            confirmed = true;
            if (dataEnded) {
                succeed();
            } else {
                graceTimer = vertx.setTimer(GRACE.toMillis(), late -> succeed());
            }
        }
    }

    private void onControlEnd(ProblemException reason) {
        boolean lost = reason.problem().type().equals(FtpProblems.CONNECTION_LOST);
        fail(
                lost && outputEnded
                        ? FtpProblems.CONNECTION_LOST.toException(
                                "All data was sent, but the FTP server closed the connection without confirming it."
                                        + " The file may be whole: look at its size.")
                        : reason,
                true);
    }

    /** The server's end, or a reset. Before ours it means a refusal, and the reply tells which. */
    private void onDataEnd() {
        if (dataEnded || settled) {
            return;
        }
        dataEnded = true;
        watch.stop();
        if (confirmed) {
            succeed();
        } else if (!outputEnded) {
            source.pause();
            graceTimer = vertx.setTimer(GRACE.toMillis(), late -> fail(cut(), true));
        }
    }

    private void stalled() {
        fail(
                FtpProblems.TIMEOUT.toException("The FTP server took no byte for "
                        + limits.dataIdle().toMillis() + " ms. " + FtpProblems.TIMEOUT.advice()),
                true);
    }

    private ProblemException cut() {
        return FtpProblems.TRANSFER_CUT.toException("The FTP server closed the data connection after " + sent
                + " bytes were on their way. The file is not whole.");
    }

    private void succeed() {
        if (!settled) {
            settle();
            data.close();
            result.complete(new Sent(sent, null));
        }
    }

    /** A reset, not an end: an end would tell the server that the file is whole. */
    private void fail(ProblemException problem, boolean spoiled) {
        if (settled) {
            return;
        }
        settle();
        source.pause();
        Dialer.reset(data);
        if (spoiled) {
            control.end(problem);
        }
        result.fail(problem);
    }

    private void settle() {
        settled = true;
        watch.stop();
        vertx.cancelTimer(graceTimer);
        source.handler(null);
        source.endHandler(null);
        source.exceptionHandler(null);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
