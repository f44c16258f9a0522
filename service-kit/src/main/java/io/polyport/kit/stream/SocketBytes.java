package io.polyport.kit.stream;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;

/**
 * The bytes of a socket, read only while somebody wants them, and its end after the last of them.
 *
 * <p>A paused socket of Vert.x 5.0.7 goes on reading: two queues take up to 24 reads of 64 KiB before it stops, for each
 * socket, and its end is put into the inner one, before the last of those reads. So this never pauses the socket but the
 * channel under it, which stops after the read that is being handled. Takes the paused socket over; used on its event
 * loop.
 */
public final class SocketBytes implements ReadStream<Buffer> {
    private final NetSocket socket;
    private final Channel channel;
    private final WantedBytes bytes = new WantedBytes(this::regulate);

    public SocketBytes(NetSocket socket) {
        this.socket = socket;
        this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        socket.handler(bytes::add);
        socket.endHandler(ignored -> bytes.end());
        socket.resume();
        // After resume(), which may have let the channel read again.
        regulate();
    }

    private void regulate() {
        channel.config().setAutoRead(bytes.isWanted());
    }

    @Override
    public SocketBytes exceptionHandler(Handler<Throwable> newHandler) {
        socket.exceptionHandler(newHandler);
        return this;
    }

    @Override
    public SocketBytes handler(Handler<Buffer> newHandler) {
        bytes.handler(newHandler);
        return this;
    }

    @Override
    public SocketBytes endHandler(Handler<Void> newHandler) {
        bytes.endHandler(newHandler);
        return this;
    }

    @Override
    public SocketBytes pause() {
        bytes.pause();
        return this;
    }

    @Override
    public SocketBytes resume() {
        bytes.resume();
        return this;
    }

    @Override
    public SocketBytes fetch(long amount) {
        bytes.fetch(amount);
        return this;
    }
}
