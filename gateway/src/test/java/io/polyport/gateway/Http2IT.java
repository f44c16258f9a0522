package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Http2IT {
    @TempDir
    static Path data;

    private static House house;
    private static HttpClient client;

    @BeforeAll
    static void open() throws Exception {
        house = House.open(data, HousePlan.USUAL.withTls());
        var trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        Path certificate;
        try (var files = Files.list(data)) {
            certificate =
                    files.filter(file -> holdsCertificate(file)).findFirst().orElseThrow();
        }
        try (var in = new FileInputStream(certificate.toFile())) {
            trust.setCertificateEntry(
                    "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trusting.getTrustManagers(), null);
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(tls)
                .build();
    }

    private static boolean holdsCertificate(Path file) {
        try {
            return Files.readString(file).contains("-----BEGIN CERTIFICATE-----");
        } catch (java.io.IOException notText) {
            return false;
        }
    }

    @AfterAll
    static void close() {
        client.close();
        house.close();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + house.tlsPort() + path))
                .header("Authorization", "Bearer " + house.token());
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("GW-20 a client that trusts the generated certificate speaks HTTP/2 by ALPN through the whole gateway")
    void alpn() throws Exception {
        var small = send(request("/api/v1/reference/rest/x?y").GET());
        assertThat(small.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(new JsonObject(new String(small.body(), java.nio.charset.StandardCharsets.UTF_8)).getString("url"))
                .isEqualTo("https://localhost:" + house.tlsPort() + "/api/v1/reference/there");
        assertThat(small.headers().map()).doesNotContainKeys("connection", "transfer-encoding");
        assertThat(send(request("/api/v1/reference/source/3000000?seed=1").GET())
                        .body())
                .isEqualTo(Pattern.bytes(1, 0, 3_000_000).getBytes());
        byte[] body = Pattern.bytes(8, 0, 3_000_000).getBytes();
        assertThat(send(request("/api/v1/reference/echo").POST(BodyPublishers.ofByteArray(body)))
                        .body())
                .isEqualTo(body);
        assertThat(send(request("/api/v1/reference/slow/1").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request("/api/v1/reference/small").DELETE()).statusCode())
                .isEqualTo(405);
        assertThat(send(request("/api/v1/reference/small").HEAD()).statusCode()).isEqualTo(200);
        assertThat(send(request("/api/v1/reference/source/5000000").HEAD()).statusCode())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("GW-4 an HTTP/2 answer that fails behind its head is reset, and the connection goes on")
    void brokenOff() throws Exception {
        var broken = client.sendAsync(
                        request("/api/v1/reference/source/3000000?fail=true").build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .handle((answer, failure) -> failure != null)
                .get(20, TimeUnit.SECONDS);
        assertThat(broken).isTrue();
        assertThat(send(request("/api/v1/reference/small").GET()).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a refusal reaches an HTTP/2 caller who is still sending, at once, and the connection goes on")
    void earlyAnswer() throws Exception {
        send(request("/api/v1/reference/small").GET());
        // All of it would take 25 s at the least.
        var body = new SlowUpload(500L << 20);
        long began = System.nanoTime();
        var answer = send(request("/api/v1/reference/nothing").PUT(BodyPublishers.ofInputStream(() -> body)));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(send(request("/api/v1/reference/small").GET()).statusCode()).isEqualTo(200);
        Eventually.holds(Duration.ofSeconds(10), "the rest is not sent", () -> {
            long sent = body.sent();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            return body.sent() == sent;
        });
        assertThat(body.sent()).isLessThan(500L << 20);
    }

    @Test
    @DisplayName("an HTTP/2 caller who waits before he sends more is told with NO_ERROR behind the answer to stop")
    void earlyAnswerIsReset() {
        var http2 = house.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false));
        var upload = value(http2.request(HttpMethod.PUT, house.tlsPort(), "127.0.0.1", "/api/v1/reference/nothing"))
                .setChunked(true)
                .putHeader("authorization", "Bearer " + house.token());
        Promise<Throwable> reset = Promise.promise();
        upload.exceptionHandler(reset::tryComplete);
        upload.write(Buffer.buffer(new byte[1000])).onFailure(ignored -> {});
        var answer = value(upload.response().compose(HttpClientResponse::body));
        assertThat(new JsonObject(answer).getString("code")).isEqualTo("gateway.no-route");
        assertThat(value(reset.future()))
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        stopped -> assertThat(stopped.getCode()).isZero());
        value(http2.close());
    }

    @Test
    @DisplayName("GW-20 200 requests at once over HTTP/2 are all answered")
    void many() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendAsync(
                    request("/api/v1/reference/source/" + (1000 + i)).build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
            if (i % 50 == 49) {
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        for (int i = 0; i < 200; i++) {
            assertThat(answers.get(i).get().body()).hasSize(1000 + i);
        }
    }
}
