package io.polyport.kit.stream;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;

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
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private long demand;
    private boolean delivering;
    private boolean ended;
    private boolean told;

    public SocketBytes(NetSocket socket) {
        this.socket = socket;
        this.channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        socket.handler(this::received);
        socket.endHandler(ignored -> {
            ended = true;
            deliver();
        });
        socket.resume();
        // After resume(), which may have let the channel read again.
        channel.config().setAutoRead(false);
    }

    private void received(Buffer bytes) {
        waiting.add(bytes);
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (demand > 0 && handler != null && !waiting.isEmpty()) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                handler.handle(waiting.poll());
            }
        } finally {
            delivering = false;
        }
        if (ended && waiting.isEmpty() && demand > 0 && endHandler != null && !told) {
            told = true;
            endHandler.handle(null);
        }
        channel.config().setAutoRead(demand > 0);
    }

    @Override
    public SocketBytes exceptionHandler(Handler<Throwable> newHandler) {
        socket.exceptionHandler(newHandler);
        return this;
    }

    @Override
    public SocketBytes handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public SocketBytes endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        deliver();
        return this;
    }

    @Override
    public SocketBytes pause() {
        demand = 0;
        channel.config().setAutoRead(false);
        return this;
    }

    @Override
    public SocketBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public SocketBytes fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }
}
