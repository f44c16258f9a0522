package io.polyport.grpc.schema;

import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to schemas: one for a program, safe to use on any thread. Everything that takes long happens aside, on threads of
 * its own; futures come back on the caller's context and fail with a {@link io.polyport.kit.problem.ProblemException} of
 * {@link SchemaProblems}. The same content is compiled once, also when several ask for it at the same time.
 */
public final class Schemas {
    private static final int MOST_WAITING = 64;
    private static final int RETRY_AFTER_SECONDS = 5;
    /** Up to this the name of a content is computed at once: that takes about as long as changing threads. */
    private static final long SMALL = 32 << 10;
    /** Beyond the compiler's time, for linking: then Vert.x warns. */
    private static final long SLACK_SECONDS = 60;

    private final Vertx vertx;
    private final SchemaSettings settings;
    private final Compiler compiler;
    private final SchemaMaking making;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final SchemaCache<String> byContent;
    private final SchemaCache<Server> byServer;

    /** Whom a server tells about itself: it may tell others something else. */
    private record Server(GrpcTarget target, GrpcMetadata metadata) {}

    private Schemas(Vertx vertx, SchemaSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.compiler = new Compiler(settings);
        this.making = new SchemaMaking(settings, compiler);
        this.workers = vertx.createSharedWorkerExecutor(
                "polyport-schemas",
                settings.compilers(),
                settings.compileTimeout().toSeconds() + SLACK_SECONDS,
                TimeUnit.SECONDS);
        this.byContent = new SchemaCache<>(settings, Optional.empty(), System::nanoTime);
        this.byServer = new SchemaCache<>(settings, Optional.of(settings.reflectionKept()), System::nanoTime);
    }

    /** Takes no time: the compiler is looked for when it is needed first. */
    public static Schemas open(Vertx vertx, SchemaSettings settings) {
        return new Schemas(vertx, settings);
    }

    /**
     * From texts that may import each other by name, in any order, and everything that is built in.
     *
     * @param protos text by name; a name is what other files import, {@code a/b.proto}
     */
    public Future<Schema> ofProtos(Map<String, String> protos) {
        Map<String, String> mine = Map.copyOf(protos);
        long size = mine.values().stream().mapToLong(String::length).sum();
        return byContent(size, () -> Contents.name(mine), () -> making.ofProtos(mine));
    }

    /** From a {@code google.protobuf.FileDescriptorSet}, its files in any order, self-contained but for built-in ones. */
    public Future<Schema> ofDescriptorSet(Buffer set) {
        return byContent(set.length(), () -> Contents.name("set", set), () -> making.ofDescriptorSet(set));
    }

    /** From the .proto files in a ZIP, which import each other relative to any folder of it. */
    public Future<Schema> ofZip(Buffer zip) {
        return byContent(zip.length(), () -> Contents.name("zip", zip), () -> making.ofZip(zip));
    }

    /** From what a server tells of itself (grpc.reflection.v1, or v1alpha); kept for a while by target and metadata. */
    public Future<Schema> ofReflection(GrpcClient client, GrpcTarget target, GrpcMetadata metadata) {
        return here(() -> byServer.get(
                new Server(target, metadata),
                () -> Reflection.ask(client, target, metadata, settings, this::aside)
                        .compose(told -> aside(() -> making.ofReflection(told)))));
    }

    /** The next {@link #ofReflection} with these asks the server anew. */
    public void forget(GrpcTarget target, GrpcMetadata metadata) {
        byServer.forget(new Server(target, metadata));
    }

    /** Ends compilers that are under way, and removes what was unpacked. */
    public Future<Void> close() {
        return vertx.<Void>executeBlocking(
                        () -> {
                            compiler.close();
                            return null;
                        },
                        false)
                .eventually(workers::close);
    }

    private Future<Schema> byContent(long size, Callable<String> name, Callable<Schema> make) {
        return here(() -> (size <= SMALL ? Future.succeededFuture(call(name)) : named(name))
                .compose(key -> byContent.get(key, () -> aside(make))));
    }

    private Future<String> named(Callable<String> name) {
        return vertx.executeBlocking(name, false);
    }

    private static String call(Callable<String> name) {
        try {
            return name.call();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private <T> Future<T> aside(Callable<T> make) {
        if (waiting.incrementAndGet() > MOST_WAITING + settings.compilers()) {
            waiting.decrementAndGet();
            return Future.failedFuture(io.polyport.kit.problem.Problem.of(SchemaProblems.BUSY)
                    .retryAfter(RETRY_AFTER_SECONDS)
                    .toException());
        }
        return Future.succeededFuture()
                .compose(free -> workers.executeBlocking(make, false))
                .onComplete(done -> waiting.decrementAndGet());
    }

    /** What others made, or made on another thread, comes back on the context of who asks. */
    private Future<Schema> here(java.util.function.Supplier<Future<Schema>> schema) {
        Context context = vertx.getOrCreateContext();
        Promise<Schema> promise = Promise.promise();
        schema.get().onComplete(made -> context.runOnContext(back -> promise.handle(made)));
        return promise.future();
    }
}
