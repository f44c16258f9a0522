package io.polyport.kit.runtime;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that serves: it owns its Vert.x, its parts, its management port and its meters, and closes them. */
public final class RunningProgram {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProgram.class);
    /** For closing what was already drained, or could not be. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** So that one that is held up does not hold up all. */
    private static final int LEAST_LOOPS = 2;

    /** Vert.x starts a thread for each blocking call until there are so many: its 20 twice cost 4 MiB that idle. */
    private static final int BLOCKING_THREADS = 8;

    private final String name;
    private final Meters meters;
    private final VertxStart.Started started;
    private final BooleanSupplier unwanted;
    private final BiConsumer<RunningProgram, String> ending;
    private final AtomicBoolean ends = new AtomicBoolean();
    private final Readiness readiness = new Readiness();
    private final List<Part> parts = new ArrayList<>();
    private final AtomicReference<Future<Void>> stopping = new AtomicReference<>();
    private volatile ManagementServer management;

    private RunningProgram(
            String name,
            Meters meters,
            VertxStart.Started started,
            BooleanSupplier unwanted,
            BiConsumer<RunningProgram, String> ending) {
        this.name = name;
        this.meters = meters;
        this.started = started;
        this.unwanted = unwanted;
        this.ending = ending;
        started.checks().forEach(readiness::register);
        started.vertx().exceptionHandler(e -> LOG.error("an exception that nobody handled", e));
    }

    /**
     * Succeeds when every part serves; fails with a {@link StartFailure}, and nothing is left open then. When a part asks that
     * the program ends, it is stopped.
     */
    public static <C extends Record> Future<RunningProgram> start(Program<C> program, C config) {
        Duration limit = program.settings().apply(config).drainLimit();
        return start(program, config, () -> false, (running, reason) -> running.stop(limit));
    }

    /**
     * As {@link #start(Program, Record)}, within the start limit all together.
     *
     * @param unwanted asked before every step; once it says so, the start fails, and what serves already is drained first
     * @param ending told once, when a part asks that the program ends, and why; on any thread
     */
    static <C extends Record> Future<RunningProgram> start(
            Program<C> program, C config, BooleanSupplier unwanted, BiConsumer<RunningProgram, String> ending) {
        var settings = program.settings().apply(config);
        long end = System.nanoTime() + settings.startLimit().toNanos();
        var meters = Meters.create();
        var options = new VertxOptions()
                .setMetricsOptions(meters.options())
                .setEventLoopPoolSize(loops(settings))
                .setWorkerPoolSize(BLOCKING_THREADS)
                .setInternalBlockingPoolSize(BLOCKING_THREADS);
        // Without a context, for the same reason as in close().
        Promise<RunningProgram> result = Promise.promise();
        joined(program, config, options, settings.startLimit())
                .onSuccess(started -> new RunningProgram(program.name(), meters, started, unwanted, ending)
                        .begin(program, config, settings, end, result))
                .onFailure(e -> {
                    meters.close();
                    result.fail(new StartFailure("the bus of " + program.name(), e));
                });
        return result.future();
    }

    /** What comes after the limit is closed again: nobody waits for it any longer. */
    private static <C extends Record> Future<VertxStart.Started> joined(
            Program<C> program, C config, VertxOptions options, Duration limit) {
        Future<VertxStart.Started> joining =
                Future.future(promise -> program.vertx().start(config, options).onComplete(promise));
        Future<VertxStart.Started> inTime = joining.timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        inTime.onFailure(late -> joining.compose(started -> started.close().get()));
        return inTime;
    }

    private <C extends Record> void begin(
            Program<C> program, C config, RuntimeSettings settings, long end, Promise<RunningProgram> result) {
        startParts(program, config, settings, end)
                .onSuccess(up -> result.complete(this))
                .onFailure(e -> stop(unwanted.getAsBoolean() ? settings.drainLimit() : Duration.ZERO)
                        .onComplete(closed -> result.fail(e)));
    }

    private <C extends Record> Future<Void> startParts(
            Program<C> program, C config, RuntimeSettings settings, long end) {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
        return startManagement(settings)
                .compose(up -> step(
                        name,
                        () -> startAll(new ArrayDeque<>(program.parts()
                                .build(config, new Surroundings(vertx(), readiness, meters.registry(), this::end))))))
                .timeout(left, TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(e instanceof StartFailure ? e : new StartFailure(name, e)))
                .onSuccess(all -> readiness.running());
    }

    private void end(String reason) {
        if (ends.compareAndSet(false, true)) {
            LOG.error("program ends by itself: {}", reason);
            ending.accept(this, reason);
        }
    }

    private Future<Void> startManagement(RuntimeSettings settings) {
        return step(
                        "the management port",
                        () -> ManagementServer.start(vertx(), settings.management(), readiness, meters)
                                .onSuccess(server -> management = server))
                .compose(server -> EventLoopLag.deploy(vertx(), meters.registry(), loops(settings)));
    }

    private static int loops(RuntimeSettings settings) {
        return settings.eventLoops() > 0
                ? settings.eventLoops()
                : Math.max(LEAST_LOOPS, Runtime.getRuntime().availableProcessors());
    }

    private Future<Void> startAll(Deque<Part> waiting) {
        if (unwanted.getAsBoolean()) {
            return Future.failedFuture(StartFailure.unwanted(name));
        }
        var part = waiting.poll();
        if (part == null) {
            return Future.succeededFuture();
        }
        parts.add(part);
        return step(part.name(), () -> part.start(vertx()))
                .onSuccess(up -> LOG.atInfo().addKeyValue("part", part.name()).log("part started"))
                .compose(up -> startAll(waiting));
    }

    /** What throws fails, and a failure says which step it was. */
    private static <T> Future<T> step(String what, java.util.function.Supplier<Future<T>> action) {
        return Future.<T>future(promise -> action.get().onComplete(promise))
                .recover(e -> Future.failedFuture(e instanceof StartFailure ? e : new StartFailure(what, e)));
    }

    public Vertx vertx() {
        return started.vertx();
    }

    /** The management port that was really taken. */
    public int managementPort() {
        return management.port();
    }

    public Readiness readiness() {
        return readiness;
    }

    /**
     * Not ready at once; drains the parts in the reverse order of their start, all within {@code limit}; closes.
     *
     * @return always succeeds, within {@code limit} and a few seconds; asked again, the same future
     */
    public Future<Void> stop(Duration limit) {
        Promise<Void> promise = Promise.promise();
        if (!stopping.compareAndSet(null, promise.future())) {
            return stopping.get();
        }
        readiness.draining();
        long end = System.nanoTime() + limit.toNanos();
        var order = new ArrayDeque<>(parts.reversed());
        (limit.isZero() ? Future.<Void>succeededFuture() : drainAll(order, end))
                .onComplete(drained -> close().onComplete(promise));
        return promise.future();
    }

    private Future<Void> drainAll(Deque<Part> waiting, long end) {
        var part = waiting.poll();
        if (part == null) {
            return Future.succeededFuture();
        }
        var left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() < 10) {
            LOG.atWarn().addKeyValue("part", part.name()).log("no time left to drain");
            return drainAll(waiting, end);
        }
        return Future.<Void>future(done -> part.drain(left).onComplete(done))
                .timeout(left.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(done -> LOG.atInfo().addKeyValue("part", part.name()).log("part drained"))
                .onFailure(e -> LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("part", part.name())
                        .log("part did not drain; its work is broken off"))
                .transform(done -> drainAll(waiting, end));
    }

    /** The last steps run on no context: the event loops that would carry them on are being closed. */
    private Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        var server = management;
        (server == null ? Future.<Void>succeededFuture() : server.close())
                .onComplete(done -> started.close().get().onComplete(closed));
        return Future.fromCompletionStage(closed.future()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, e) -> {
                    if (e != null) {
                        LOG.warn("Vert.x did not close", e);
                    }
                    meters.close();
                    return null;
                }));
    }
}
