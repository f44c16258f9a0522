package io.polyport.ftp.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Joins what one read of a protected data connection has brought, up to a frame of the bus. TLS cuts bytes into records
 * of at most 16 KiB, and each of them would be a frame with an acknowledgement of its own. Copies nothing.
 */
final class JoinedRecords extends ChannelInboundHandlerAdapter {
    private static final int MOST_PARTS = 64;

    private ByteBuf held;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf record)) {
            giveOn(context);
            context.fireChannelRead(message);
            return;
        }
        if (held != null && held.readableBytes() + record.readableBytes() > FrameSizedReads.MOST) {
            giveOn(context);
        }
        held = held == null ? record : joined(context, held, record);
    }

    private static ByteBuf joined(ChannelHandlerContext context, ByteBuf before, ByteBuf record) {
        return before instanceof CompositeByteBuf many
                ? many.addComponent(true, record)
                : context.alloc().compositeBuffer(MOST_PARTS).addComponents(true, before, record);
    }

    private void giveOn(ChannelHandlerContext context) {
        ByteBuf ready = held;
        if (ready != null) {
            held = null;
            context.fireChannelRead(ready);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        giveOn(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        giveOn(context);
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        giveOn(context);
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        giveOn(context);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        giveOn(context);
    }
}
