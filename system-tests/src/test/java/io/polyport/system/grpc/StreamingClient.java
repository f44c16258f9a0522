package io.polyport.system.grpc;

import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;

/** Makes {@link Exchange}s; its event loop is its own. */
final class StreamingClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http2 = vertx.createHttpClient(
            new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    // A connection for each: one reader that stops must not hold up the others.
                    .setHttp2MultiplexingLimit(1),
            new PoolOptions().setHttp2MaxSize(1_000));
    private final HttpClient http1 = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    private final WebSocketClient sockets = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(8 << 20));

    Exchange http2(GrpcRest rest, String path, String... headers) {
        return open(http2, rest, path, headers);
    }

    Exchange http1(GrpcRest rest, String path, String... headers) {
        return open(http1, rest, path, headers);
    }

    /** Fails with {@link io.vertx.core.http.UpgradeRejectedException} when it is answered with anything else. */
    Future<GrpcSocket> webSocket(int port, String uri, List<String> protocols, String... headers) {
        var options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri)
                .setAllowOriginHeader(List.of(headers).contains("origin"))
                .setSubProtocols(protocols);
        for (int i = 0; i < headers.length; i += 2) {
            options.addHeader(headers[i], headers[i + 1]);
        }
        return sockets.webSocket().connect(options).map(GrpcSocket::new);
    }

    private static Exchange open(HttpClient client, GrpcRest rest, String path, String... headers) {
        var all = MultiMap.caseInsensitiveMultiMap();
        all.add("authorization", "Bearer " + rest.token());
        all.add("content-type", GrpcRest.NDJSON);
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        var request = Waiting.value(client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(rest.port())
                .setURI(GrpcRest.BASE + path)
                .setHeaders(all)));
        return new Exchange(request);
    }

    @Override
    public void close() {
        Waiting.value(vertx.close());
    }
}
