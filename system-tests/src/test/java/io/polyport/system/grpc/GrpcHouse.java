package io.polyport.system.grpc;

import io.polyport.gateway.GatewayConfig;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcPart;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.system.house.LocalHouse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** Gateway and gRPC service in this JVM; any server on loopback may be named ad hoc. */
final class GrpcHouse implements AutoCloseable {
    /** Every right that the service's contract knows. */
    static final Set<String> SCOPES = Set.of("grpc:read", "grpc:write");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final LocalHouse.Plan<Config> PLAN = new LocalHouse.Plan<>(
            "grpc",
            Config.class,
            Config::gateway,
            Config::runtime,
            (config, folder, member, surroundings, loops) ->
                    new GrpcPart(config.grpc(), member, surroundings, "test", loops));

    /** What the two parts are configured with. */
    record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The gRPC service.") GrpcConfig grpc,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private final LocalHouse house;
    private final StreamingClient streaming = new StreamingClient();

    private GrpcHouse(LocalHouse house) {
        this.house = house;
    }

    /** With these connections, each a line {@code name: {addresses: …}}. */
    static GrpcHouse with(String... connections) {
        return new GrpcHouse(LocalHouse.start(
                PLAN,
                "",
                "  ad-hoc: {allow: ['127.0.0.0/8:*'], insecure: true}\n  connections:\n    "
                        + String.join("\n    ", connections)));
    }

    /** The line of a connection to a server on loopback. */
    static String line(String name, int port, String... more) {
        return "%s: {addresses: ['http://127.0.0.1:%d']%s}"
                .formatted(name, port, more.length == 0 ? "" : ", " + String.join(", ", more));
    }

    /** A caller who may do everything: {@code anna} or {@code boris}. */
    GrpcRest as(String subject) {
        return new GrpcRest(house.port(), house.token(subject, SCOPES), streaming);
    }

    /** What callers without a token read. */
    JsonObject openApi() {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + "/openapi.json"))
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
        house.close();
    }
}
