package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GatheredWritesTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Vertx vertx =
            Vertx.builder().withTransport(GatheringTransport.best()).build();
    private final AtomicLong received = new AtomicLong();

    /** Kept: Vert.x closes a client, and its connections, that nobody refers to any longer. */
    private final NetClient client = vertx.createNetClient();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private NetSocket connected() {
        var server = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> received.addAndGet(bytes.length())))
                .listen(0, "127.0.0.1")
                .await();
        var socket = client.connect(server.actualPort(), "127.0.0.1").await();
        Eventually.holds(SOON, "the writes are gathered", () -> names(socket).contains("gathered-writes"));
        return socket;
    }

    private static Channel channel(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }

    private static List<String> names(NetSocket socket) {
        return channel(socket).pipeline().names();
    }

    /** Writes so many bytes one by one in one turn; what of them has not been given to the system when that ends. */
    private static long unsent(NetSocket socket, int count) {
        var channel = channel(socket);
        return Future.<Long>future(told -> channel.eventLoop().execute(() -> {
                    for (int i = 0; i < count; i++) {
                        socket.write(Buffer.buffer("x"));
                    }
                    told.complete(channel.unsafe().outboundBuffer().totalPendingWriteBytes());
                }))
                .await();
    }

    @Test
    @DisplayName("what is written in one turn leaves together at its end, and all of it arrives")
    void gathered() {
        var socket = connected();
        assertThat(unsent(socket, 10)).isPositive();
        Eventually.holds(SOON, "all bytes arrive", () -> received.get() == 10);
    }

    @Test
    @DisplayName("connections of HTTP/2 clients, which throw out what they find there, gather too")
    void http2() {
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("there"))
                .listen(0, "127.0.0.1")
                .await();
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        var answer = client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(response -> response.body())
                .await();
        assertThat(answer).hasToString("there");
        var placed = new ArrayList<List<String>>();
        client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .onSuccess(request -> placed.add(((HttpClientConnectionInternal) request.connection())
                        .channelHandlerContext()
                        .pipeline()
                        .names()))
                .compose(request -> request.send())
                .await();
        assertThat(placed.getFirst()).contains("gathered-writes");
        client.close().await();
    }

    @Test
    @DisplayName("a long turn writes in between")
    void inBetween() {
        var socket = connected();
        assertThat(unsent(socket, 128)).isZero();
        Eventually.holds(SOON, "all bytes arrive", () -> received.get() == 128);
    }

    @Test
    @DisplayName("what is written right before the connection is closed still arrives")
    void closed() {
        var socket = connected();
        socket.write(Buffer.buffer("last"));
        socket.close();
        Eventually.holds(SOON, "all bytes arrive", () -> received.get() == 4);
    }

    @Test
    @DisplayName("with TLS it is the plain text that is gathered: it fits into few records")
    void beforeTls() throws Exception {
        var engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        var channel = new EmbeddedChannel(new SslHandler(engine), new ChannelInboundHandlerAdapter());
        GatheredWrites.place(channel.pipeline());
        GatheredWrites.place(channel.pipeline());
        assertThat(channel.pipeline().toMap().values())
                .extracting(handler -> handler.getClass().getSimpleName())
                .startsWith("SslHandler", "Gathering", "ChannelInboundHandlerAdapter")
                .hasSize(3);
        channel.finishAndReleaseAll();
    }
}
