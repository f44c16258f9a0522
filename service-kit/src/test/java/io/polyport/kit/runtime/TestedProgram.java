package io.polyport.kit.runtime;

import io.polyport.kit.config.Doc;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A program on a local bus whose parts tell when they start and drain. One for each test. */
final class TestedProgram {
    record Config(@Doc("Runtime.") RuntimeSettings runtime) {}

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RunningProgram running;

    /** At most 20 s: less than a test has. */
    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static Config config(int port, Duration startLimit) {
        return new Config(
                new RuntimeSettings(new ManagementSettings("127.0.0.1", port), startLimit, Duration.ofSeconds(5), 2));
    }

    /** What the parts have told, and the end of Vert.x. */
    List<String> told() {
        return told;
    }

    /** What {@link #start(Program.Parts)} has started. */
    RunningProgram running() {
        return running;
    }

    RunningProgram start(Program.Parts<Config> parts) throws Exception {
        running = await(start(parts, config(0, Duration.ofSeconds(20))));
        return running;
    }

    Future<RunningProgram> start(Program.Parts<Config> parts, Config config) {
        VertxStart<Config> local = VertxStart.local();
        return RunningProgram.start(
                new Program<>(
                        "test",
                        "A test.",
                        Config.class,
                        Config::runtime,
                        (c, base) -> local.start(c, base).map(this::watched),
                        parts),
                config);
    }

    VertxStart.Started watched(VertxStart.Started started) {
        return new VertxStart.Started(
                started.vertx(),
                started.checks(),
                () -> started.close().get().onSuccess(ok -> told.add("Vert.x closed")));
    }

    Part part(String name, Future<Void> started, Future<Void> drained) {
        return new Part() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Future<Void> start(Vertx on) {
                told.add("start " + name);
                return started;
            }

            @Override
            public Future<Void> drain(Duration limit) {
                told.add("drain " + name);
                return drained;
            }
        };
    }

    Part good(String name) {
        return part(name, Future.succeededFuture(), Future.succeededFuture());
    }

    /** Asks the management port. */
    HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.managementPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Ends it, when it has been started. */
    void close() throws Exception {
        if (running != null) {
            await(running.stop(Duration.ZERO));
        }
        http.close();
    }
}
