package io.polyport.gateway.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.util.function.IntConsumer;

/**
 * Stands behind the decoder of a WebSocket's frames. Catches what is wrong with them before Vert.x 5.0.7 does, which would
 * close the connection without a word: the client shall be told by a close code what it was (RFC 6455 §7.4.1). And tells
 * of bytes that come, long before they are a frame where the line is slow. Lets many frames go out together, which Vert.x
 * would hand to the kernel one by one.
 */
final class FrameWatch extends ChannelDuplexHandler {
    private final IntConsumer closeWith;
    private final Runnable heard;
    private ChannelHandlerContext place;
    private boolean gathering;

    FrameWatch(IntConsumer closeWith, Runnable heard) {
        this.closeWith = closeWith;
        this.heard = heard;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        place = context;
    }

    /** What {@code writing} writes goes out behind the last of it. */
    void together(Runnable writing) {
        gathering = true;
        try {
            writing.run();
        } finally {
            gathering = false;
            place.flush();
        }
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (!gathering) {
            context.flush();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        heard.run();
        context.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException fault) {
            closeWith.accept(fault.closeStatus().code());
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
