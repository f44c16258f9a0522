package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.GrpcTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Opens HTTP/2 connections for one target: TLS with ALPN, or plain with prior knowledge. */
final class Connector {
    /**
     * What a stream may have on its way to us, and with it what a reader who stands still makes us hold. HTTP/2's own
     * default, so that no settings are needed for it.
     */
    private static final int STREAM_WINDOW = Http2Settings.DEFAULT_INITIAL_WINDOW_SIZE;

    private final Vertx vertx;
    private final GrpcTarget target;
    private final Supplier<Future<Optional<ClientSSLOptions>>> tls;

    /** @param tls asked for each connection: certificates are renewed; empty for plain HTTP/2 */
    Connector(Vertx vertx, GrpcTarget target, Supplier<Future<Optional<ClientSSLOptions>>> tls) {
        this.vertx = vertx;
        this.target = target;
        this.tls = tls;
    }

    /** A connection on its way; fails with what {@link ConnectFaults} has words for, within the connect timeout. */
    record Opening(Future<Connection> connection, Runnable stop) {
        /** Nobody waits for it any more: it fails now. */
        void giveUp() {
            stop.run();
        }
    }

    Opening open(SocketAddress ip, GrpcTarget.Address address) {
        HttpClientAgent client =
                vertx.createHttpClient(options(target.limits()), new PoolOptions().setCleanerPeriod(0));
        Promise<Connection> promise = Promise.promise();
        long timer = vertx.setTimer(
                target.limits().connectTimeout().toMillis(), late -> promise.tryFail(new ConnectFaults.TooLate()));
        var connecting = tls.get().compose(protection -> client.connect(connect(ip, address, protection)));
        connecting.onComplete(connected -> {
            if (connected.failed()) {
                promise.tryFail(connected.cause());
            } else if (!isHttp2(connected.result())) {
                promise.tryFail(new ConnectFaults.NoHttp2());
            } else if (!promise.future().isComplete()) {
                promise.complete(
                        new Connection(vertx, client, connected.result(), authority(address), target.limits()));
            }
        });
        var opened = promise.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            if (done.failed()) {
                client.close();
            }
        });
        return new Opening(opened, () -> promise.tryFail(new ConnectFaults.TooLate()));
    }

    private HttpConnectOptions connect(
            SocketAddress ip, GrpcTarget.Address address, Optional<ClientSSLOptions> protection) {
        String name = target.tls().flatMap(GrpcTls::hostName).orElse(address.host());
        var options = new HttpConnectOptions()
                .setServer(ip)
                .setHost(name)
                .setPort(address.port())
                .setSsl(protection.isPresent());
        protection.ifPresent(options::setSslOptions);
        return options;
    }

    /** Only HTTP/2 has settings. */
    private static boolean isHttp2(HttpClientConnection connection) {
        try {
            return connection.settings() != null;
        } catch (UnsupportedOperationException _http1) {
            return false;
        }
    }

    private HostAndPort authority(GrpcTarget.Address address) {
        String text = target.authority().orElseGet(address::toString);
        HostAndPort parsed = HostAndPort.parseAuthority(text, -1);
        return parsed == null ? HostAndPort.create(text, -1) : parsed;
    }

    private static HttpClientOptions options(GrpcLimits limits) {
        int millis = (int) Math.min(Integer.MAX_VALUE, limits.connectTimeout().toMillis());
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                .setUseAlpn(true)
                // An upgrade from HTTP/1.1 is not what gRPC servers understand.
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout(millis)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setHttp2ConnectionWindowSize(connectionWindow(limits))
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(STREAM_WINDOW)
                        // HTTP/2 counts 32 bytes more for each header, and what is a little too long is better refused
                        // by
                        // the one call than by the whole connection.
                        .setMaxHeaderListSize(4L * limits.metadata().toInt()));
    }

    /**
     * Twice what all its streams may have on their way: readers that stand still then never stop another's stream. Once would
     * be too little, since Netty gives back what was read only when it is half of the window.
     */
    private static int connectionWindow(GrpcLimits limits) {
        return (int) Math.min(Integer.MAX_VALUE, 2L * limits.callsPerConnection() * STREAM_WINDOW);
    }
}
