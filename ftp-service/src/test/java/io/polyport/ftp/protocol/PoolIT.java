package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpPool;
import io.polyport.ftp.FtpPool.Lease;
import io.polyport.ftp.FtpSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pool of logins")
class PoolIT {
    /** Longer than a busy machine stands still. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** After which a probe that nobody answers has failed; the logins before and behind it have to be done in less. */
    private static final Duration PROBE = Duration.ofSeconds(4);

    @RegisterExtension
    final FaultyPeer peer = new FaultyPeer();

    private final OnLoop loop = peer.loop();
    private final ScriptedFtpServer server = peer.server();
    private FtpPool pool;

    @BeforeEach
    void start() {
        server.withFile("/file", new byte[100_000]);
        server.directories.add("/sub");
        pool(2, PATIENCE, PATIENCE);
    }

    @AfterEach
    void nothingIsLeft() {
        run(pool::close);
        eventually("none is open", () -> ask(pool::openCount) == 0);
    }

    private void pool(int size, Duration idle, Duration trusted) {
        pool(PATIENCE, new FtpPool.Settings(size, 2, PATIENCE, idle, trusted));
    }

    private void pool(Duration reply, FtpPool.Settings settings) {
        var limits = FtpLimits.defaults().withTimes(PATIENCE, reply, PATIENCE);
        var login = FtpSettings.of("127.0.0.1", server.port(), "u", "p").withLimits(limits);
        pool = new FtpPool(loop.vertx, loop.client, login, settings);
    }

    private void run(Runnable action) {
        loop.call(() -> {
            action.run();
            return Future.succeededFuture();
        });
    }

    private <T> T ask(Supplier<T> question) {
        return loop.call(() -> Future.succeededFuture(question.get()));
    }

    private Lease take() {
        return loop.call(() -> pool.acquire().lease());
    }

    private void back(Lease lease) {
        run(lease::release);
    }

    private void eventuallyIdle(int count) {
        eventually(count + " idle", () -> ask(pool::idleCount) == count);
    }

    @Test
    @DisplayName("FT-2 a login that came back is used again, in the directory where it began")
    void reuse() {
        var lease = take();
        var session = lease.session();
        loop.call(() -> session.changeDirectory(FtpPath.ofText("sub")));
        back(lease);
        eventuallyIdle(1);

        var again = take();

        assertThat(again.session()).isSameAs(session);
        assertThat(loop.call(again.session()::workingDirectory)).isEqualTo(FtpPath.root());
        assertThat(server.logins).hasValue(1);
        back(again);
    }

    @Test
    @DisplayName("FT-2 it never holds more logins than it may; the next caller waits and gets the first that is free")
    void bounded() {
        var first = take();
        var second = take();
        var third = ask(() -> pool.acquire());
        assertThat(ask(pool::waitingCount)).isEqualTo(1);

        back(first);

        var lease = OnLoop.await(third.lease());
        assertThat(lease.session()).isSameAs(first.session());
        assertThat(server.logins).hasValue(2);
        run(first::release);
        assertThat(ask(pool::idleCount)).as("released twice").isZero();
        back(lease);
        back(second);
    }

    @Test
    @DisplayName("FT-2 who waits too long, or finds too many waiting, is told so")
    void exhausted() {
        pool(PATIENCE, new FtpPool.Settings(2, 2, Duration.ofMillis(400), PATIENCE, PATIENCE));
        var first = take();
        var second = take();
        var waiting = new AtomicInteger();
        // In one turn of the event loop, so that nobody can have waited too long in between.
        var tickets = ask(() -> {
            var three = List.of(pool.acquire(), pool.acquire(), pool.acquire());
            three.get(1).cancel();
            waiting.set(pool.waitingCount());
            return three;
        });

        var tooMany = loop.problem(tickets.get(2)::lease);
        assertThat(tooMany.code()).isEqualTo("ftp.pool-exhausted");
        assertThat(tooMany.detail()).contains("2 calls wait already");
        assertThat(waiting).hasValue(1);
        var tooLong = loop.problem(tickets.get(0)::lease);
        assertThat(tooLong.code()).isEqualTo("ftp.pool-exhausted");
        assertThat(tooLong.detail()).contains("400 ms");
        assertThat(ask(pool::waitingCount)).isZero();
        back(first);
        back(second);
    }

    @Test
    @DisplayName("FT-2 a login that comes after its caller has gone serves the next one")
    void cancelledWhileLoggingIn() {
        var ticket = ask(() -> {
            var place = pool.acquire();
            place.cancel();
            return place;
        });

        assertThat(loop.problem(ticket::lease).code()).isEqualTo("ftp.connection-lost");
        eventuallyIdle(1);
        back(take());
        assertThat(server.logins).hasValue(1);
    }

    @Test
    @DisplayName("FT-2 a login that has died unseen is found before use and replaced")
    void stale() {
        pool(PROBE, new FtpPool.Settings(2, 2, PATIENCE, PATIENCE, Duration.ZERO));
        server.on("NOOP", (c, a) -> c.hang());
        back(take());
        eventuallyIdle(1);

        var lease = take();

        assertThat(loop.call(() -> lease.session().size(FtpPath.ofText("file"))))
                .hasValue(100_000);
        assertThat(server.logins).hasValue(2);
        assertThat(ask(pool::openCount)).isEqualTo(1);
        server.usual("NOOP");
        back(lease);
    }

    /** At each login: how many there are once those that the client has closed have had time to go. */
    private AtomicInteger mostAtOnce(int bound) {
        var most = new AtomicInteger();
        server.on("PASS", (c, a) -> {
            for (int i = 0; i < 1_000 && server.openSockets() > bound; i++) {
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
            most.accumulateAndGet(server.openSockets(), Math::max);
            c.usual("PASS", a);
        });
        return most;
    }

    @Test
    @DisplayName("FT-2 a login that fails its probe is replaced by one, not by two, also when others wait")
    void failedProbe() {
        pool(1, PATIENCE, Duration.ZERO);
        var most = mostAtOnce(1);
        var asked = new CompletableFuture<Void>();
        var answer = new CompletableFuture<Void>();
        server.on("NOOP", (c, a) -> {
            asked.complete(null);
            answer.join();
            c.reply("500 what?");
        });
        back(take());
        eventuallyIdle(1);
        var probing = ask(() -> pool.acquire());
        asked.join();
        var waiting = ask(() -> pool.acquire());
        answer.complete(null);

        var first = OnLoop.await(probing.lease());
        assertThat(ask(waiting.lease()::isComplete)).as("its turn has not come").isFalse();
        assertThat(ask(pool::openCount)).isEqualTo(1);
        server.usual("NOOP");
        back(first);
        back(OnLoop.await(waiting.lease()));
        assertThat(most).hasValue(1);
        assertThat(server.logins).hasValue(2);
    }

    @ParameterizedTest(name = "FT-2 with probes that are answered {0} it never holds more logins than it may")
    @ValueSource(strings = {"500 what?", "421 too late", "hang", "close"})
    void neverMore(String reply) {
        boolean hangs = reply.equals("hang");
        pool(hangs ? PROBE : PATIENCE, new FtpPool.Settings(2, 64, PATIENCE, PATIENCE, Duration.ZERO));
        var most = mostAtOnce(2);
        var probes = new AtomicInteger();
        server.on("NOOP", (c, a) -> {
            // Each that hangs takes its whole time: a few of them will do.
            if (probes.incrementAndGet() % (hangs ? 4 : 2) != 1) {
                c.reply("200 ok");
            } else if (hangs) {
                c.hang();
            } else if (reply.equals("close")) {
                c.closeControl();
            } else {
                c.reply(reply);
            }
        });
        for (int round = 0; round < 3; round++) {
            var all = ask(() -> IntStream.range(0, 8)
                    .mapToObj(i -> pool.acquire().lease().onSuccess(lease -> {
                        assertThat(pool.openCount()).isLessThanOrEqualTo(2);
                        lease.session().size(FtpPath.ofText("file")).onComplete(done -> lease.release());
                    }))
                    .toList());
            all.forEach(OnLoop::await);
            eventually("all are back", () -> ask(pool::idleCount).equals(ask(pool::openCount)));
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(probes.get()).isPositive();
    }

    @Test
    @DisplayName("FT-2 a login that the server closes leaves the pool at once")
    void closedByServer() {
        server.on("SIZE", (c, a) -> {
            c.reply("213 1");
            c.closeControl();
        });
        var lease = take();
        loop.call(() -> lease.session().size(FtpPath.ofText("file")));

        eventually("gone", () -> ask(pool::openCount) == 0);
        back(lease);
        assertThat(ask(pool::idleCount)).isZero();
    }

    @Test
    @DisplayName("FT-2 an idle login is closed after its time")
    void idle() {
        pool(2, Duration.ofMillis(200), PATIENCE);
        back(take());

        eventually("closed", () -> server.openSockets() == 0);
        eventually("forgotten", () -> ask(pool::openCount) == 0);
        assertThat(server.commands).contains("QUIT");
    }

    @Test
    @DisplayName("FT-2 a login that comes back in the middle of a transfer is not used again")
    void busy() {
        // Whether the server has confirmed it by then, unread as it is, differs from time to time.
        for (int i = 0; i < 50; i++) {
            var lease = take();
            loop.call(() -> lease.session().download(FtpPath.ofText("file"), 0));

            back(lease);

            eventually("closed", () -> server.openSockets() == 0);
            var fresh = take();
            assertThat(fresh.session()).isNotSameAs(lease.session());
            loop.call(() -> fresh.session().download(FtpPath.ofText("file"), 0));
            back(fresh);
            eventually("closed", () -> server.openSockets() == 0);
        }
    }

    @Test
    @DisplayName("FT-2 with a size of 0 every call logs in and out")
    void perCall() {
        pool(0, PATIENCE, PATIENCE);
        for (int i = 0; i < 3; i++) {
            back(take());
        }

        eventually("closed", () -> server.openSockets() == 0);
        assertThat(server.logins).hasValue(3);
    }

    @Test
    @DisplayName("FT-2 a server that refuses the login tells every caller, and the pool goes on")
    void refused() {
        server.on("PASS", (c, a) -> c.reply("530 no"));
        for (int i = 0; i < 4; i++) {
            assertThat(loop.problem(() -> pool.acquire().lease()).code()).isEqualTo("ftp.login-refused");
        }
        server.usual("PASS");

        back(take());
        assertThat(ask(pool::openCount)).isEqualTo(1);
    }
}
