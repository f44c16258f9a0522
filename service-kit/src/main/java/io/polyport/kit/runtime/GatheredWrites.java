package io.polyport.kit.runtime;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;

/**
 * Writes once for all that was said on a connection in one turn of the event loop. Many calls share the connections of the bus
 * and those to gRPC servers: each message would cost a system call, and with TLS a record of its own. Vert.x has no option for
 * that.
 */
final class GatheredWrites {
    static final String NAME = "gathered-writes";

    /** After so many messages it writes within the turn, so that the other side has something to do. */
    private static final int MOST = 64;

    private GatheredWrites() {}

    /** Finds the place once the connection is there: what is gathered before TLS encrypts it fits into few records. */
    static final class Placing extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            place(context.pipeline());
            context.fireChannelActive();
            context.pipeline().remove(this);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            placeAgain(context);
        }
    }

    private static final class Gathering extends FlushConsolidationHandler {
        Gathering() {
            super(MOST, true);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) throws Exception {
            super.handlerRemoved(context);
            placeAgain(context);
        }
    }

    /** Vert.x' HTTP clients throw out all handlers but that for TLS when a connection is made, and then put theirs in. */
    private static void placeAgain(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            context.channel().eventLoop().execute(() -> place(context.pipeline()));
        }
    }

    static void place(ChannelPipeline pipeline) {
        if (pipeline.get(NAME) != null || !pipeline.channel().isActive()) {
            return;
        }
        var tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(NAME, new Gathering());
        } else {
            pipeline.addAfter(tls.name(), NAME, new Gathering());
        }
    }
}
