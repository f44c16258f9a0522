package io.polyport.ftp.protocol;

import io.netty.channel.Channel;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpRoute;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A port on which one FTP server may connect to us, once. It stays open, refusing everybody, as long as that connection:
 * Vert.x closes the connections of a server with it. Used on one event loop.
 */
final class DataListener implements DataConnections.Prepared {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final NetServer server;
    private final DataPorts.Lease lease;
    private final InetAddress expected;
    private final Duration limit;
    private final Promise<NetSocket> connected = Promise.promise();
    private NetSocket socket;
    private long timer = NONE;
    private boolean closed;

    private DataListener(Vertx vertx, NetServer server, DataPorts.Lease lease, InetAddress expected, Duration limit) {
        this.vertx = vertx;
        this.server = server;
        this.lease = lease;
        this.expected = expected;
        this.limit = limit;
    }

    /**
     * @param bind address to listen on
     * @param expected the only address that may connect
     * @param limit until it has done so, and until a port must have been found
     * @return fails with {@code ftp.no-data-port}
     */
    static Future<DataListener> open(
            Vertx vertx, InetAddress bind, FtpRoute.CallBack where, InetAddress expected, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        return new Search(vertx, bind, where, expected, limit, until).next(DataPorts.of(where));
    }

    /** One port after the other, and again from the start as long as there is time: others' transfers end, too. */
    private record Search(
            Vertx vertx, InetAddress bind, FtpRoute.CallBack where, InetAddress expected, Duration limit, long until) {
        private static final long PAUSE_MILLIS = 50;

        Future<DataListener> next(DataPorts ports) {
            DataPorts.Lease lease = ports.next();
            if (lease == null) {
                return again();
            }
            NetServer server = vertx.createNetServer(new NetServerOptions().setTcpKeepAlive(true));
            var listener = new DataListener(vertx, server, lease, expected, limit);
            server.connectHandler(listener::connected);
            return server.listen(lease.port(), bind.getHostAddress())
                    .map(listener)
                    .recover(failure -> {
                        lease.giveBack();
                        // Vert.x keeps a server that could not listen until the event loop's owner is closed.
                        ((ContextInternal) vertx.getOrCreateContext()).removeCloseHook((Closeable) server);
                        return failure instanceof BindException && System.nanoTime() < until
                                ? next(ports)
                                : Future.failedFuture(new ProblemException(
                                        Problem.of(
                                                FtpProblems.NO_DATA_PORT,
                                                "Port " + lease.port() + " can't be opened: " + failure.getMessage()
                                                        + ". " + FtpProblems.NO_DATA_PORT.advice()),
                                        failure));
                    });
        }

        private Future<DataListener> again() {
            if (System.nanoTime() > until) {
                return Future.failedFuture(new ProblemException(
                        Problem.of(FtpProblems.NO_DATA_PORT).retryAfter(5)));
            }
            Promise<DataListener> promise = Promise.promise();
            vertx.setTimer(PAUSE_MILLIS, tick -> next(DataPorts.of(where)).onComplete(promise));
            return promise.future();
        }
    }

    int port() {
        return server.actualPort();
    }

    private void connected(NetSocket caller) {
        caller.pause();
        Channel channel = ((NetSocketInternal) caller).channelHandlerContext().channel();
        InetAddress from = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        // Whoever guesses the port must not get, or give, the file of someone else.
        if (closed || socket != null || !from.equals(expected)) {
            Dialer.reset(caller);
            return;
        }
        socket = FrameSizedReads.on(caller);
        channel.closeFuture().addListener(gone -> close(true));
        cancelTimer();
        connected.tryComplete(caller);
    }

    @Override
    public Future<NetSocket> socket() {
        return connected.future();
    }

    @Override
    public void hurry() {
        if (!connected.future().isComplete()) {
            timer = vertx.setTimer(Math.max(1, limit.toMillis()), late -> {
                timer = NONE;
                connected.tryFail(FtpProblems.DATA_CONNECTION.toException("The FTP server did not connect to port "
                        + port() + " in time. Check that it can reach this service: passive mode works without that."));
                close(false);
            });
        }
    }

    @Override
    public void abandon(boolean refused) {
        if (socket != null) {
            Dialer.reset(socket);
        }
        close(refused);
    }

    /** @param refused whether the server will not connect any more; one that has is not going to do it again */
    private void close(boolean refused) {
        if (!closed) {
            closed = true;
            cancelTimer();
            boolean quiet = refused || socket != null;
            server.close().onComplete(done -> {
                if (quiet) {
                    lease.giveBack();
                } else {
                    lease.giveBackLater();
                }
            });
            connected.tryFail(FtpProblems.DATA_CONNECTION.toException("The data connection was not needed."));
        }
    }

    private void cancelTimer() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }
}
