package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.polyport.kit.stream.Demand;
import io.polyport.kit.stream.SocketBytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * Bytes from a data connection. Whole only when the data connection has ended, the final reply is 2xx, and the bytes are
 * as many as expected. Owns the data socket and its timer, and the session until it is over.
 */
final class InboundTransfer implements FtpDownload {
    /** What the session does when a transfer is over, before anyone is told. */
    @FunctionalInterface
    interface Closing {
        /** With the bytes that came and null or what failed. Its own failure counts when the transfer had none. */
        Future<Void> close(long received, ProblemException failure);
    }

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Context context;
    private final ControlChannel control;
    private final SocketSecurity security;
    private final NetSocket data;
    private final SocketBytes bytes;
    private final long expected;
    private final FtpLimits limits;
    private final Closing closing;
    private final IdleWatch watch;
    private Handler<Buffer> handler;
    private Handler<Throwable> failureHandler;
    private Handler<Void> endHandler;
    private final Demand demand = Demand.none();
    private long received;
    private boolean dataEnded;
    private boolean confirmed;
    private boolean broken;
    private boolean settled;
    private boolean over;
    private boolean told;
    private ProblemException failure;

    /**
     * Takes the paused socket over.
     *
     * @param expected bytes, -1 when unknown
     * @param closing called once
     */
    InboundTransfer(
            Vertx vertx,
            ControlChannel control,
            SocketSecurity security,
            NetSocket data,
            long expected,
            FtpLimits limits,
            Closing closing) {
        this.context = vertx.getOrCreateContext();
        this.control = control;
        this.security = security;
        this.data = data;
        this.expected = expected;
        this.limits = limits;
        this.closing = closing;
        this.watch = new IdleWatch(vertx, limits.dataIdle(), this::stalled);
        watch.hold(true);
        this.bytes = new SocketBytes(data);
        bytes.handler(this::onBytes);
        bytes.exceptionHandler(cause -> onBroken());
        bytes.endHandler(ended -> onDataEnd());
        security.taken(data);
    }

    /** With the reply to the command itself: the server may confirm at once what is on its way. */
    InboundTransfer started(Reply reply) {
        if (reply.isPositive()) {
            confirmed = true;
        } else {
            control.next().onComplete(last -> {
                if (last.succeeded()) {
                    onReply(last.result());
                } else {
                    onControlEnd((ProblemException) last.cause());
                }
            });
        }
        return this;
    }

    @Override
    public long size() {
        return expected;
    }

    @Override
    public void abort() {
        if (!settled) {
            told = true;
            spoil(FtpProblems.CONNECTION_LOST.toException("The transfer was given up, and its connection with it."));
        }
    }

    @Override
    public InboundTransfer handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public InboundTransfer exceptionHandler(Handler<Throwable> newHandler) {
        failureHandler = newHandler;
        tellLater();
        return this;
    }

    @Override
    public InboundTransfer endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        tellLater();
        return this;
    }

    @Override
    public InboundTransfer pause() {
        demand.stop();
        watch.hold(true);
        bytes.pause();
        return this;
    }

    @Override
    public InboundTransfer resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InboundTransfer fetch(long amount) {
        demand.add(amount);
        watch.hold(!demand.isThere());
        bytes.fetch(amount);
        return this;
    }

    private void onBytes(Buffer piece) {
        if (settled) {
            return;
        }
        received += piece.length();
        watch.moved();
        demand.take();
        watch.hold(!demand.isThere());
        if (handler != null) {
            handler.handle(piece);
        }
    }

    /** The server often says on the control connection why it broke off: wait a moment for that. */
    private void onBroken() {
        broken = true;
        watch.hold(true);
        control.hurry(GRACE);
        if (confirmed) {
            settle(cut());
        }
    }

    private void onDataEnd() {
        dataEnded = true;
        watch.stop();
        if (confirmed) {
            finish();
        } else {
            control.hurry(broken ? GRACE : limits.reply());
        }
    }

    private void onReply(Reply reply) {
        if (settled) {
            return;
        }
        if (reply.isPositive()) {
            confirmed = true;
            if (dataEnded) {
                finish();
            } else if (broken) {
                settle(cut());
            }
        } else if (reply.code() == 421) {
            spoil(reply.problem("transfer"));
        } else if (received == 0 && security.refusal(reply).isPresent()) {
            spoil(security.refusal(reply).get());
        } else if (reply.code() >= 400) {
            settle(refusal(reply));
        } else {
            spoil(reply.problem(FtpProblems.PROTOCOL_ERROR, "transfer"));
        }
    }

    private static ProblemException refusal(Reply reply) {
        ProblemType type = FtpProblems.ofCode(reply.code());
        // Once bytes may have come, "no such file" would be a lie.
        boolean cut = type.equals(FtpProblems.REFUSED)
                || type.equals(FtpProblems.DENIED)
                || type.equals(FtpProblems.UNSUPPORTED);
        return reply.problem(cut ? FtpProblems.TRANSFER_CUT : type, "transfer");
    }

    /** We ourselves have ended the session: what it confirmed is waited for by nobody, either. */
    void closed(ProblemException reason) {
        onControlEnd(reason);
    }

    private void onControlEnd(ProblemException reason) {
        if (settled) {
            return;
        }
        if (broken && reason.problem().type().equals(FtpProblems.TIMEOUT)) {
            settle(cut());
            return;
        }
        boolean lost = reason.problem().type().equals(FtpProblems.CONNECTION_LOST);
        settle(
                lost && dataEnded
                        ? FtpProblems.CONNECTION_LOST.toException(
                                "All data has come, but the FTP server closed the connection without confirming it. It may be whole.")
                        : reason);
    }

    private void finish() {
        if (settled) {
            return;
        }
        // Some servers never say their end under TLS: then only the size tells that nobody else has cut it.
        boolean whole = expected < 0 ? security.endIsCertain(data) : received == expected;
        settle(whole && !broken ? null : cut());
    }

    private ProblemException cut() {
        var problem = Problem.of(
                FtpProblems.TRANSFER_CUT,
                "The data connection ended after " + received + " bytes"
                        + (expected < 0 ? ". " : " of " + expected + ". ") + FtpProblems.TRANSFER_CUT.advice());
        return problem.with("received", received).toException();
    }

    private void stalled() {
        spoil(FtpProblems.TIMEOUT.toException(
                "No byte came for " + limits.dataIdle().toMillis() + " ms. " + FtpProblems.TIMEOUT.advice()));
    }

    /** The two sides no longer agree on what is under way: the session goes too. */
    private void spoil(ProblemException reason) {
        if (settled) {
            return;
        }
        settled = true;
        control.end(reason);
        settle(reason);
    }

    private void settle(ProblemException reason) {
        settled = true;
        failure = reason;
        watch.stop();
        Dialer.reset(data);
        closing.close(received, reason).onComplete(done -> {
            if (failure == null && done.cause() instanceof ProblemException late) {
                failure = late;
            }
            over = true;
            tell();
        });
    }

    private void tellLater() {
        if (over && !told) {
            context.runOnContext(later -> tell());
        }
    }

    private void tell() {
        if (told || !over) {
            return;
        }
        if (failure != null && failureHandler != null) {
            told = true;
            failureHandler.handle(failure);
        } else if (failure == null && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }
}
