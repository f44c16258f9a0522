package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.stream.StreamSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The flow of bytes")
class FlowIT {
    /** More than could be held: whatever keeps the bytes runs out of memory. */
    private static final long MANY = Runtime.getRuntime().maxMemory() + 64L * 1024 * 1024;

    /** Longer than a busy machine stands still: a server that is held up so is no silent one. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    /** Without what is tested each takes 40 ms and more. */
    private static final Duration QUICK = Duration.ofMillis(30);

    private static final int GOES = 5;

    private static final FtpPath FILE = FtpPath.ofText("file");

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private final OnLoop loop = peer.loop();
    private final ScriptedFtpServer server = peer.server();

    private FtpSettings settings() {
        return peer.settings();
    }

    private void pourFrom(String verb) {
        server.on("SIZE", (c, a) -> c.reply("213 " + MANY)).on(verb, (c, a) -> {
            c.reply("150 here it comes");
            try (var data = c.data()) {
                c.pour(data.getOutputStream(), MANY);
            }
            c.reply("226 done");
        });
    }

    @Test
    @DisplayName(
            "FT-13 a reader who is behind when the server closes still gets the last byte, of a file without a size too")
    void endBehindReader() {
        for (int pieces = 4; pieces < 64; pieces += 4) {
            long size = pieces * 65_536L + 1;
            server.on("SIZE", (c, a) -> c.reply("502 no")).on("RETR", (c, a) -> {
                c.reply("150 here it comes");
                try (var data = c.data()) {
                    c.pour(data.getOutputStream(), size);
                }
                c.reply("226 done");
            });
            var session = loop.open(settings());
            var download = loop.call(() -> session.download(FILE, 0));
            Promise<Long> whole = Promise.promise();
            long[] received = {0};
            loop.call(() -> {
                download.exceptionHandler(whole::tryFail);
                download.endHandler(ended -> whole.tryComplete(received[0]));
                download.handler(buffer -> {
                    received[0] += buffer.length();
                    download.pause();
                    loop.vertx.setTimer(2, later -> download.fetch(1));
                });
                download.fetch(1);
                return Future.succeededFuture();
            });

            assertThat(OnLoop.await(whole.future())).isEqualTo(size);
            loop.call(session::quit);
        }
    }

    @Test
    @DisplayName(
            "FT-21 FT-40 a server that holds back its last reply until the first is acknowledged need not wait for that")
    void acknowledged() {
        // Like most servers in Java, this one has no TCP_NODELAY: the kernel would let each of them take 40 ms and
        // more.
        server.withFile("/file", new byte[] {1});
        var session = loop.open(settings());
        // On a busy machine some may be slow, but not nearly all, and not each time.
        Duration best = fifthOfTwenty(session);
        for (int go = 1; go < GOES && best.compareTo(QUICK) >= 0; go++) {
            Duration next = fifthOfTwenty(session);
            best = next.compareTo(best) < 0 ? next : best;
        }
        assertThat(best).isLessThan(QUICK);
        loop.call(session::quit);
    }

    /** How long the fifth fastest of twenty downloads took. */
    private Duration fifthOfTwenty(FtpSession session) {
        var nanos = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            long began = System.nanoTime();
            loop.call(() -> session.download(FILE, 0).compose(OnLoop::whole));
            nanos.add(System.nanoTime() - began);
        }
        Collections.sort(nanos);
        return Duration.ofNanos(nanos.get(4));
    }

    @Test
    @DisplayName(
            "FT-40 what is read at a time grows to exactly a frame of the bus, so that none has to be cut or joined")
    void reads() {
        pourFrom("RETR");
        var session = loop.open(settings());
        var download = loop.call(() -> session.download(FILE, 0));
        Promise<Void> whole = Promise.promise();
        var sizes = new ConcurrentHashMap<Integer, Long>();
        loop.call(() -> {
            download.exceptionHandler(whole::tryFail);
            download.endHandler(ended -> whole.tryComplete());
            download.handler(buffer -> sizes.merge(buffer.length(), 1L, Long::sum));
            download.resume();
            return Future.succeededFuture();
        });

        OnLoop.await(whole.future());
        assertThat(Collections.max(sizes.keySet())).isEqualTo(StreamSettings.MAX_FRAME);
        loop.call(session::quit);
    }

    @Test
    @DisplayName("FT-40 a reader that waits makes the server wait, longer than the idle time, and loses nothing")
    void slowReader() {
        pourFrom("RETR");
        var limits = settings().limits();
        var session = loop.open(settings().withLimits(limits.withTimes(limits.connect(), limits.reply(), IDLE)));
        var received = new AtomicLong();
        var download = loop.call(() -> session.download(FILE, 0));
        Promise<Long> whole = Promise.promise();
        loop.call(() -> {
            download.exceptionHandler(whole::tryFail);
            download.endHandler(ended -> whole.tryComplete(received.get()));
            download.handler(buffer -> {
                if (received.addAndGet(buffer.length()) - buffer.length() < 5_000_000 && received.get() >= 5_000_000) {
                    download.pause();
                    // Longer than the idle time: it is we who wait.
                    loop.vertx.setTimer(IDLE.toMillis() + 700, later -> download.resume());
                }
            });
            download.resume();
            return Future.succeededFuture();
        });
        eventually("paused", () -> received.get() >= 5_000_000);
        long[] last = {-1, System.nanoTime()};
        eventually("the server stands still", () -> {
            if (server.dataSent.get() != last[0]) {
                last[0] = server.dataSent.get();
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 300_000_000;
        });
        assertThat(server.dataSent.get() - received.get()).isLessThan(16_000_000);

        assertThat(OnLoop.await(whole.future())).isEqualTo(MANY);
        loop.call(session::quit);
    }

    @Test
    @DisplayName("FT-40 a server that takes bytes slowly makes the upload's source wait")
    void slowServer() {
        var go = new CountDownLatch(1);
        server.on("STOR", (c, a) -> {
            c.reply("150 send it");
            try (var data = c.data()) {
                go.await();
                server.dataReceived.addAndGet(data.getInputStream().readAllBytes().length);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            c.reply("226 done");
        });
        server.on("SIZE", (c, a) -> c.reply("502 no"));
        var session = loop.open(settings());
        var source = new OnLoop.Source(loop.context, new byte[60_000_000]);
        Promise<FtpSession.Stored> stored = Promise.promise();
        loop.call(() -> {
            session.upload(FILE, UploadMode.STORE, source).onComplete(stored);
            return Future.succeededFuture();
        });
        eventually("started", () -> position(source) > 100_000);
        long[] last = {-1, System.nanoTime()};
        eventually("the source stands still", () -> {
            if (position(source) != last[0]) {
                last[0] = position(source);
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > 200_000_000;
        });
        assertThat(position(source)).isLessThan(20_000_000);
        go.countDown();

        assertThat(OnLoop.await(stored.future()))
                .isEqualTo(new FtpSession.Stored(60_000_000, FtpSession.Verified.REPLY));
        assertThat(server.dataReceived).hasValue(60_000_000);
        loop.call(session::quit);
    }

    private long position(OnLoop.Source source) {
        return loop.call(() -> Future.succeededFuture(source.position()));
    }

    @Test
    @DisplayName("FT-40 200 sessions at once need two event loops and no thread of their own")
    void manySessions() {
        var allIn = new CountDownLatch(200);
        server.withFile("/file", new byte[50_000]).on("RETR", (c, a) -> {
            allIn.countDown();
            try {
                allIn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            c.usual("RETR", a);
        });
        var counter = ManagementFactory.getThreadMXBean();
        counter.resetPeakThreadCount();
        int before = counter.getThreadCount();
        Context other = loop.otherContext();
        var sessions = new ArrayList<Future<String>>();
        for (int i = 0; i < 200; i++) {
            Promise<String> done = Promise.promise();
            (i % 2 == 0 ? loop.context : other)
                    .runOnContext(go -> loop.client
                            .open(settings().withLimits(FtpLimits.defaults()))
                            .compose(session -> session.download(FILE, 0)
                                    .compose(OnLoop::whole)
                                    .compose(content -> session.quit()
                                            .map(Thread.currentThread().getName() + ":" + content.length())))
                            .onComplete(done));
            sessions.add(done.future());
        }

        OnLoop.await(Future.all(sessions));

        var threads = sessions.stream().map(Future::result).collect(Collectors.toSet());
        assertThat(threads).hasSize(2).allMatch(name -> name.endsWith(":50000"));
        assertThat(counter.getPeakThreadCount() - before).isLessThan(20);
        assertThat(server.logins).hasValue(200);
    }
}
