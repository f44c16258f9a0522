package io.polyport.system.transfers;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** A download or an upload on a thread of its own, which can be slowed, stopped and let go while it runs. */
final class Transfer implements AutoCloseable {
    /** As fast as it goes. */
    static final long FULL = Long.MAX_VALUE;

    /** vsftpd lets 32 connections wait, and each of them is a login. */
    private static final int GROUP = 20;

    private static final Duration OPENING = Duration.ofSeconds(60);
    private static final int PIECE = 64 * 1024;
    private static final int CREATED = 201;
    private static final long STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Wire wire;
    private final Content content;
    private final AtomicLong moved = new AtomicLong();
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private volatile long rate = FULL;
    /** So many bytes are moved at the full rate. */
    private volatile long fast;

    /** Stands still once so many bytes have been moved. */
    private volatile long until;

    private volatile boolean closed;
    private volatile long ended;

    private Transfer(Wire wire, Content content, long until) {
        this.wire = wire;
        this.content = content;
        this.until = until;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** @param until bytes after which it stops until {@link #goOn}; {@link #FULL} for all */
    static Transfer download(SmallHouse house, String name, Content content, int buffer, long until) {
        return open(house, content, buffer, until, transfer -> transfer.receive(SmallHouse.path(name)));
    }

    /** @param until bytes after which it stops until {@link #goOn}; {@link #FULL} for all */
    static Transfer upload(SmallHouse house, String name, Content content, int buffer, long until) {
        return open(house, content, buffer, until, transfer -> transfer.send(SmallHouse.path(name)));
    }

    /**
     * Opens so many of them, in groups that the FTP server's queue of logins holds, and returns when all are under way.
     *
     * @param into where they are put as they are opened, for the caller to close
     */
    static void openAll(
            int number, IntFunction<Transfer> opening, List<Transfer> into, Predicate<List<Transfer>> underWay) {
        while (into.size() < number) {
            into.add(opening.apply(into.size()));
            if (into.size() % GROUP == 0 || into.size() == number) {
                Eventually.holds(OPENING, into.size() + " are under way", () -> {
                    into.forEach(Transfer::assertWell);
                    return underWay.test(into);
                });
            }
        }
    }

    private interface Direction {
        void move(Transfer transfer) throws IOException;
    }

    private static Transfer open(SmallHouse house, Content content, int buffer, long until, Direction direction) {
        try {
            var transfer = new Transfer(new Wire(house.house(), buffer), content, until);
            Thread.ofVirtual().name("transfer").start(() -> transfer.run(() -> direction.move(transfer)));
            return transfer;
        } catch (IOException e) {
            throw new AssertionError("the gateway takes no connection", e);
        }
    }

    private void run(Work work) {
        try (wire) {
            work.run();
            ended = System.nanoTime();
            outcome.complete(null);
        } catch (IOException | AssertionError | RuntimeException e) {
            outcome.completeExceptionally(
                    new AssertionError("after " + moved + " of " + content.size() + " bytes: " + e, e));
        }
    }

    private void receive(String path) throws IOException {
        wire.request("GET", path);
        Wire.Head head = wire.head();
        if (head.status() != 200 || head.length() != content.size()) {
            throw new IOException(head.text() + (head.status() == 200 ? "" : wire.rest()));
        }
        var comparison = content.compare();
        byte[] piece = new byte[PIECE];
        while (moved.get() < content.size()) {
            int length = wire.in().read(piece, 0, next());
            if (length < 0) {
                throw new IOException("the body ends too early");
            }
            comparison.take(piece, length);
            pace(length);
        }
        comparison.end();
        if (!wire.rest().isEmpty()) {
            throw new IOException("there is more behind the body");
        }
    }

    private void send(String path) throws IOException {
        wire.request("PUT", path, "Content-Length: " + content.size());
        byte[] piece = new byte[PIECE];
        while (moved.get() < content.size()) {
            int length = next();
            Pattern.fill(piece, length, content.seed(), moved.get());
            wire.out().write(piece, 0, length);
            pace(length);
        }
        Wire.Head head = wire.head();
        String body = wire.rest();
        if (head.status() != CREATED || !body.contains("\"size\":" + content.size() + ",")) {
            throw new IOException(head.text() + body);
        }
    }

    /** How many bytes to move next; waits while none may be. */
    private int next() throws IOException {
        while (moved.get() >= until) {
            if (closed) {
                throw new IOException("closed by the test");
            }
            LockSupport.parkNanos(STANDING_NANOS);
        }
        long most = Math.min(Math.min(until, content.size()) - moved.get(), PIECE);
        return (int) (rateNow() == FULL ? most : Math.clamp(rateNow() / 50, 1, most));
    }

    private long rateNow() {
        return moved.get() < fast ? FULL : rate;
    }

    private void pace(int length) {
        moved.addAndGet(length);
        long now = rateNow();
        if (now != FULL) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(length) / now);
        }
    }

    /** Bytes of the body so far. */
    long moved() {
        return moved.get();
    }

    /** Moves so many bytes a second from now on. */
    void rate(long bytesPerSecond) {
        rate = bytesPerSecond;
    }

    /** The same from that byte on, however late the one who asks for it is. */
    void rate(long from, long bytesPerSecond) {
        fast = from;
        rate = bytesPerSecond;
    }

    /** Stops no longer. */
    void goOn() {
        until = FULL;
    }

    void awaitMoved(long bytes, Duration limit) {
        Eventually.holds(limit, bytes + " bytes were moved", () -> {
            assertWell();
            return moved.get() >= bytes;
        });
    }

    /** Fails when it has failed. */
    void assertWell() {
        if (outcome.isCompletedExceptionally()) {
            awaitRight(Duration.ZERO);
        }
    }

    /** Waits until every byte was moved and found right, and the answer too. */
    void awaitRight(Duration limit) {
        try {
            outcome.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(moved + " of " + content.size() + " bytes within " + limit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Of the whole exchange, from its beginning to its end. */
    double mibPerSecond() {
        return (double) content.size() / Scale.MIB * TimeUnit.SECONDS.toNanos(1) / (ended - began);
    }

    @Override
    public void close() {
        closed = true;
        try {
            wire.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
