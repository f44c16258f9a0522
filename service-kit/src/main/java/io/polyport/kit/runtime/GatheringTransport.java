package io.polyport.kit.runtime;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/** The best transport of this platform, with {@link GatheredWrites} on outgoing connections, those of the bus among them. */
@SuppressWarnings("deprecation") // of InternetProtocolFamily, which the interface asks for
public final class GatheringTransport implements Transport {
    private final Transport base;

    private GatheringTransport(Transport base) {
        this.base = base;
    }

    /** Epoll where it can be loaded, else what Java has. */
    public static io.vertx.core.transport.Transport best() {
        var own = io.vertx.core.transport.Transport.nativeTransport();
        var best = own != null && own.available() ? own : io.vertx.core.transport.Transport.NIO;
        return new Named(best.name(), new GatheringTransport(best.implementation()));
    }

    private record Named(String name, Transport implementation) implements io.vertx.core.transport.Transport {
        @Override
        public boolean available() {
            return true;
        }

        @Override
        public Throwable unavailabilityCause() {
            return null;
        }
    }

    /** A port that can't be had is told as Java's own transport tells it, whichever is used. */
    private static final class BindFaults extends ChannelOutboundHandlerAdapter {
        @Override
        public void bind(ChannelHandlerContext context, SocketAddress address, ChannelPromise promise) {
            context.bind(address, context.newPromise()).addListener(bound -> {
                if (bound.isSuccess()) {
                    promise.setSuccess();
                } else {
                    promise.setFailure(told(bound.cause()));
                }
            });
        }

        private static Throwable told(Throwable fault) {
            if (fault instanceof BindException || !(fault instanceof IOException)) {
                return fault;
            }
            var told = new BindException(fault.getMessage());
            told.initCause(fault);
            return told;
        }
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        var plain = base.channelFactory(domainSocket);
        return () -> {
            Channel channel = plain.newChannel();
            channel.pipeline().addLast(new GatheredWrites.Placing());
            return channel;
        };
    }

    @Override
    public boolean supportsDomainSockets() {
        return base.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
        return base.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
        return base.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return base.unavailabilityCause();
    }

    @Override
    public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
        return base.convert(address);
    }

    @Override
    public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
        return base.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return base.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return base.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
        return base.datagramChannel();
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return base.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        var plain = base.serverChannelFactory(domainSocket);
        return () -> {
            ServerChannel channel = plain.newChannel();
            channel.pipeline().addLast(new BindFaults());
            return channel;
        };
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        base.configure(channel, options);
    }

    @Override
    public void configure(
            ClientOptionsBase options,
            int connectTimeout,
            boolean domainSocket,
            io.netty.bootstrap.Bootstrap bootstrap) {
        base.configure(options, connectTimeout, domainSocket, bootstrap);
    }

    @Override
    public void configure(
            NetServerOptions options, boolean domainSocket, io.netty.bootstrap.ServerBootstrap bootstrap) {
        base.configure(options, domainSocket, bootstrap);
    }
}
