package io.polyport.system.grpc;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.TokenIssuer;
import io.polyport.gateway.identity.TokenOrder;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcPart;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.config.Doc;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.RunningProgram;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.runtime.VertxStart;
import io.polyport.kit.stream.StreamSettings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Gateway and gRPC service in this JVM, on a local bus, with two event loops each: everything but the processes is real. */
final class GrpcHouse implements AutoCloseable {
    /** Every right that the service's contract knows. */
    static final Set<String> SCOPES = Set.of("grpc:read", "grpc:write");

    private static final String ISSUER = "https://issuer.example";
    private static final String SECRET = "a secret of the tests, 32 bytes or more";
    private static final int LOOPS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What the two parts are configured with. */
    record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The gRPC service.") GrpcConfig grpc,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private final RunningProgram program;
    private final Path folder;
    private final int port;
    private final StreamingClient streaming = new StreamingClient();

    private GrpcHouse(RunningProgram program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** With these connections, each a line {@code name: {addresses: …}}; any server on loopback may be named ad hoc. */
    static GrpcHouse with(String... connections) {
        try {
            Path folder = Files.createTempDirectory("grpc-house");
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, yaml(folder, String.join("\n    ", connections)));
            return start(ConfigLoader.load(Config.class, List.of(file), Map.of()), folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String yaml(Path folder, String connections) {
        return """
            gateway:
              http: {port: 0}
              https: {enabled: false}
              data-folder: %s
              identity:
                issuers:
                - {issuer: '%s', audiences: [polyport], algorithms: [HS256], keys: {secret: '%s'}}
              policy:
                rules:
                - name: everything
                  who: {subjects: [anna, boris]}
                  may: {services: [grpc], access: [read, write]}
            runtime: {management: {port: 0}, event-loops: 4}
            grpc:
              ad-hoc: {allow: ['127.0.0.0/8:*'], insecure: true}
              connections:
                %s
            """.formatted(folder, ISSUER, SECRET, connections);
    }

    private static GrpcHouse start(Config config, Path folder) {
        var gateway = new AtomicReference<GatewayPart>();
        var program = new Program<>(
                "grpc-house",
                "For tests.",
                Config.class,
                Config::runtime,
                VertxStart.<Config>local(),
                (given, surroundings) -> parts(given, surroundings, gateway));
        var running = Waiting.value(RunningProgram.start(program, config), LIMIT);
        Eventually.holds(
                LIMIT,
                "the gateway routes to grpc",
                () -> gateway.get().services().contains("grpc"));
        return new GrpcHouse(running, folder, gateway.get().ports().getFirst());
    }

    private static List<Part> parts(Config config, Surroundings surroundings, AtomicReference<GatewayPart> gateway) {
        var keys = BusStart.ownKeys();
        var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / 2);
        gateway.set(new GatewayPart(
                config.gateway(), BusStart.member(keys, streams, surroundings.vertx()), surroundings, "test", LOOPS));
        var grpc = new GrpcPart(
                config.grpc(), BusStart.member(keys, streams, surroundings.vertx()), surroundings, "test", LOOPS);
        return List.of(grpc, gateway.get());
    }

    /** The line of a connection to a server on loopback. */
    static String line(String name, int port, String... more) {
        return "%s: {addresses: ['http://127.0.0.1:%d']%s}"
                .formatted(name, port, more.length == 0 ? "" : ", " + String.join(", ", more));
    }

    /** A caller who may do everything: {@code anna} or {@code boris}. */
    GrpcRest as(String subject) {
        var key = new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build();
        var token = TokenIssuer.of(ISSUER, key, Clock.systemUTC())
                .issue(new TokenOrder(subject, List.of("polyport"), SCOPES, Duration.ofHours(1)));
        return new GrpcRest(port, token, streaming);
    }

    /** What callers without a token read. */
    JsonObject openApi() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/openapi.json"))
                .timeout(LIMIT)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return new JsonObject(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        streaming.close();
        Waiting.value(program.stop(Duration.ofSeconds(10)), LIMIT);
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
