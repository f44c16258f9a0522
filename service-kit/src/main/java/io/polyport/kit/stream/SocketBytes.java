package io.polyport.kit.stream;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;

/**
 * The bytes of a socket, whose end comes after the last of them. Vert.x 5.0.7 keeps what arrives while a socket is paused
 * in two queues and puts the end into the inner one, so that up to eight reads come after it; whoever takes that end for
 * the end loses them. Here the end is told when, with demand, a turn of the event loop brought nothing more. Takes the
 * paused socket over; used on its event loop.
 */
public final class SocketBytes implements ReadStream<Buffer> {
    private final Context context;
    private final NetSocket socket;
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private long demand;
    private long arrived;
    private boolean ended;
    private boolean told;

    public SocketBytes(Context context, NetSocket socket) {
        this.context = context;
        this.socket = socket;
        socket.pause();
        socket.handler(this::received);
        socket.endHandler(ignored -> {
            ended = true;
            // The end took one from the socket's demand as if it were bytes.
            socket.fetch(1);
            lookForMore();
        });
    }

    private void received(Buffer bytes) {
        arrived++;
        if (demand != Long.MAX_VALUE && demand > 0) {
            demand--;
        }
        if (handler != null) {
            handler.handle(bytes);
        }
    }

    private void lookForMore() {
        if (told || demand == 0) {
            return;
        }
        long before = arrived;
        context.runOnContext(ignored -> {
            if (arrived != before) {
                lookForMore();
            } else if (!told && demand > 0) {
                told = true;
                if (endHandler != null) {
                    endHandler.handle(null);
                }
            }
        });
    }

    @Override
    public SocketBytes exceptionHandler(Handler<Throwable> newHandler) {
        socket.exceptionHandler(newHandler);
        return this;
    }

    @Override
    public SocketBytes handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public SocketBytes endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public SocketBytes pause() {
        demand = 0;
        socket.pause();
        return this;
    }

    @Override
    public SocketBytes resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public SocketBytes fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        socket.fetch(amount);
        if (ended) {
            lookForMore();
        }
        return this;
    }
}
