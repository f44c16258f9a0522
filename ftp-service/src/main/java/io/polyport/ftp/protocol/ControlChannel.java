package io.polyport.ftp.protocol;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayDeque;
import jdk.net.ExtendedSocketOptions;

/**
 * The control connection: one command, then its replies. A reply that nobody waits for means that both sides no longer
 * speak of the same thing, and ends it. Owns its socket and its timer.
 */
final class ControlChannel {
    private static final byte IAC = (byte) 0xFF;
    /** Where the system does not have it, it is left unset. */
    private static final ChannelOption<Boolean> ACKNOWLEDGE_NOW =
            NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);

    private final NetSocket socket;
    private final FtpLimits limits;
    private final ReplyParser parser;
    private final ArrayDeque<Reply> inbox = new ArrayDeque<>();
    private final Promise<ProblemException> ended = Promise.promise();
    private final ReplyDeadline deadline;
    private Promise<Reply> waiter;
    private Duration allowed = Duration.ZERO;
    private ProblemException end;
    private boolean telnet = true;
    private boolean securing;

    /** Takes a paused socket over. */
    ControlChannel(Vertx vertx, NetSocket socket, FtpLimits limits, Charset charset) {
        this.socket = socket;
        this.limits = limits;
        this.deadline = new ReplyDeadline(vertx, this::late);
        this.parser = new ReplyParser(limits, charset, inbox::add);
        socket.handler(this::received);
        socket.exceptionHandler(this::broken);
        socket.closeHandler(closed -> end(lost("The server closed it.", null)));
        socket.resume();
    }

    FtpLimits limits() {
        return limits;
    }

    /** Whether byte 255 is doubled in commands from now on. */
    void telnet(boolean doubled) {
        telnet = doubled;
    }

    /**
     * Protects the connection, between two replies. What came before it and was asked for by nobody ends the connection:
     * it would pass for something that came under protection.
     */
    Future<Void> secure(SocketSecurity security) {
        if (end == null && (!inbox.isEmpty() || parser.isInside())) {
            end(TlsFaults.injected());
        }
        if (end != null) {
            return Future.failedFuture(end);
        }
        securing = true;
        return security.control(socket).transform(done -> {
            securing = false;
            if (done.failed()) {
                end((ProblemException) done.cause());
            }
            return end == null ? Future.succeededFuture() : Future.failedFuture(end);
        });
    }

    /** Sends a line and waits for the next reply. The line must not hold CR, LF or NUL. */
    Future<Reply> send(byte[] line) {
        if (end != null) {
            return Future.failedFuture(end);
        }
        if (waiter != null) {
            return Future.failedFuture(FtpProblems.SESSION_BUSY.toException());
        }
        if (!inbox.isEmpty()) {
            Reply stray = inbox.peek();
            end(FtpProblems.replied(
                    FtpProblems.PROTOCOL_ERROR,
                    "The FTP server sent a reply to nothing. " + FtpProblems.PROTOCOL_ERROR.advice(),
                    stray.code(),
                    stray.text()));
            return Future.failedFuture(end);
        }
        var reply = next();
        socket.write(ended(line)).onFailure(broken -> end(lost("A command could not be sent.", broken)));
        hurry(limits.reply());
        return reply;
    }

    /** The next reply, for which nobody else may be waiting; without a deadline until {@link #hurry} sets one. */
    Future<Reply> next() {
        Reply early = inbox.poll();
        if (early != null) {
            return Future.succeededFuture(early);
        }
        if (end != null) {
            return Future.failedFuture(end);
        }
        waiter = Promise.promise();
        return waiter.future();
    }

    /** From now on the awaited reply has this long to come; the connection ends when it does not. */
    void hurry(Duration time) {
        if (waiter != null && end == null) {
            allowed = time;
            deadline.in(time);
        }
    }

    private void late() {
        end(FtpProblems.TIMEOUT.toException(
                "The FTP server did not reply within " + allowed.toMillis() + " ms. " + FtpProblems.TIMEOUT.advice()));
    }

    /** Closes the connection, if it is open; the reason goes to whoever waits, and comes after. */
    void end(ProblemException reason) {
        if (end != null) {
            return;
        }
        end = reason;
        deadline.stop();
        socket.close();
        var waiting = waiter;
        waiter = null;
        if (waiting != null) {
            waiting.fail(reason);
        }
        ended.complete(reason);
    }

    /** Null while it is open. */
    ProblemException endReason() {
        return end;
    }

    Future<ProblemException> ended() {
        return ended.future();
    }

    /** Where the far side really is: data connections go to this address and no other. Of a proxy, where there is one. */
    InetSocketAddress peer() {
        return (InetSocketAddress) channel().remoteAddress();
    }

    /** Where this side is, as it reaches the far side. */
    InetSocketAddress local() {
        return (InetSocketAddress) channel().localAddress();
    }

    private Channel channel() {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    /** All replies of one piece are taken before any is answered to, so that a doubled one is seen. */
    private void received(Buffer buffer) {
        if (end != null) {
            return;
        }
        if (securing) {
            end(TlsFaults.injected());
            return;
        }
        try {
            parser.feed(buffer);
        } catch (ProblemException broken) {
            end(broken);
            return;
        }
        if (parser.isInside() || (inbox.size() == 1 && inbox.peek().isPreliminary())) {
            acknowledge();
        }
        if (inbox.size() > 4) {
            end(FtpProblems.PROTOCOL_ERROR.toException("The FTP server sends replies to nothing."));
        } else if (waiter != null && !inbox.isEmpty()) {
            deadline.met();
            var waiting = waiter;
            waiter = null;
            waiting.complete(inbox.poll());
        } else if (!inbox.isEmpty() && inbox.peek().code() == 421) {
            end(inbox.poll().problem("idle"));
        }
    }

    /**
     * The server has more to say before we have. Without TCP_NODELAY its system holds that back until what came before is
     * acknowledged (RFC 896), and ours waits 40 ms for a command to acknowledge it with (RFC 1122 §4.2.3.2).
     */
    private void acknowledge() {
        try {
            channel().config().setOption(ACKNOWLEDGE_NOW, true);
        } catch (ChannelException closed) {
            // Then nothing is held back any more.
        }
    }

    /** What breaks in a handshake fails it, too, and is told by that. */
    private void broken(Throwable cause) {
        if (!securing) {
            end(lost("It broke.", cause));
        }
    }

    private static ProblemException lost(String how, Throwable cause) {
        if (TlsFaults.isTls(cause)) {
            return TlsFaults.problem(cause);
        }
        return new ProblemException(
                Problem.of(
                        FtpProblems.CONNECTION_LOST,
                        "The control connection to the FTP server was lost. " + how + " "
                                + FtpProblems.CONNECTION_LOST.advice()),
                cause);
    }

    /** The line and its end; a byte 255 is doubled, as Telnet (RFC 854) asks, which RFC 959 builds on. */
    private Buffer ended(byte[] line) {
        int doubled = 0;
        for (byte b : line) {
            if (b == '\r' || b == '\n' || b == 0) {
                throw new IllegalArgumentException("a command with CR, LF or NUL");
            }
            doubled += telnet && b == IAC ? 1 : 0;
        }
        byte[] out = new byte[line.length + doubled + 2];
        int at = 0;
        for (byte b : line) {
            out[at++] = b;
            if (telnet && b == IAC) {
                out[at++] = b;
            }
        }
        out[at++] = '\r';
        out[at] = '\n';
        return Buffer.buffer(out);
    }
}
