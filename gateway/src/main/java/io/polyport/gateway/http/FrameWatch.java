package io.polyport.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.util.function.IntConsumer;

/**
 * Stands behind the decoder of a WebSocket's frames. Catches what is wrong with them before Vert.x 5.0.7 does, which would
 * close the connection without a word: the client shall be told by a close code what it was (RFC 6455 §7.4.1). And tells
 * of bytes that come, long before they are a frame where the line is slow.
 */
final class FrameWatch extends ChannelInboundHandlerAdapter {
    private final IntConsumer closeWith;
    private final Runnable heard;

    FrameWatch(IntConsumer closeWith, Runnable heard) {
        this.closeWith = closeWith;
        this.heard = heard;
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
