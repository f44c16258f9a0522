package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.kit.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;

/** Begins transfers: a data connection, the command that uses it, and its first reply. */
final class Transfers {
    private final Vertx vertx;
    private final Commands commands;
    private final DataConnections connections;
    private final SocketSecurity security;
    private final FtpLimits limits;
    private final boolean lines;
    private boolean linesNow;

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
                        .compose(ready -> commands.ask(verb, path))
                        .compose(reply -> accepted(reply, prepared))
                        .onFailure(failed -> prepared.abandon()));
    }

    private Future<Begun> accepted(Reply reply, DataConnections.Prepared prepared) {
        if (reply.isPreliminary() || reply.isPositive()) {
            return prepared.socket()
                    .compose(data -> security.data(data).map(done -> new Begun(reply, data)))
                    // Its last reply is still to come, and nobody would wait for it.
                    .onFailure(failed -> commands.control().end(Problems.of(failed)));
        }
        prepared.abandon();
        return Future.succeededFuture(new Begun(reply, null));
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
        return new InboundTransfer(vertx, commands.control(), begun.data(), expected, limits, closing)
                .started(begun.reply());
    }

    /** Succeeds when the bytes were sent and confirmed, or the path was refused after all. */
    Future<OutboundTransfer.Sent> outbound(Begun begun, ReadStream<Buffer> content) {
        return new OutboundTransfer(vertx, commands.control(), security, begun.data(), limits, content)
                .run(begun.reply());
    }
}
