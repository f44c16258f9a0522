package io.polyport.kit.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM and SIGINT do to a process, from the beginning of its start on: a program that serves is drained, one that
 * starts ends the step under way and closes; the exit code is 0. A program that has to end by itself leaves in the same way,
 * with 1.
 */
final class OrderlyLeave {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyLeave.class);
    /** For closing, after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(8);

    private static final int FAILED = 1;

    private final Duration limit;
    private final Thread hook = new Thread(this::leave, "drain");
    private final CompletableFuture<RunningProgram> program = new CompletableFuture<>();
    private volatile boolean asked;
    private volatile int code;

    OrderlyLeave(Duration limit) {
        this.limit = limit;
    }

    void atSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Leaves as at a signal, but with 1; does nothing when the process is leaving already. Returns at once. */
    void fail() {
        if (!asked) {
            code = FAILED;
            Thread.ofPlatform().daemon().name("end").start(() -> System.exit(FAILED));
        }
    }

    boolean isAsked() {
        return asked;
    }

    /** Takes the start that is to be ended, or the program that comes out of it. */
    CompletableFuture<RunningProgram> of(Future<RunningProgram> start) {
        start.toCompletionStage().whenComplete((running, failure) -> {
            if (failure == null) {
                program.complete(running);
            } else {
                program.completeExceptionally(failure);
            }
        });
        return program;
    }

    /** For a start that failed: returns at once, or never when that is what was asked for and the process is leaving. */
    void awaitIfAsked() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException leaving) {
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Ends with halt: leaving it to the JVM would turn a clean drain into exit code 143. */
    private void leave() {
        asked = true;
        LOG.info(program.isDone() ? "program is draining" : "program is asked to leave while it starts");
        program.thenCompose(running -> running.stop(limit).toCompletionStage())
                .handle((stopped, failed) -> null)
                .completeOnTimeout(null, limit.plus(CLOSING).toMillis(), TimeUnit.MILLISECONDS)
                .join();
        LOG.info("program ended");
        Logs.flush();
        Runtime.getRuntime().halt(code);
    }
}
