package io.polyport.ftp.protocol;

import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * How a session's sockets are protected; one object per session, since the data connections have to resume what the
 * control connection agreed on.
 */
interface SocketSecurity {
    /** The protection's name for people: {@code none} or a TLS version. */
    String name();

    /** Called on a paused data socket, after the command was sent that uses it; fails when it can't be protected. */
    Future<Void> data(NetSocket socket);

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
            public Future<Void> data(NetSocket socket) {
                return Future.succeededFuture();
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
