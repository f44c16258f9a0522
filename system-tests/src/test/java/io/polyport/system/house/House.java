package io.polyport.system.house;

import io.polyport.ftp.FtpService;
import io.polyport.gateway.Gateway;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gateways and FTP services as processes on the clustered bus with mutual TLS, an issuer of tokens and an FTP server.
 * The configured connection {@link #CONNECTION} leads to the server. Nothing runs before it is started.
 */
public final class House implements AutoCloseable {
    /** The configured connection of every FTP service. */
    public static final String CONNECTION = "box";

    /** The path of the configured connection. */
    public static final String BOX = "/api/v1/ftp/" + CONNECTION;

    /** A call of the FTP service for which it needs no FTP server. */
    public static final String LIGHT = "/api/v1/ftp/connections";

    public static final String SEAL = "a seal for the house of one test, of far more than 32 bytes";
    private static final int SPARE_SEATS = 3;

    private final Path folder;
    private final Optional<String> stateYaml;
    private int states;
    private final TestAuthority authority;
    private final Issuer issuer = Issuer.open();
    private final FtpPeer peer;
    private final Far far;
    private final List<Seat> seats = new ArrayList<>();
    private final List<Node> gateways = new ArrayList<>();
    private final List<Node> services = new ArrayList<>();
    /** With those that a test has made for itself. */
    private final List<Node> all = new ArrayList<>();

    private final List<Integer> httpPorts = new ArrayList<>();
    private final Thread lastResort = new Thread(this::killAll, "house");
    private int taken;

    /** A place in the cluster: ports and the identity of the node that sits there. */
    public record Seat(
            String name, int bus, int engine, int failureDetection, int management, TestAuthority.Identity identity) {}

    /** Where the configured connection leads: an FTP server on the loopback address and an account there. */
    public record Far(int port, String user, String password) {}

    /**
     * What to build; every method returns the plan with one thing changed.
     *
     * @param jvm options of all JVMs, after and above those of {@code JavaProcess}
     * @param far a server of the test's own; else the house's {@link FtpPeer}
     */
    public record Plan(
            Path folder,
            int gateways,
            int services,
            List<String> jvm,
            String gatewayYaml,
            String ftpYaml,
            Optional<String> stateYaml,
            Optional<Far> far) {
        public Plan gateways(int number) {
            return new Plan(folder, number, services, jvm, gatewayYaml, ftpYaml, stateYaml, far);
        }

        public Plan services(int number) {
            return new Plan(folder, gateways, number, jvm, gatewayYaml, ftpYaml, stateYaml, far);
        }

        public Plan jvm(String... options) {
            return new Plan(folder, gateways, services, List.of(options), gatewayYaml, ftpYaml, stateYaml, far);
        }

        /** Lines below {@code gateway:}, indented by two. */
        public Plan gatewayYaml(String yaml) {
            return new Plan(folder, gateways, services, jvm, yaml, ftpYaml, stateYaml, far);
        }

        /** Lines below the connection {@code box}, indented by six: pool, time limits. */
        public Plan connectionYaml(String yaml) {
            return new Plan(folder, gateways, services, jvm, gatewayYaml, yaml, stateYaml, far);
        }

        /** What stands below {@code ftp.state} in braces, for all services; else each has a file of its own. */
        public Plan stateYaml(String yaml) {
            return new Plan(folder, gateways, services, jvm, gatewayYaml, ftpYaml, Optional.of(yaml), far);
        }

        /** The connection {@code box} leads to this server instead of the house's own. */
        public Plan far(Far server) {
            return new Plan(folder, gateways, services, jvm, gatewayYaml, ftpYaml, stateYaml, Optional.of(server));
        }

        public House build() {
            return new House(this);
        }
    }

    /** One gateway and one service, with small heaps. */
    public static Plan in(Path folder) {
        return new Plan(
                folder,
                1,
                1,
                List.of("-Xmx128m", "-XX:MaxDirectMemorySize=64m"),
                "",
                "",
                Optional.empty(),
                Optional.empty());
    }

    private House(Plan plan) {
        folder = plan.folder();
        authority = TestAuthority.create(folder, "house");
        peer = FtpPeer.serve(directory(folder.resolve("peer")));
        stateYaml = plan.stateYaml();
        far = plan.far().orElse(new Far(peer.port(), FtpPeer.USER, FtpPeer.PASSWORD));
        int places = plan.gateways() + plan.services() + SPARE_SEATS;
        List<Integer> ports = FreePorts.of(places * 4 + plan.gateways());
        IntStream.range(0, places)
                .forEach(i -> seats.add(new Seat(
                        "node-" + i,
                        ports.get(i * 4),
                        ports.get(i * 4 + 1),
                        ports.get(i * 4 + 2),
                        ports.get(i * 4 + 3),
                        authority.node("node-" + i))));
        for (int i = 0; i < plan.gateways(); i++) {
            int http = ports.get(places * 4 + i);
            httpPorts.add(http);
            Seat seat = seat();
            String yaml = gatewayYaml(http, plan.gatewayYaml()) + busYaml(seat, SEAL) + runtimeYaml(seat);
            gateways.add(node("gateway-" + i, Gateway.class, plan.jvm(), seat, yaml));
        }
        for (int i = 0; i < plan.services(); i++) {
            Seat seat = seat();
            services.add(node(
                    "ftp-service-" + i,
                    FtpService.class,
                    plan.jvm(),
                    seat,
                    ftpYaml(plan.ftpYaml()) + busYaml(seat, SEAL) + runtimeYaml(seat)));
        }
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** A place for a node of the test's own; there are three. */
    public Seat seat() {
        return seats.get(taken++);
    }

    /** A node with a configuration of the test's own; it does not outlive the house. */
    public Node node(String name, Class<?> main, List<String> jvm, Seat seat, String yaml) {
        Node node = new Node(name, main, jvm, write(name + ".yaml", yaml), seat.management());
        all.add(node);
        return node;
    }

    private String gatewayYaml(int http, String more) {
        return """
                gateway:
                  http: {host: 127.0.0.1, port: %d}
                  https: {enabled: false}
                  data-folder: '%s'
                  identity:
                    issuers:
                      - issuer: %s
                        audiences: [%s]
                        algorithms: [ES256]
                        keys: {jwks-url: '%s', unknown-key-every: 500ms}
                  policy:
                    rules:
                      - name: scopes-alone
                        who: {subjects: ['*']}
                        may: {services: ['*'], access: [read, write], scopes: contract}
                """.formatted(http, folder.resolve("data-" + http), Issuer.NAME, Issuer.AUDIENCE, issuer.jwksUrl())
                + more;
    }

    /** The FTP service with its one connection. */
    public String ftpYaml(String more) {
        return """
                ftp:
                  state: {%s}
                  connections:
                    %s:
                      host: 127.0.0.1
                      port: %d
                      user: %s
                      password: %s
                """.formatted(state(), CONNECTION, far.port(), far.user(), far.password()) + more;
    }

    private String state() {
        return stateYaml.orElseGet(() -> "folder: '" + folder.resolve("state-" + states++) + "'");
    }

    /** A member's part of a configuration. */
    public String busYaml(Seat seat, String seal) {
        String password = TestAuthority.PASSWORD.replace("'", "''");
        return """
                bus:
                  seal: {keys: {main: '%s'}}
                  cluster:
                    host: 127.0.0.1
                    bus-port: %d
                    engine-port: %d
                    failure-detection-port: %d
                    initial-hosts: [%s]
                    keystore: '%s'
                    keystore-password: '%s'
                    truststore: '%s'
                    truststore-password: '%s'
                """.formatted(
                        seal,
                        seat.bus(),
                        seat.engine(),
                        seat.failureDetection(),
                        initialHosts().stream().map(host -> "'" + host + "'").collect(Collectors.joining(", ")),
                        seat.identity().pkcs12(),
                        password,
                        authority.truststore(),
                        password);
    }

    /** A start may take long where many programs start at once. */
    public String runtimeYaml(Seat seat) {
        return """
                runtime:
                  event-loops: 2
                  start-limit: 150s
                  management: {host: 127.0.0.1, port: %d}
                """.formatted(seat.management());
    }

    /** Every seat of the cluster, as its nodes are told. */
    public List<String> initialHosts() {
        return seats.stream().map(seat -> "127.0.0.1[" + seat.engine() + "]").toList();
    }

    /** Starts everything at once and waits until the services are routed to by every gateway. */
    public House start() {
        nodes().forEach(Node::start);
        nodes().forEach(Node::awaitReady);
        for (int i = 0; i < gateways.size(); i++) {
            awaitService(i, Duration.ofSeconds(90));
        }
        return this;
    }

    /** Waits until a gateway answers a call with the service's answer; the time it took. */
    public Duration awaitService(int gateway, Duration limit) {
        HouseClient client = client(gateway);
        long began = System.nanoTime();
        Eventually.holds(limit, "a call through gateway " + gateway + " works", () -> client.status(LIGHT) == 200);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** How many instances a gateway routes to, as its log says; one that dies counts for three seconds more. */
    public long routed(int gateway) {
        var process = gateway(gateway).process();
        return process.lines("service instance appeared") - process.lines("service instance left the routing");
    }

    /** How often an instance has come into a gateway's routing, as its log says: one that was started again counts twice. */
    public long appeared(int gateway) {
        return gateway(gateway).process().lines("service instance appeared");
    }

    public Node gateway() {
        return gateways.getFirst();
    }

    public Node gateway(int index) {
        return gateways.get(index);
    }

    public Node service(int index) {
        return services.get(index);
    }

    /** The gateways and then the services that the plan names. */
    public List<Node> nodes() {
        var planned = new ArrayList<>(gateways);
        planned.addAll(services);
        return planned;
    }

    /** The public port of a gateway. */
    public int port(int gateway) {
        return httpPorts.get(gateway);
    }

    /** A caller of the first gateway. */
    public HouseClient client() {
        return client(0);
    }

    /** A caller of a gateway, with a token of its own. */
    public HouseClient client(int gateway) {
        return new HouseClient("http://127.0.0.1:" + port(gateway), issuer.token("tester"));
    }

    public Issuer issuer() {
        return issuer;
    }

    public FtpPeer peer() {
        return peer;
    }

    public TestAuthority authority() {
        return authority;
    }

    private Path write(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void killAll() {
        all.stream().filter(Node::isRunning).forEach(node -> node.process().kill());
    }

    @Override
    public void close() {
        all.forEach(Node::archiveClasses);
        killAll();
        peer.close();
        issuer.close();
        Runtime.getRuntime().removeShutdownHook(lastResort);
        all.forEach(Node::close);
    }
}
