package io.polyport.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.Doc;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class RunningProgramTest {
    record Config(@Doc("Runtime.") RuntimeSettings runtime) {}

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private RunningProgram running;

    @AfterEach
    void stop() throws Exception {
        if (running != null) {
            await(running.stop(Duration.ZERO));
        }
        http.close();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(8, TimeUnit.SECONDS);
    }

    private static Config config(int port, Duration startLimit) {
        return new Config(
                new RuntimeSettings(new ManagementSettings("127.0.0.1", port), startLimit, Duration.ofSeconds(5), 2));
    }

    private RunningProgram start(Program.Parts<Config> parts) throws Exception {
        running = await(start(parts, config(0, Duration.ofSeconds(20))));
        return running;
    }

    private Future<RunningProgram> start(Program.Parts<Config> parts, Config config) {
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

    private VertxStart.Started watched(VertxStart.Started started) {
        return new VertxStart.Started(
                started.vertx(),
                started.checks(),
                () -> started.close().get().onSuccess(ok -> told.add("Vert.x closed")));
    }

    private Part part(String name, Future<Void> started, Future<Void> drained) {
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

    private Part good(String name) {
        return part(name, Future.succeededFuture(), Future.succeededFuture());
    }

    private HttpResponse<String> ask(String method, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.managementPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(10));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    @DisplayName("GW-36 parts start in their order and drain in the reverse one")
    void order() throws Exception {
        start((config, around) -> List.of(good("ftp"), good("gateway")));
        await(running.stop(Duration.ofSeconds(5)));
        assertThat(told).containsExactly("start ftp", "start gateway", "drain gateway", "drain ftp", "Vert.x closed");
    }

    @Test
    @DisplayName("GW-36 a drain that fails or hangs holds up neither the others nor the end beyond the limit")
    void stuckDrain() throws Exception {
        start((config, around) -> List.of(
                good("first"),
                part("hangs", Future.succeededFuture(), Promise.<Void>promise().future()),
                part("fails", Future.succeededFuture(), Future.failedFuture("no"))));
        long began = System.nanoTime();
        await(running.stop(Duration.ofMillis(300)));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(6));
        assertThat(told)
                .containsSubsequence("start fails", "drain fails", "drain hangs")
                .doesNotContain("drain first");
    }

    @Test
    @DisplayName("GW-36 every instance of a draining verticle drains on its own event loop before it is undeployed")
    void verticles() throws Exception {
        final class Worker extends VerticleBase implements Draining {
            private Thread loop;

            @Override
            public Future<?> start() throws Exception {
                loop = Thread.currentThread();
                return super.start();
            }

            @Override
            public Future<Void> drain(Duration limit) {
                told.add(Thread.currentThread() == loop ? "drained at home" : "drained elsewhere");
                return Future.succeededFuture();
            }

            @Override
            public Future<?> stop() {
                told.add("stopped");
                return Future.succeededFuture();
            }
        }
        start((config, around) ->
                List.of(Part.of("workers", Worker::new, new io.vertx.core.DeploymentOptions().setInstances(2))));
        await(running.stop(Duration.ofSeconds(5)));
        assertThat(told).containsExactly("drained at home", "drained at home", "stopped", "stopped", "Vert.x closed");
    }

    @Test
    @DisplayName("a part that cannot start ends the whole start with one sentence and leaves nothing open")
    void failingPart() {
        Program.Parts<Config> parts = (config, around) -> List.of(
                good("ftp"),
                part("gateway", Future.failedFuture(new java.net.UnknownHostException("far.example")), null),
                good("never"));
        assertThatThrownBy(() -> await(start(parts, config(0, Duration.ofSeconds(20)))))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "gateway could not start: the host name far.example is not known; check the name and the DNS");
        assertThat(told).startsWith("start ftp", "start gateway").hasSize(3);
        assertClosed();
    }

    private void assertClosed() {
        assertThat(told).endsWith("Vert.x closed");
    }

    @Test
    @DisplayName("a part that throws and a part that never starts end the start as well")
    void throwingAndHanging() {
        assertThatThrownBy(() -> await(start(
                        (config, around) -> {
                            throw new IllegalStateException("password=hunter2 is wrong");
                        },
                        config(0, Duration.ofSeconds(20)))))
                .hasMessageContaining("test could not start")
                .hasMessageNotContaining("hunter2");
        Program.Parts<Config> hanging =
                (config, around) -> List.of(part("slow", Promise.<Void>promise().future(), Future.succeededFuture()));
        assertThatThrownBy(() -> await(start(hanging, config(0, Duration.ofMillis(300)))))
                .hasMessageContaining("it took longer than start-limit");
        assertClosed();
    }

    private Future<RunningProgram> startOn(VertxStart<Config> bus, Duration limit) {
        return RunningProgram.start(
                new Program<>(
                        "test",
                        "A test.",
                        Config.class,
                        Config::runtime,
                        bus,
                        (c, around) ->
                                List.of(part("slow", Promise.<Void>promise().future(), Future.succeededFuture()))),
                config(0, limit));
    }

    @Test
    @DisplayName("the start limit covers joining the bus, too, and a Vert.x that comes too late is closed again")
    void slowBus() throws Exception {
        Promise<VertxStart.Started> joined = Promise.promise();
        assertThatThrownBy(() -> await(startOn((c, base) -> joined.future(), Duration.ofMillis(300))))
                .cause()
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("the bus of test")
                .hasMessageContaining("it took longer than start-limit");
        joined.complete(watched(VertxStart.Started.of(Vertx.vertx())));
        io.polyport.kit.fixtures.Eventually.holds(
                Duration.ofSeconds(8), "it is closed", () -> told.equals(List.of("Vert.x closed")));
    }

    @Test
    @DisplayName("the start limit is one limit for the bus and the parts together")
    void slowBusAndParts() {
        VertxStart<Config> slow = (c, base) -> {
            var vertx = Vertx.vertx(base);
            return vertx.timer(1, TimeUnit.SECONDS).map(over -> watched(VertxStart.Started.of(vertx)));
        };
        long began = System.nanoTime();
        assertThatThrownBy(() -> await(startOn(slow, Duration.ofMillis(1_500))))
                .hasMessageContaining("it took longer than start-limit");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2_400));
        assertClosed();
    }

    @Test
    @DisplayName("GW-36 a start that is not wanted any longer goes no step further, and drains what serves already")
    void unwantedStart() {
        var unwanted = new java.util.concurrent.atomic.AtomicBoolean();
        Promise<Void> second = Promise.promise();
        VertxStart<Config> local = VertxStart.local();
        var starting = RunningProgram.start(
                new Program<>(
                        "test",
                        "A test.",
                        Config.class,
                        Config::runtime,
                        (c, base) -> local.start(c, base).map(this::watched),
                        (c, around) -> List.of(
                                good("first"),
                                part("second", second.future(), Future.succeededFuture()),
                                good("never"))),
                config(0, Duration.ofSeconds(20)),
                unwanted::get,
                (running, reason) -> {});
        io.polyport.kit.fixtures.Eventually.holds(
                Duration.ofSeconds(8), "the second one starts", () -> told.contains("start second"));
        unwanted.set(true);
        second.complete();
        assertThatThrownBy(() -> await(starting)).hasMessageContaining("was asked to leave while it started");
        assertThat(told).containsExactly("start first", "start second", "drain second", "drain first", "Vert.x closed");
    }

    @Test
    @DisplayName("a program is drained and closed when a part asks that it ends, and once only")
    void ends() throws Exception {
        var surroundings = new AtomicReference<Surroundings>();
        start((config, around) -> {
            surroundings.set(around);
            return List.of(good("only"));
        });
        surroundings.get().ending().because("there is another one");
        surroundings.get().ending().because("there is a third one");
        io.polyport.kit.fixtures.Eventually.holds(
                Duration.ofSeconds(8),
                "it is closed",
                () -> told.equals(List.of("start only", "drain only", "Vert.x closed")));
    }

    @Test
    @DisplayName("a management port that is in use is told with address and port")
    void portInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            var config = config(taken.getLocalPort(), Duration.ofSeconds(20));
            assertThatThrownBy(() -> await(start((c, around) -> List.of(), config)))
                    .hasMessageContaining("the management port could not start: the port is in use (127.0.0.1:"
                            + taken.getLocalPort());
        }
    }

    @Test
    @DisplayName("GW-36 ready only when every part serves and every check is ready; not ready as soon as it drains")
    void readiness() throws Exception {
        var reason = new AtomicReference<>(Optional.of("sees 1 of 3 members"));
        Promise<Void> drained = Promise.promise();
        start((config, around) -> {
            assertThat(around.readiness().reasons()).containsEntry("program", "is starting");
            around.readiness().register("bus", reason::get);
            return List.of(part("slow", Future.succeededFuture(), drained.future()));
        });
        var before = ask("GET", "/health/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(new JsonObject(before.body()).getJsonObject("reasons"))
                .isEqualTo(new JsonObject().put("bus", "sees 1 of 3 members"));
        reason.set(Optional.empty());
        assertThat(ask("GET", "/health/ready").statusCode()).isEqualTo(200);

        var stopped = running.stop(Duration.ofSeconds(10));
        var draining = ask("GET", "/health/ready");
        assertThat(draining.statusCode()).isEqualTo(503);
        assertThat(draining.body()).contains("is draining");
        assertThat(ask("GET", "/health/live").statusCode()).isEqualTo(200);
        drained.complete();
        await(stopped);
    }

    @Test
    @DisplayName("GW-35 /metrics has Vert.x', the JVM's and the event loops' meters as Prometheus text")
    void metrics() throws Exception {
        start((config, around) -> {
            around.meters().counter("own.things").increment(3);
            return List.of();
        });
        ask("GET", "/health/live");
        var answer = ask("GET", "/metrics");
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(answer.body())
                .contains("own_things_total 3.0", "jvm_memory_used_bytes{", "jvm_threads_live_threads", "jvm_gc_")
                .contains("vertx_http_server_requests_total{");
        assertThat(answer.body().lines().filter(line -> line.startsWith("polyport_event_loop_lag_seconds{")))
                .hasSize(2);
        assertThat(ask("GET", "/metrics", "Accept", "application/openmetrics-text")
                        .body())
                .endsWith("# EOF\n");
    }

    @Test
    @DisplayName("GW-35 an event loop that was blocked shows its delay")
    void lag() throws Exception {
        start((config, around) -> List.of());
        var blocked = new java.util.concurrent.CountDownLatch(1);
        running.vertx().runOnContext(go -> {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(900).toNanos());
            blocked.countDown();
        });
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        var worst = ask("GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("polyport_event_loop_lag_seconds{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .max()
                .orElseThrow();
        assertThat(worst).isGreaterThan(0.5);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/", "/health", "/health/live/", "/metrics2", "//metrics", "/%6detrics"})
    @DisplayName("any other path of the management port is a 404 problem")
    void otherPaths(String path) throws Exception {
        start((config, around) -> List.of());
        var answer = ask("GET", path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("management.not-found");
    }

    @Test
    @DisplayName("the management port can be read with GET and HEAD only")
    void methods() throws Exception {
        start((config, around) -> List.of());
        assertThat(ask("POST", "/health/live").statusCode()).isEqualTo(405);
        assertThat(ask("DELETE", "/metrics").headers().firstValue("allow")).contains("GET, HEAD");
        var head = ask("HEAD", "/health/ready");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    @DisplayName("two checks of one name are refused; a check that throws is not ready")
    void checks() {
        var readiness = new Readiness();
        readiness.running();
        readiness.register("a", () -> {
            throw new IllegalStateException("hunter2");
        });
        assertThat(readiness.reasons()).containsEntry("a", "the check failed with IllegalStateException");
        assertThatThrownBy(() -> readiness.register("a", Optional::empty)).isInstanceOf(IllegalStateException.class);
    }
}
