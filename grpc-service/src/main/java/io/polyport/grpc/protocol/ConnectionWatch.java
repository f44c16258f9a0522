package io.polyport.grpc.protocol;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Looks after a connection from time to time: closes one that nobody uses for long, and one whose other end is not there any
 * more. One timer for all of it, so that a short call costs none.
 */
final class ConnectionWatch {
    private final Vertx vertx;
    private final HttpConnection http;
    private final Times times;
    private final IntSupplier calls;
    private final Runnable check;
    private final Runnable close;
    private final long timer;
    private long usedAt = System.nanoTime();
    private long pingedAt = System.nanoTime();
    private long heardAt = System.nanoTime();
    private boolean isPinging;

    /**
     * How long things take.
     *
     * @param look from one look to the next
     * @param idle without a call until it is closed
     * @param keepAlive from one PING to the next; empty: none
     * @param answer until a PING must be answered
     */
    record Times(Duration look, Duration idle, Optional<Duration> keepAlive, Duration answer) {
        static Times of(Duration idle, Optional<Duration> keepAlive) {
            return new Times(Duration.ofSeconds(1), idle, keepAlive, Duration.ofSeconds(20));
        }
    }

    /**
     * @param calls how many are under way
     * @param check looks whether these are still known
     */
    ConnectionWatch(Vertx vertx, HttpConnection http, Times times, IntSupplier calls, Runnable check, Runnable close) {
        this.vertx = vertx;
        this.http = http;
        this.times = times;
        this.calls = calls;
        this.check = check;
        this.close = close;
        this.timer = vertx.setPeriodic(
                Math.min(times.look().toMillis(), Math.max(1, times.idle().toMillis())), now -> look());
    }

    /** A call has begun or ended. */
    void used() {
        usedAt = System.nanoTime();
    }

    private void look() {
        if (calls.getAsInt() == 0) {
            isPinging = false;
            if (isOver(usedAt, times.idle())) {
                close.run();
            }
            return;
        }
        check.run();
        times.keepAlive().ifPresent(this::keepAlive);
    }

    private void keepAlive(Duration every) {
        if (isPinging) {
            if (isOver(pingedAt, times.answer())) {
                close.run();
            }
        } else if (isOver(heardAt, every) && isOver(pingedAt, every)) {
            isPinging = true;
            pingedAt = System.nanoTime();
            http.ping(Buffer.buffer(8).appendLong(pingedAt)).onSuccess(pong -> {
                isPinging = false;
                heardAt = System.nanoTime();
            });
        }
    }

    private static boolean isOver(long since, Duration time) {
        return System.nanoTime() - since >= time.toNanos();
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
