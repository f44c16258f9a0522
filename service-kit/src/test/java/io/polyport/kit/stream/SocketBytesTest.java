package io.polyport.kit.stream;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SocketBytesTest {
    private static final int PIECE = 65_536;
    private static final int MOST_PIECES = 40;

    private final Vertx vertx = Vertx.vertx();
    /** Kept: Vert.x closes a client, and its connections, that nobody refers to any longer. */
    private final NetClient client = vertx.createNetClient();

    @AfterEach
    void stop() {
        value(vertx.close());
    }

    @Test
    @DisplayName("a slow reader gets every byte of a socket that its peer has closed long ago")
    void everyByte() {
        int port = value(vertx.createNetServer()
                        .connectHandler(socket -> {
                            socket.handler(asked -> {
                                int pieces = asked.getByte(0);
                                for (int i = 0; i < pieces; i++) {
                                    socket.write(Pattern.bytes(1, (long) i * PIECE, PIECE));
                                }
                                socket.end();
                            });
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        List<Future<Long>> all = new ArrayList<>();
        for (int pieces = 1; pieces <= MOST_PIECES; pieces++) {
            all.add(slowly(port, pieces));
        }
        value(Future.join(all), Duration.ofMinutes(1));
        for (int pieces = 1; pieces <= MOST_PIECES; pieces++) {
            assertThat(all.get(pieces - 1).result()).isEqualTo((long) pieces * PIECE);
        }
    }

    /** Reads one piece after the other, with a pause after each. */
    private Future<Long> slowly(int port, int pieces) {
        Promise<Long> total = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(ignored -> client.connect(port, "127.0.0.1")
                .onFailure(total::tryFail)
                .onSuccess(socket -> {
                    read(new SocketBytes(socket), total);
                    socket.write(Buffer.buffer(new byte[] {(byte) pieces}));
                }));
        return total.future();
    }

    private void read(ReadStream<Buffer> bytes, Promise<Long> total) {
        long[] count = {0};
        bytes.exceptionHandler(total::tryFail);
        bytes.endHandler(end -> total.tryComplete(count[0]));
        bytes.handler(piece -> {
            count[0] += piece.length();
            vertx.setTimer(5, later -> bytes.fetch(1));
        });
        bytes.fetch(1);
    }

    @Test
    @DisplayName("nothing arrives before it is asked for, the end included")
    void nothingUnasked() {
        Promise<Void> closed = Promise.promise();
        int port = value(vertx.createNetServer()
                        .connectHandler(socket ->
                                socket.closeHandler(closed::tryComplete).end(Buffer.buffer("all")))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        Promise<String> told = Promise.promise();
        boolean[] asked = {false};
        vertx.getOrCreateContext()
                .runOnContext(ignored -> client.connect(port, "127.0.0.1")
                        .onFailure(told::tryFail)
                        .onSuccess(socket -> {
                            var bytes = new SocketBytes(socket);
                            bytes.handler(piece -> {
                                if (!asked[0]) {
                                    told.tryComplete("bytes, unasked");
                                }
                            });
                            bytes.endHandler(end -> told.tryComplete(asked[0] ? "end, asked for" : "end, unasked"));
                            closed.future()
                                    .onSuccess(gone -> vertx.setTimer(50, later -> {
                                        asked[0] = true;
                                        bytes.fetch(2);
                                    }));
                        }));
        assertThat(value(told.future())).isEqualTo("end, asked for");
    }

    @Test
    @DisplayName("a socket whose bytes nobody wants holds no more than one read of them: the sender is held back")
    void holdsBack() {
        Promise<NetSocket> sender = Promise.promise();
        NetSocket[] reader = new NetSocket[1];
        Promise<Void> gone = Promise.promise();
        int port = value(vertx.createNetServer()
                        .connectHandler(socket -> {
                            socket.exceptionHandler(reset -> {});
                            socket.closeHandler(gone::tryComplete);
                            sender.tryComplete(socket);
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        long[] received = {0};
        long[] read = {0};
        value(Future.future(promise -> vertx.getOrCreateContext()
                .runOnContext(ignored -> client.connect(port, "127.0.0.1")
                        .onFailure(promise::tryFail)
                        .onSuccess(socket -> {
                            reader[0] = socket;
                            ((NetSocketInternal) socket)
                                    .channelHandlerContext()
                                    .pipeline()
                                    .addFirst(new ChannelInboundHandlerAdapter() {
                                        @Override
                                        public void channelRead(ChannelHandlerContext context, Object message) {
                                            read[0] += ((ByteBuf) message).readableBytes();
                                            context.fireChannelRead(message);
                                        }
                                    });
                            var bytes = new SocketBytes(socket);
                            bytes.handler(piece -> {
                                received[0] += piece.length();
                                bytes.pause();
                                promise.tryComplete();
                            });
                            bytes.resume();
                            sender.future().onSuccess(to -> {
                                for (int i = 0; i < 512; i++) {
                                    to.write(Pattern.bytes(1, (long) i * PIECE, PIECE));
                                }
                            });
                        }))));
        Eventually.holds(
                Duration.ofSeconds(20),
                "the sender is stuck",
                () -> sender.future().result().writeQueueFull());
        assertThat(received[0]).isPositive().isLessThanOrEqualTo(PIECE);
        assertThat(read[0]).isEqualTo(received[0]);
        // Else what waits to be sent is released by nobody when Vert.x closes, and told as a leak.
        value(reader[0].close());
        value(gone.future());
    }
}
