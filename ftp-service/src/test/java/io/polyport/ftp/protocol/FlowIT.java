package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpEntry;
import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The flow of bytes")
class FlowIT {
    /** More than could be held: whatever keeps the bytes runs out of memory. */
    private static final long MANY = Runtime.getRuntime().maxMemory() + 64L * 1024 * 1024;

    private static final FtpPath FILE = FtpPath.ofText("file");

    private OnLoop loop;
    private ScriptedFtpServer server;

    @BeforeEach
    void start() throws IOException {
        loop = new OnLoop();
        server = new ScriptedFtpServer();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
            eventually("no socket left", () -> server.openSockets() == 0);
            eventually("no timer left", () -> loop.timers() == 0);
        } finally {
            server.close();
            loop.close();
        }
    }

    private FtpSettings settings() {
        return FtpSettings.of("127.0.0.1", server.port(), "u", "p")
                .withLimits(FtpLimits.defaults()
                        .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMillis(800)));
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
    @DisplayName("FT-40 a reader that waits makes the server wait, longer than the idle time, and loses nothing")
    void slowReader() {
        pourFrom("RETR");
        var session = loop.open(settings());
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
                    loop.vertx.setTimer(1500, later -> download.resume());
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
        Context other = otherLoop();
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

    private Context otherLoop() {
        var vertx = (VertxInternal) loop.vertx;
        var first = ((ContextInternal) loop.context).nettyEventLoop();
        var other = vertx.createEventLoopContext();
        while (other.nettyEventLoop().equals(first)) {
            other = vertx.createEventLoopContext();
        }
        return other;
    }

    @Test
    @DisplayName("FT-3 names go in the configured charset to a server without UTF-8, or are refused before they go")
    void configuredCharset() {
        server.features.remove("UTF8");
        var cp1251 = Charset.forName("windows-1251");
        String wire = new String("имя.txt".getBytes(cp1251), StandardCharsets.ISO_8859_1);
        server.withFile("/" + wire, new byte[] {1, 2, 3});
        var session = loop.open(settings().withCharset(cp1251));

        assertThat(loop.call(() ->
                                session.download(FtpPath.ofText("имя.txt"), 0).compose(OnLoop::whole))
                        .length())
                .isEqualTo(3);
        var entry = loop.call(() -> session.stat(FtpPath.ofText("имя.txt")));
        assertThat(entry.name()).isEqualTo("имя.txt");
        int before = server.commands.size();
        assertThat(loop.problem(() -> session.delete(FtpPath.ofText("日本"))).code())
                .isEqualTo("ftp.name-not-encodable");
        assertThat(server.commands).hasSize(before);
        loop.call(session::quit);
    }

    @ParameterizedTest(
            name = "FT-41 550 is 403 for what is there and 404 for what is not, whatever its text; MLSD = {0}")
    @ValueSource(booleans = {true, false})
    void probing(boolean machine) {
        if (machine) {
            server.withMlsd();
        }
        server.withFile("/file", new byte[1]).withFile("/secret/file", new byte[1]);
        server.directories.add("/locked");
        server.directories.add("/secret");
        for (String verb : List.of("RETR", "DELE", "RNFR", "STOR")) {
            server.on(verb, (c, a) -> c.reply("550 No such file or directory"));
        }
        server.on("RMD", (c, a) -> c.reply("550 Permission denied"));
        var session = loop.open(settings());
        var none = FtpPath.ofText("none");

        assertThat(code(() -> session.download(FILE, 0))).isEqualTo("ftp.denied");
        assertThat(code(() -> session.delete(FILE))).isEqualTo("ftp.denied");
        assertThat(code(() -> session.rename(FILE, none))).isEqualTo("ftp.denied");
        assertThat(code(() -> session.upload(none, UploadMode.STORE, new OnLoop.Source(loop.context, new byte[1]))))
                .isEqualTo("ftp.denied");
        assertThat(code(() -> session.removeDirectory(FtpPath.ofText("locked"))))
                .isEqualTo("ftp.denied");
        assertThat(code(() -> session.removeDirectory(FtpPath.ofText("secret"))))
                .isEqualTo("ftp.not-empty");
        assertThat(code(() -> session.removeDirectory(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.delete(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.download(none, 0))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.list(none))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.download(none.child("below"), 0))).isEqualTo("ftp.not-found");
        assertThat(code(() -> session.delete(FtpPath.ofText("secret")))).isEqualTo("ftp.wrong-kind");
        assertThat(loop.call(() -> session.stat(FILE)).type()).isEqualTo(FtpEntry.Type.FILE);
        assertThat(loop.call(() -> session.stat(FILE)).modified()).isEqualTo("2026-03-04T05:06:07Z");
        assertThat(loop.call(session::workingDirectory)).isEqualTo(FtpPath.root());
        loop.call(session::quit);
    }

    private <T> String code(Supplier<Future<T>> call) {
        return loop.problem(call).code();
    }

    @Test
    @DisplayName("FT-10 hidden files are asked for where that is set")
    void hidden() {
        var session = loop.open(settings().withHidden(true));

        loop.call(() -> session.list(FtpPath.here()).compose(listing -> OnLoop.whole(listing.lines())));

        assertThat(server.commands).contains("LIST -a");
        loop.call(session::quit);
    }

    @Test
    @DisplayName("FT-2 without PWD there is no way back, and a session that has moved can't be reset")
    void noPwd() {
        server.directories.add("/sub");
        server.on("PWD", (c, a) -> c.reply("502 no"));
        var session = loop.open(settings());
        loop.call(session::reset);

        loop.call(() -> session.changeDirectory(FtpPath.ofText("sub")));

        assertThat(code(session::reset)).isEqualTo("ftp.unsupported");
        loop.call(session::quit);
    }

    @Test
    @DisplayName("FT-10 a directory with an awkward name is listed by entering it, never as an argument of LIST")
    void listWithoutArgument() {
        server.directories.add("/-la *");
        server.withFile("/-la */x", new byte[1]);
        var session = loop.open(settings());

        var bytes = loop.call(
                () -> session.list(FtpPath.ofText("-la *")).compose(listing -> OnLoop.whole(listing.lines())));

        assertThat(bytes.toString()).contains(" x\r\n");
        assertThat(server.commands).contains("CWD ./-la *", "LIST", "CWD /");
        assertThat(List.copyOf(server.commands)).noneMatch(line -> line.startsWith("LIST "));
        assertThat(loop.call(session::workingDirectory)).isEqualTo(FtpPath.root());
        loop.call(session::quit);
    }
}
