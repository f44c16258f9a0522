package io.polyport.ftp.protocol;

import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpProblems;
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
import io.vertx.core.net.SocketAddress;
import java.net.UnknownHostException;

/** Makes connections, and is the one place that does; every socket comes paused. */
final class Dialer {
    private final Vertx vertx;
    private final NetClient client;

    Dialer(Vertx vertx) {
        this.vertx = vertx;
        // Keep-alive: NAT forgets a control connection that is silent during a long transfer.
        this.client = vertx.createNetClient(
                new NetClientOptions().setTcpKeepAlive(true).setTcpNoDelay(true).setReconnectAttempts(0));
    }

    /** Fails with {@code ftp.unknown-host}, {@code ftp.timeout} or {@code refused}, within {@code limits.connect()}. */
    Future<NetSocket> dial(SocketAddress address, FtpLimits limits, ProblemType refused) {
        Promise<NetSocket> promise = Promise.promise();
        int millis = (int) Math.min(Integer.MAX_VALUE, limits.connect().toMillis());
        // The look-up of the name is not in the connect timeout.
        long timer = vertx.setTimer(millis, late -> promise.tryFail(tooLate(address, null)));
        client.connect(new ConnectOptions().setRemoteAddress(address).setTimeout(millis))
                .onComplete(connected -> {
                    vertx.cancelTimer(timer);
                    if (connected.failed()) {
                        promise.tryFail(problem(address, connected.cause(), refused));
                    } else if (!promise.tryComplete(connected.result().pause())) {
                        reset(connected.result());
                    }
                });
        return promise.future();
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

    private static ProblemException tooLate(SocketAddress address, Throwable cause) {
        return new ProblemException(
                Problem.of(
                        FtpProblems.TIMEOUT,
                        "No connection to " + address + " in time. " + FtpProblems.TIMEOUT.advice()),
                cause);
    }
}
