package io.polyport.system.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.netty.util.NetUtil;
import io.polyport.ftp.FtpService;
import io.polyport.gateway.Gateway;
import io.polyport.gateway.identity.TokenCommand;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.RunningProgram;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both programs on the files that their pods would have, one loopback address for each pod. Only what a pod's own network
 * makes different comes over it by the environment: addresses, free ports, and the name that DNS is asked for.
 */
class DevOverlayIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String GATEWAY_IP = "127.0.0.1";
    private static final String FTP_IP = "127.0.0.2";

    private final List<RunningProgram> running = new ArrayList<>();
    private final Map<String, String> shared = new HashMap<>();
    private Path folder;
    private Path secrets;
    private Manifests dev;

    @BeforeEach
    void build(@TempDir Path temporary) throws IOException {
        assumeTrue(Checkout.obstacle().isEmpty(), () -> Checkout.obstacle().orElseThrow());
        folder = temporary;
        var overlay = Checkout.copyWithSecrets(temporary).resolve("overlays/dev");
        secrets = overlay.resolve("secrets");
        dev = Manifests.of(overlay);
        // Its A records are the members: as with the headless Service, only the addresses differ and the ports are
        // equal.
        shared.put("BUS_CLUSTER_DNS_QUERY", "localhost");
        shared.put("RUNTIME_MANAGEMENT_HOST", "127.0.0.1");
        shared.put("RUNTIME_MANAGEMENT_PORT", "0");
        for (var port : List.of("BUS_PORT", "ENGINE_PORT", "FAILURE_DETECTION_PORT")) {
            shared.put("BUS_CLUSTER_" + port, String.valueOf(freePort()));
        }
    }

    @AfterEach
    void stop() {
        running.reversed().forEach(program -> await(program.stop(Duration.ofSeconds(5))));
    }

    @Test
    @DisplayName(
            "GW-21 the dev overlay's pods find each other by DNS, get ready together, and serve a caller with a dev token")
    void serves() throws Exception {
        int https = freePort();
        var gateway = start(
                Gateway.PROGRAM,
                "gateway",
                GATEWAY_IP,
                Map.of(
                        "GATEWAY_HTTP_HOST", "127.0.0.1",
                        "GATEWAY_HTTP_PORT", "0",
                        "GATEWAY_HTTPS_HOST", "127.0.0.1",
                        "GATEWAY_HTTPS_PORT", String.valueOf(https)));
        assertThat(status(plain(), ready(gateway), null))
                .as("alone it takes no work")
                .isEqualTo(503);

        var ftp = start(FtpService.PROGRAM, "ftp-service", FTP_IP, Map.of());
        awaitStatus(200, plain(), ready(gateway), null);
        awaitStatus(200, plain(), ready(ftp), null);

        var connections = "https://localhost:" + https + "/api/v1/ftp/connections";
        var token = TokenCommand.run(
                List.of(
                        "--subject",
                        "dev",
                        "--scope",
                        "ftp:read",
                        "--key",
                        secrets.resolve("issuer.key").toString()),
                Clock.systemUTC());
        var client = trusting(secrets.resolve("listener.crt"));
        awaitStatus(200, client, connections, token);
        assertThat(get(client, connections, token).body()).contains("\"example\"");
        assertThat(status(client, connections, null)).isEqualTo(401);
    }

    private <C extends Record> RunningProgram start(
            Program<C> program, String deployment, String podIp, Map<String, String> further) {
        var files = PodFiles.of(folder.resolve(deployment), dev, dev.one(Deployment.class, deployment));
        var environment = new HashMap<>(shared);
        environment.putAll(further);
        var started = await(RunningProgram.start(program, files.load(program.config(), podIp, environment)));
        running.add(started);
        return started;
    }

    private static String ready(RunningProgram program) {
        return "http://127.0.0.1:" + program.managementPort() + "/health/ready";
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Free on the loopback addresses of both pods; that of the gateway is the usual one. */
    private static int freePort() throws IOException {
        int port = FreePorts.one();
        while (!isFree(loopback(FTP_IP), port)) {
            port = FreePorts.one();
        }
        return port;
    }

    private static boolean isFree(InetAddress address, int port) throws IOException {
        try (var probe = new ServerSocket(port, 1, address)) {
            return probe.isBound();
        } catch (BindException taken) {
            return false;
        }
    }

    private static InetAddress loopback(String literal) throws IOException {
        return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
    }

    private static HttpClient plain() {
        return HttpClient.newHttpClient();
    }

    private static HttpClient trusting(Path certificate) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "listener", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static void awaitStatus(int wanted, HttpClient client, String url, String token) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (status(client, url, token) != wanted) {
            assertThat(System.nanoTime())
                    .as(() -> url + " did not answer " + wanted + " in time")
                    .isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static int status(HttpClient client, String url, String token) throws Exception {
        return get(client, url, token).statusCode();
    }

    private static HttpResponse<String> get(HttpClient client, String url, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
