package io.polyport.system.ftp;

import com.nimbusds.jose.jwk.OctetSequenceKey;
import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPart;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.TokenIssuer;
import io.polyport.gateway.identity.TokenOrder;
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
import io.polyport.store.StateSettings;
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

/** Gateway and FTP service in this JVM, on a local bus, with two event loops each: everything but the processes is real. */
final class FtpHouse implements AutoCloseable {
    private static final String ISSUER = "https://issuer.example";
    private static final String SECRET = "a secret of the tests, 32 bytes or more";
    private static final int LOOPS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What the two parts are configured with. */
    record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The FTP service.") FtpConfig ftp,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private final RunningProgram program;
    private final Path folder;
    private final int port;

    private FtpHouse(RunningProgram program, Path folder, int port) {
        this.program = program;
        this.folder = folder;
        this.port = port;
    }

    /** With these connections, each a line {@code name: {host: …}}, and the defaults for all else. */
    static FtpHouse with(String... connections) {
        return configured("", "  connections:\n    " + String.join("\n    ", connections));
    }

    /**
     * @param rules further policy rules, indented as items of {@code gateway.policy.rules}
     * @param ftp the lines below {@code ftp:}, indented
     */
    static FtpHouse configured(String rules, String ftp) {
        try {
            Path folder = Files.createTempDirectory("ftp-house");
            Path file = folder.resolve("config.yaml");
            Files.writeString(file, yaml(folder, rules, ftp));
            return start(ConfigLoader.load(Config.class, List.of(file), Map.of()), folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String yaml(Path folder, String rules, String ftp) {
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
                  may: {services: [ftp], access: [read, write]}
            %s
            runtime: {management: {port: 0}, event-loops: 4}
            ftp:
            %s
            """.formatted(folder, ISSUER, SECRET, rules, ftp);
    }

    private static FtpHouse start(Config config, Path folder) {
        var gateway = new AtomicReference<GatewayPart>();
        var program = new Program<>(
                "ftp-house",
                "For tests.",
                Config.class,
                Config::runtime,
                VertxStart.<Config>local(),
                (given, surroundings) -> parts(inFolder(given, folder), surroundings, gateway));
        var running = Waiting.value(RunningProgram.start(program, config), LIMIT);
        Eventually.holds(
                LIMIT,
                "the gateway routes to ftp",
                () -> gateway.get().services().contains("ftp"));
        return new FtpHouse(running, folder, gateway.get().ports().getFirst());
    }

    /** Its state is its own, unless the test has named a database. */
    private static Config inFolder(Config given, Path folder) {
        StateSettings state = given.ftp().state();
        return new Config(
                given.gateway(),
                state.folder().equals(StateSettings.FOLDER)
                        ? given.ftp().withState(state.withFolder(folder))
                        : given.ftp(),
                given.runtime());
    }

    private static List<Part> parts(Config config, Surroundings surroundings, AtomicReference<GatewayPart> gateway) {
        var keys = BusStart.ownKeys();
        var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / 2);
        gateway.set(new GatewayPart(
                config.gateway(), BusStart.member(keys, streams, surroundings.vertx()), surroundings, "test", LOOPS));
        var ftp = new FtpPart(
                config.ftp(), BusStart.member(keys, streams, surroundings.vertx()), surroundings, "test", LOOPS);
        return List.of(ftp, gateway.get());
    }

    /** The line of a connection to a real server's start directory. */
    static String line(String name, Peer peer, String... more) {
        var login = peer.settings();
        return "%s: {host: %s, port: %d, user: %s, password: '%s'%s}"
                .formatted(name, login.host(), login.port(), login.user(), login.password(), all(more));
    }

    static String line(String name, ScriptedFtpServer server, String... more) {
        return line(name, server.port(), more);
    }

    static String line(String name, int port, String... more) {
        return "%s: {host: 127.0.0.1, port: %d, user: u, password: p%s}".formatted(name, port, all(more));
    }

    private static String all(String... more) {
        return more.length == 0 ? "" : ", " + String.join(", ", more);
    }

    int port() {
        return port;
    }

    int managementPort() {
        return program.managementPort();
    }

    /** A caller who may do everything: {@code anna} or {@code boris}; other names have only what further rules give. */
    Rest as(String subject) {
        return as(subject, Set.of("ftp:read", "ftp:write"));
    }

    /** The same, with a token of these scopes. */
    Rest as(String subject, Set<String> scopes) {
        var key = new OctetSequenceKey.Builder(SECRET.getBytes(StandardCharsets.UTF_8)).build();
        var token = TokenIssuer.of(ISSUER, key, Clock.systemUTC())
                .issue(new TokenOrder(subject, List.of("polyport"), scopes, Duration.ofHours(1)));
        return new Rest(port, token);
    }

    @Override
    public void close() throws IOException {
        Waiting.value(program.stop(Duration.ofSeconds(10)), LIMIT);
        try (var all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
