package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Optional;

/** Begins transfers: a data connection, the command that uses it, and its first reply. */
final class Transfers {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Commands commands;
    private final DataConnections connections;
    private final SocketSecurity security;
    private final FtpLimits limits;
    private final boolean lines;
    private boolean linesNow;
    private InboundTransfer last;

    /** @param asLines whether contents go as lines */
    Transfers(
            Vertx vertx,
            Commands commands,
            DataConnections connections,
            SocketSecurity security,
            FtpLimits limits,
            boolean asLines) {
        this.vertx = vertx;
        this.commands = commands;
        this.connections = connections;
        this.security = security;
        this.limits = limits;
        this.lines = asLines;
    }

    /** Whether contents go as lines, so that their bytes on the way are not those of the file. */
    boolean asLines() {
        return lines;
    }

    /** Sizes are told in the type that is set (RFC 3659 §4.1), and have to be those of the file: so back to bytes. */
    Future<Void> bytes() {
        return type(false);
    }

    private Future<Void> type(boolean wanted) {
        if (linesNow == wanted) {
            return Future.succeededFuture();
        }
        return commands.must(wanted ? "TYPE A" : "TYPE I")
                .onSuccess(set -> linesNow = wanted)
                .mapEmpty();
    }

    /**
     * What came of a command that uses a data connection.
     *
     * @param reply the first one
     * @param data the paused socket; null, and closed, when the reply refuses
     */
    record Begun(Reply reply, NetSocket data) {
        boolean isRefused() {
            return data == null;
        }
    }

    /** Succeeds also with a refusal. An offset other than 0 is sent right before the command (RFC 3659 §5). */
    Future<Begun> begin(String verb, FtpPath path, long offset) {
        // Listings are lines in any type.
        boolean content = !verb.startsWith("LIST") && !verb.equals("MLSD");
        return type(lines && content)
                .compose(set -> connections.prepare())
                .compose(prepared -> restart(offset)
                        .compose(ready -> used(prepared, commands.ask(verb, path)))
                        // A command that was not answered ends the session; any other was refused or never sent.
                        .onFailure(failed -> prepared.abandon(commands.control().endReason() == null)));
    }

    /** Protection begins before the reply is there: some servers reply after it, and it saves the others' time. */
    private Future<Begun> used(DataConnections.Prepared prepared, Future<Reply> asked) {
        var secured = prepared.socket().compose(data -> security.data(data).map(data));
        return asked.compose(reply -> {
            if (reply.isPreliminary() || reply.isPositive()) {
                prepared.hurry();
                return secured.transform(done -> done.succeeded()
                        ? Future.succeededFuture(new Begun(reply, done.result()))
                        : unusable(reply, Problems.of(done.cause())));
            }
            // Where no data connection came about, the refusal has nothing to do with its protection.
            Optional<ProblemException> refusal =
                    prepared.socket().isComplete() ? security.refusal(reply) : Optional.empty();
            prepared.abandon(true);
            return refusal.isPresent() ? end(refusal.get()) : Future.succeededFuture(new Begun(reply, null));
        });
    }

    /** The server may say why; either way the session is worth nothing without data connections. */
    private Future<Begun> unusable(Reply first, ProblemException failure) {
        if (commands.control().endReason() != null) {
            return Future.failedFuture(commands.control().endReason());
        }
        if (first.isPositive()) {
            return end(failure);
        }
        var last = commands.control().next();
        commands.control().hurry(GRACE);
        return last.transform(said -> end(
                said.succeeded() && said.result().code() >= 400
                        ? failure.problem()
                                .with(
                                        "reply",
                                        FtpProblems.reply(
                                                said.result().code(),
                                                said.result().text()))
                                .toException()
                        : failure));
    }

    private <T> Future<T> end(ProblemException reason) {
        commands.control().end(reason);
        return Future.failedFuture(reason);
    }

    private Future<Void> restart(long offset) {
        if (offset == 0) {
            return Future.succeededFuture();
        }
        return commands.ask("REST " + offset)
                .compose(reply ->
                        reply.isIntermediate() ? Future.succeededFuture() : Future.failedFuture(reply.problem("REST")));
    }

    InboundTransfer inbound(Begun begun, long expected, InboundTransfer.Closing closing) {
        last = new InboundTransfer(vertx, commands.control(), security, begun.data(), expected, limits, closing);
        return last.started(begun.reply());
    }

    /** The session was ended by its owner: its data connection goes, too, whether it is read or not. */
    void closed(ProblemException reason) {
        if (last != null) {
            last.closed(reason);
        }
    }

    /** Succeeds when the bytes were sent and confirmed, or the path was refused after all. */
    Future<OutboundTransfer.Sent> outbound(Begun begun, ReadStream<Buffer> content) {
        return new OutboundTransfer(vertx, commands.control(), security, begun.data(), limits, content)
                .run(begun.reply());
    }
}
