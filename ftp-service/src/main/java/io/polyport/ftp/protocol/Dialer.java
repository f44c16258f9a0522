package io.polyport.ftp.protocol;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpProxy;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.egress.Resolver;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.UnknownHostException;
import java.time.Duration;

/** Makes connections, and is the one place that does; every socket comes paused. */
final class Dialer {
    private final Vertx vertx;
    private final NetClient client;

    Dialer(Vertx vertx) {
        this.vertx = vertx;
        // Keep-alive: NAT forgets a control connection that is silent during a long transfer. Quick: else the system
        // keeps
        // back the last step of the handshake for 200 ms, and a server does nothing before it.
        this.client = vertx.createNetClient(new NetClientOptions()
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true)
                .setTcpQuickAck(true)
                .setReconnectAttempts(0));
    }

    /** Fails with {@code ftp.unknown-host}, {@code ftp.timeout} or {@code refused}, within {@code limits.connect()}. */
    Future<NetSocket> dial(SocketAddress address, FtpSettings settings, ProblemType refused) {
        Promise<NetSocket> promise = Promise.promise();
        var proxy = settings.route().proxy();
        int millis = millis(settings.limits());
        // The look-up of a name is not in the connect timeout, and a proxy's work neither.
        boolean direct = address.hostAddress() != null && proxy.isEmpty();
        long timer = direct ? -1 : vertx.setTimer(millis, late -> promise.tryFail(tooLate(address, null)));
        var options = new ConnectOptions().setRemoteAddress(address).setTimeout(millis);
        proxy.ifPresent(one -> options.setProxyOptions(options(one, millis)));
        client.connect(options).onComplete(connected -> {
            vertx.cancelTimer(timer);
            if (connected.failed()) {
                promise.tryFail(proxy.map(one -> ProxyFailures.problem(one, address, connected.cause()))
                        .orElseGet(() -> problem(address, connected.cause(), refused)));
            } else if (!promise.tryComplete(connected.result().pause())) {
                reset(connected.result());
            }
        });
        return promise.future();
    }

    /** The name's IPv4 address; fails with {@code ftp.unknown-host}. */
    Future<String> address(String host, FtpLimits limits) {
        return Resolver.system(vertx, millis(limits))
                .resolve(host)
                .map(all -> all.stream().filter(Inet4Address.class::isInstance).findFirst())
                .otherwiseEmpty()
                .compose(found -> found != null && found.isPresent()
                        ? Future.succeededFuture(found.get().getHostAddress())
                        : Future.failedFuture(FtpProblems.UNKNOWN_HOST.toException(host
                                + " has no IPv4 address, which SOCKS 4 needs. " + FtpProblems.UNKNOWN_HOST.advice())));
    }

    private static int millis(FtpLimits limits) {
        return (int) Math.min(Integer.MAX_VALUE, limits.connect().toMillis());
    }

    private static ProxyOptions options(FtpProxy proxy, int millis) {
        var options = new ProxyOptions()
                .setType(
                        switch (proxy.kind()) {
                            case HTTP -> ProxyType.HTTP;
                            case SOCKS4, SOCKS4A -> ProxyType.SOCKS4;
                            case SOCKS5 -> ProxyType.SOCKS5;
                        })
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setConnectTimeout(Duration.ofMillis(millis));
        return proxy.user().isEmpty()
                ? options
                : options.setUsername(proxy.user()).setPassword(proxy.password());
    }

    Future<Void> close() {
        return client.close();
    }

    /** Closes with RST: to the peer it is no end of a file, and nothing waits to be sent. */
    static void reset(NetSocket socket) {
        var channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        socket.handler(null).endHandler(null).exceptionHandler(ignored -> {});
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Past TLS, which would say an end first.
            channel.pipeline().firstContext().close();
        }
        // What a paused socket holds back is pooled memory: let it go.
        socket.resume();
    }

    private static ProblemException problem(SocketAddress address, Throwable cause, ProblemType refused) {
        if (cause instanceof UnknownHostException) {
            return new ProblemException(Problem.of(FtpProblems.UNKNOWN_HOST), cause);
        }
        if (cause instanceof ConnectTimeoutException) {
            return tooLate(address, cause);
        }
        return new ProblemException(
                Problem.of(refused, "Nothing answers at " + address + ". " + refused.advice()), cause);
    }

    static ProblemException tooLate(SocketAddress address, Throwable cause) {
        return new ProblemException(
                Problem.of(
                        FtpProblems.TIMEOUT,
                        "No connection to " + address + " in time. " + FtpProblems.TIMEOUT.advice()),
                cause);
    }
}
