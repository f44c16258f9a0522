package io.polyport.system.odata;

import io.polyport.gateway.Gateway;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.SlowReader;
import io.polyport.odata.OdataService;
import io.polyport.system.house.House;
import io.polyport.system.house.Issuer;
import io.polyport.system.house.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A gateway and OData services as processes on the clustered bus with mutual TLS; the publication {@code trade} has the goods
 * of a {@link GoodsBase}, parted by area. {@link #READER} reads all areas, {@link #CLERK} and {@link #USER} that of {@link #NORTH}.
 */
final class OdataProcesses implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(60);
    static final String READER = "reader";
    static final String CLERK = "anna";
    static final String USER = "Иванов";
    static final String PASSWORD = "пароль: 1";
    static final String SCOPE = "odata:read";
    static final String NORTH = "север";

    /** How many readings a service takes at once; nobody waits. */
    static final int READINGS = 2;

    private static final Pattern RUNNING = Pattern.compile("polyport_odata_readings_running\\{[^}]*\\} ([0-9.]+)");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final List<String> jvm;
    private final House house;
    private final int port = FreePorts.of(1).getFirst();
    private final Node gateway;
    private final List<Node> services;

    /**
     * @param services one or two, with 64 MiB of heap each
     * @param jvm further options of the JVMs
     */
    OdataProcesses(Path folder, GoodsBase base, int services, String... jvm) {
        this.jvm = List.of(jvm);
        house = House.in(folder).gateways(0).services(0).build();
        gateway = node("gateway", Gateway.class, gatewayYaml(folder));
        this.services = IntStream.range(0, services)
                .mapToObj(i -> node("odata-service-" + i, OdataService.class, serviceYaml(base)))
                .toList();
    }

    private Node node(String name, Class<?> main, String yaml) {
        House.Seat seat = house.seat();
        List<String> options = new ArrayList<>(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"));
        options.addAll(jvm);
        return house.node(name, main, options, seat, yaml + house.busYaml(seat, House.SEAL) + house.runtimeYaml(seat));
    }

    private String gatewayYaml(Path folder) {
        return """
            gateway:
              http: {host: 127.0.0.1, port: %d}
              https: {enabled: false}
              data-folder: '%s'
              identity:
                issuers:
                - {issuer: '%s', audiences: [%s], algorithms: [ES256], keys: {jwks-url: '%s'}}
              users: {file: '%s'}
              publications:
                trade:
                  path: /trade
                  odata: true
                  authentication: [bearer, basic, query-token]
                  separators: [{name: Область}]
              policy:
                rules:
                - name: all areas
                  who: {subjects: [%s]}
                  may: {services: [odata], access: [read]}
                - name: clerks of the north
                  who: {subjects: [%s, %s]}
                  may: {services: [odata], access: [read], separators: {Область: %s}}
            """.formatted(
                        port,
                        folder.resolve("gateway-data"),
                        Issuer.NAME,
                        Issuer.AUDIENCE,
                        house.issuer().jwksUrl(),
                        users(folder),
                        READER,
                        CLERK,
                        USER,
                        NORTH);
    }

    private static Path users(Path folder) {
        String hash = OpenBSDBCrypt.generate(PASSWORD.getBytes(StandardCharsets.UTF_8), new byte[16], 4);
        try {
            return Files.writeString(
                    folder.resolve("users.yaml"),
                    "users:\n  " + USER + ": {password: \"" + hash + "\", tenant: trade, scopes: [\"" + SCOPE
                            + "\"]}\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String serviceYaml(GoodsBase base) {
        return """
            odata:
              publications:
                trade:
                  path: /trade
                  model: '%2$s'
                  database:
                    url: '%3$s'
                    user: %4$s
                    readings: %1$d
                    readings-per-caller: %1$d
                    waiting: 0
                    connect-timeout: 5s
            """.formatted(READINGS, base.modelFile(), base.url(), GoodsBase.USER);
    }

    /** Starts everything that does not run, and waits until the gateway routes to every service. */
    OdataProcesses start() {
        List<Node> missing = new ArrayList<>(services);
        missing.add(gateway);
        missing.removeIf(Node::isRunning);
        long wanted = gateway.isRunning() ? appeared() + missing.size() : services.size();
        missing.forEach(Node::start);
        missing.forEach(Node::awaitReady);
        Eventually.holds(
                SOON, "the gateway routes to every service", () -> appeared() >= wanted && routed() == services.size());
        Eventually.holds(SOON, "the publication answers", () -> isServed());
        return this;
    }

    /** How many instances the gateway routes to, as its log says; one that dies counts for three seconds more. */
    long routed() {
        return appeared() - gateway.process().lines("service instance left the routing");
    }

    /** How often an instance has come into the gateway's routing, as its log says: one that was started again counts twice. */
    long appeared() {
        return gateway.process().lines("service instance appeared");
    }

    private boolean isServed() {
        try {
            return get(url(NORTH, ""), bearer(READER)).statusCode() == 200;
        } catch (UncheckedIOException refused) {
            return false;
        }
    }

    Node gateway() {
        return gateway;
    }

    List<Node> services() {
        return services;
    }

    int port() {
        return port;
    }

    /** The way to an area's data, percent-encoded. */
    static String url(String area, String rest) {
        return URI.create("/trade/" + area + "/odata/standard.odata" + rest).toASCIIString();
    }

    /** An area's goods. */
    static String goods(String area, String query) {
        return url(area, "/" + Goods.SET + "?" + query);
    }

    String token(String subject, String scopes) {
        return house.issuer().token(subject, scopes);
    }

    /** A header line with a good token. */
    String bearer(String subject) {
        return "Authorization: Bearer " + token(subject, SCOPE);
    }

    /** @param headers whole header lines */
    HttpResponse<String> get(String path, String... headers) {
        return send(path, BodyHandlers.ofString(), headers);
    }

    /** The head of an answer and its body as it comes; whoever takes it closes it. */
    HttpResponse<InputStream> open(String path, String... headers) {
        return send(path, BodyHandlers.ofInputStream(), headers);
    }

    private <T> HttpResponse<T> send(String path, BodyHandler<T> body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(SOON);
        for (String line : headers) {
            request.header(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException failure) {
            throw new UncheckedIOException(path + ": " + failure, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** A caller in the middle of an area's goods, who has stopped to read. */
    SlowReader reader(String area) {
        var reader = SlowReader.get(port, goods(area, "$format=json"), 1 << 20, bearer(READER));
        Eventually.holds(SOON, "the answer streams", () -> reader.received() > 128 * 1024);
        reader.rate(0);
        return reader;
    }

    /** Readings that a service has a turn and a connection for. */
    static int running(Node service) {
        var metrics = service.management("/metrics").orElseThrow().body();
        var found = RUNNING.matcher(metrics);
        if (!found.find()) {
            throw new AssertionError("no figure of readings in\n" + metrics);
        }
        return (int) Double.parseDouble(found.group(1));
    }

    @Override
    public void close() {
        house.close();
    }
}
