package io.polyport.system.house;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.TokenIssuer;
import io.polyport.gateway.identity.TokenOrder;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.config.ConfigLoader;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.RunningProgram;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.runtime.VertxStart;
import io.polyport.kit.stream.StreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.Function;

/** Gateway and a service in this JVM, on a local bus, with two event loops each: all but the processes is real. */
public final class LocalHouse implements AutoCloseable {
    private static final String ISSUER = "https://issuer.example";
    private static final String SECRET = "a secret of the tests, 32 bytes or more";
    private static final int LOOPS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final RunningProgram program;
    private final Path folder;
    private final int port;

    private LocalHouse(RunningProgram program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** Makes the service's part. What it keeps may lie in the folder, which goes when the house does. */
    @FunctionalInterface
    public interface Service<C extends Record> {
        Part part(C config, Path folder, BusMember member, Surroundings surroundings, int loops);
    }

    /**
     * What stands beside the gateway.
     *
     * @param service its name in addresses, and that of its part of the configuration
     * @param config the configuration of the whole house: {@code gateway}, {@code runtime} and the service's
     */
    public record Plan<C extends Record>(
            String service,
            Class<C> config,
            Function<C, GatewayConfig> gateway,
            Function<C, RuntimeSettings> runtime,
            Service<C> part) {}

    /**
     * Starts it, and waits until the gateway routes to the service. {@code anna} and {@code boris} may do everything.
     *
     * @param rules further policy rules, indented as items of {@code gateway.policy.rules}
     * @param yaml the service's lines, below its name, indented
     */
    public static <C extends Record> LocalHouse start(Plan<C> plan, String rules, String yaml) {
        try {
            Path folder = Files.createTempDirectory(plan.service() + "-house");
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, yaml(plan.service(), folder, rules, yaml));
            return start(plan, ConfigLoader.load(plan.config(), List.of(file), Map.of()), folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String yaml(String service, Path folder, String rules, String lines) {
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
                  may: {services: [%s], access: [read, write]}
            %s
            runtime: {management: {port: 0}, event-loops: 4}
            %s:
            %s
            """.formatted(folder, ISSUER, SECRET, service, rules, service, lines);
    }

    private static <C extends Record> LocalHouse start(Plan<C> plan, C config, Path folder) {
        var gateway = new AtomicReference<GatewayPart>();
        var program = new Program<>(
                plan.service() + "-house",
                "For tests.",
                plan.config(),
                plan.runtime(),
                VertxStart.<C>local(),
                (given, surroundings) -> parts(plan, given, folder, surroundings, gateway));
        var running = Waiting.value(RunningProgram.start(program, config), LIMIT);
        Eventually.holds(
                LIMIT,
                "the gateway routes to " + plan.service(),
                () -> gateway.get().services().contains(plan.service()));
        return new LocalHouse(running, folder, gateway.get().ports().getFirst());
    }

    private static <C extends Record> List<Part> parts(
            Plan<C> plan, C config, Path folder, Surroundings surroundings, AtomicReference<GatewayPart> gateway) {
        var keys = BusStart.ownKeys();
        var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / 2);
        gateway.set(new GatewayPart(
                plan.gateway().apply(config),
                BusStart.member(keys, streams, surroundings.vertx()),
                surroundings,
                "test",
                LOOPS));
        var service = plan.part()
                .part(config, folder, BusStart.member(keys, streams, surroundings.vertx()), surroundings, LOOPS);
        return List.of(service, gateway.get());
    }

    /** The gateway's public port. */
    public int port() {
        return port;
    }

    public int managementPort() {
        return program.managementPort();
    }

    /** A token for a caller, which the gateway takes for an hour. */
    public String token(String subject, Set<String> scopes) {
        var key = new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build();
        return TokenIssuer.of(ISSUER, key, Clock.systemUTC())
                .issue(new TokenOrder(subject, List.of("polyport"), scopes, Duration.ofHours(1)));
    }

    @Override
    public void close() {
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
