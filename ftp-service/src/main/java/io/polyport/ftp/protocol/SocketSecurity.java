package io.polyport.ftp.protocol;

import io.netty.channel.socket.DuplexChannel;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/**
 * How a session's sockets are protected; one object per session, since the data connections have to resume what the
 * control connection agreed on.
 */
interface SocketSecurity {
    /** The protection's name for people: {@code none} or a TLS version. */
    String name();

    /** Called on the control socket, between two replies; fails when it can't be protected. */
    Future<Void> control(NetSocket socket);

    /** Called on a paused data socket, after the command was sent that uses it; fails when it can't be protected. */
    Future<Void> data(NetSocket socket);

    /** Called when a transfer has taken a data socket over: from now on the peer's end may close it. */
    void taken(NetSocket socket);

    /** Whether the end that a data socket has come to is the peer's own; else anybody may have cut it. */
    boolean endIsCertain(NetSocket socket);

    /** What a refusal means that comes of the last data socket's protection; empty when it comes of something else. */
    Optional<ProblemException> refusal(Reply reply);

    /** The session is over. */
    void close();

    /** Tells the peer that nothing more comes on this data socket, which goes on reading. All writes must be through. */
    Future<Void> endOutput(NetSocket socket);

    /** No protection. */
    static SocketSecurity plain() {
        return new SocketSecurity() {
            @Override
            public String name() {
                return "none";
            }

            @Override
            public Future<Void> control(NetSocket socket) {
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> data(NetSocket socket) {
                return Future.succeededFuture();
            }

            @Override
            public void taken(NetSocket socket) {
                // A closed connection is all the end there is.
            }

            @Override
            public boolean endIsCertain(NetSocket socket) {
                return true;
            }

            @Override
            public Optional<ProblemException> refusal(Reply reply) {
                return Optional.empty();
            }

            @Override
            public void close() {
                // Nothing is remembered.
            }

            @Override
            public Future<Void> endOutput(NetSocket socket) {
                return halfClose(socket);
            }
        };
    }

    /** Sends FIN and leaves the reading side open; Vert.x' own end() would close both. */
    static Future<Void> halfClose(NetSocket socket) {
        Promise<Void> promise = Promise.promise();
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        ((DuplexChannel) channel).shutdownOutput().addListener(done -> {
            if (done.isSuccess()) {
                promise.complete();
            } else {
                promise.fail(done.cause());
            }
        });
        return promise.future();
    }
}
