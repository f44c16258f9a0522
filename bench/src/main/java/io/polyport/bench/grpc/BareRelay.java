package io.polyport.bench.grpc;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/**
 * How fast any relay on Vert.x could be: it takes a message's bytes over HTTP/1.1, has the far server echo them over HTTP/2, and
 * answers them. It reads no JSON, checks nothing, counts nothing, and knows no failures.
 */
public final class BareRelay extends AbstractVerticle {
    private final int port;
    private final int far;
    private HttpClientAgent client;

    private BareRelay(int port, int far) {
        this.port = port;
        this.far = far;
    }

    /** @param args port to listen on; port of the far server */
    public static void main(String[] args) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true))
                .deployVerticle(
                        () -> new BareRelay(Integer.parseInt(args[0]), Integer.parseInt(args[1])),
                        new DeploymentOptions().setInstances(loops))
                .await();
    }

    @Override
    public void start() {
        var options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(1_000);
        client = vertx.createHttpClient(options, new PoolOptions().setHttp2MaxSize(1));
        vertx.createHttpServer().requestHandler(this::relay).listen(port, "127.0.0.1");
    }

    private void relay(HttpServerRequest request) {
        request.body().onComplete(body -> {
            Buffer message = body.result();
            Buffer framed = Buffer.buffer(message.length() + 5)
                    .appendByte((byte) 0)
                    .appendInt(message.length())
                    .appendBuffer(message);
            client.request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost("127.0.0.1")
                            .setPort(far)
                            .setURI("/bench.Echo/Echo")
                            .putHeader("content-type", "application/grpc")
                            .putHeader("te", "trailers"))
                    .compose(call -> call.send(framed))
                    .compose(answer -> answer.body())
                    .onComplete(answer -> request.response()
                            .end(answer.result().slice(5, answer.result().length())));
        });
    }
}
