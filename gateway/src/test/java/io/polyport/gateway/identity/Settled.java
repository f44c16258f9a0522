package io.polyport.gateway.identity;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for futures and conditions, never longer than twenty seconds. */
final class Settled {
    private static final long LIMIT_SECONDS = 20;

    private Settled() {}

    static <T> T value(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("should have succeeded", e);
        }
    }

    static Problem problem(Future<?> future) {
        try {
            var value = future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("should have failed, but gave " + value);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                return problem.problem();
            }
            throw new AssertionError("failed with something that is no problem", e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("did not settle", e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
