package io.polyport.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener's TLS against OpenSSL and curl. */
final class ListenerTlsIT {
    private static final TlsConfig GENERATED = new TlsConfig(
            Optional.empty(), Optional.empty(), List.of("gateway.example", "10.1.2.3"), Duration.ofDays(365));

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private HttpServer serve(ListenerTls tls) throws Exception {
        return vertx.createHttpServer(tls.applyTo(new HttpServerOptions()))
                .requestHandler(request -> request.response().end("over " + request.version()))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static ListenerTls load(TlsConfig config, Path folder) {
        return ListenerTls.load(config, folder, InstantSource.system());
    }

    private static TlsConfig files(Path certificate, Path key) {
        return new TlsConfig(Optional.of(certificate), Optional.of(key), List.of(), Duration.ofDays(1));
    }

    /** What a program writes; skips the test when it is not installed. */
    private String run(String... command) throws Exception {
        var output = folder.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, command[0] + " is not installed");
            throw e;
        }
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " did not end");
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private String connect(HttpServer server, String... more) throws Exception {
        var command = new java.util.ArrayList<>(
                List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.actualPort()));
        command.addAll(List.of(more));
        return run(command.toArray(String[]::new));
    }

    @Test
    @DisplayName("GW-20 OpenSSL gets TLS 1.2 and 1.3, and neither 1.0 nor 1.1 even when it may use weak ciphers")
    void protocolVersions() throws Exception {
        var server = serve(load(GENERATED, folder));
        assertThat(connect(server, "-tls1_2")).contains("Protocol  : TLSv1.2").contains("ECDHE-ECDSA-AES");
        assertThat(connect(server, "-tls1_3")).contains("New, TLSv1.3, Cipher is TLS_AES_");
        for (var old : List.of("-tls1", "-tls1_1")) {
            assertThat(connect(server, old, "-cipher", "ALL:@SECLEVEL=0"))
                    .contains("alert protocol version")
                    .contains("New, (NONE)");
        }
    }

    @Test
    @DisplayName("GW-20 suites without forward secrecy or authenticated encryption are refused, others are taken")
    void weakSuites() throws Exception {
        var elliptic = serve(load(GENERATED, folder));
        var rsa = serve(load(rsaFiles(), folder));
        for (var strong : List.of("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305")) {
            assertThat(offering(rsa, strong)).contains("Cipher is " + strong);
        }
        assertThat(offering(elliptic, "ECDHE-ECDSA-AES256-GCM-SHA384")).contains("Cipher is ECDHE-ECDSA");
        for (var weak : List.of(
                "AES128-GCM-SHA256",
                "AES256-SHA",
                "ECDHE-RSA-AES128-SHA",
                "ECDHE-RSA-AES256-SHA384",
                "DHE-RSA-AES128-GCM-SHA256",
                "eNULL",
                "aNULL")) {
            assertThat(offering(rsa, weak)).as(weak).contains("alert handshake failure");
        }
        for (var weak : List.of("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384")) {
            assertThat(offering(elliptic, weak)).as(weak).contains("alert handshake failure");
        }
    }

    private String offering(HttpServer server, String suites) throws Exception {
        return connect(server, "-tls1_2", "-cipher", suites + ":@SECLEVEL=0");
    }

    private TlsConfig rsaFiles() throws Exception {
        var bundle = new CertificateBuilder()
                .rsa2048()
                .subject("CN=localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        return files(write("rsa.pem", bundle.getCertificatePEM()), write("rsa.key", bundle.getPrivateKeyPEM()));
    }

    @Test
    @DisplayName("GW-20 ALPN chooses HTTP/2 when the client offers it, HTTP/1.1 when it offers that")
    void alpn() throws Exception {
        var server = serve(load(GENERATED, folder));
        assertThat(connect(server, "-alpn", "h2,http/1.1")).contains("ALPN protocol: h2");
        assertThat(connect(server, "-alpn", "http/1.1")).contains("ALPN protocol: http/1.1");
    }

    @Test
    @DisplayName(
            "GW-20 curl that trusts the generated certificate is served over HTTP/2, by name and by both addresses")
    void curl() throws Exception {
        var tls = load(GENERATED, folder);
        var trusted = Files.writeString(folder.resolve("trusted.pem"), tls.certificatePem());
        var server = serve(tls);
        for (var host : List.of("localhost", "127.0.0.1", "[::1]", "gateway.example", "10.1.2.3")) {
            var to = host + ":443:127.0.0.1:" + server.actualPort();
            assertThat(run("curl", "-sS", "--connect-to", to, "--cacert", trusted.toString(), "https://" + host + "/"))
                    .as(host)
                    .isEqualTo("over HTTP_2");
        }
        var other = "other.example:443:127.0.0.1:" + server.actualPort();
        assertThat(run("curl", "-sS", "--connect-to", other, "--cacert", trusted.toString(), "https://other.example/"))
                .contains("curl: (60)");
    }

    @Test
    @DisplayName(
            "GW-20 the generated certificate is kept with mode 600, used again, and made anew before it ends or for other names")
    void generatedIsKept() throws Exception {
        var first = load(GENERATED, folder);
        assertThat(first.generated()).isTrue();
        assertThat(first.strictTransportSecurity()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("self-signed.key"))))
                .isEqualTo("rw-------");
        assertThat(load(GENERATED, folder).certificatePem()).isEqualTo(first.certificatePem());

        var soonOver = InstantSource.fixed(first.expiresAt().minus(Duration.ofDays(29)));
        var renewed = ListenerTls.load(GENERATED, folder, soonOver);
        assertThat(renewed.certificatePem()).isNotEqualTo(first.certificatePem());

        var otherNames = new TlsConfig(Optional.empty(), Optional.empty(), List.of("new.example"), Duration.ZERO);
        assertThat(load(otherNames, folder).certificatePem()).isNotEqualTo(renewed.certificatePem());

        Files.writeString(folder.resolve("self-signed.key"), "damaged");
        assertThat(load(otherNames, folder).expiresAt()).isAfter(Instant.now());
    }

    private Path write(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private static X509Bundle bundle(Duration from, Duration until) throws Exception {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .notBefore(Instant.now().plus(from))
                .notAfter(Instant.now().plus(until))
                .buildSelfSigned();
    }

    @Test
    @DisplayName(
            "GW-20 keys in PKCS#1, SEC 1 and PKCS#8 are read as OpenSSL writes them, and the certificate is served")
    void keysFromFiles() throws Exception {
        for (var kind : List.of("rsa", "ec", "pkcs8")) {
            var certificate = folder.resolve(kind + ".pem");
            var key = folder.resolve(kind + ".key");
            switch (kind) {
                case "rsa" -> run("openssl", "genrsa", "-traditional", "-out", key.toString(), "2048");
                case "ec" -> run("openssl", "ecparam", "-name", "secp384r1", "-genkey", "-out", key.toString());
                default -> run("openssl", "genpkey", "-algorithm", "RSA", "-out", key.toString());
            }
            run(
                    "openssl",
                    "req",
                    "-new",
                    "-x509",
                    "-key",
                    key.toString(),
                    "-subj",
                    "/CN=" + kind,
                    "-days",
                    "2",
                    "-out",
                    certificate.toString());
            var tls = load(files(certificate, key), folder);
            assertThat(tls.strictTransportSecurity()).contains("max-age=86400");
            assertThat(connect(serve(tls), "-tls1_2")).contains("CN = " + kind).contains("Cipher is ECDHE-");
        }
    }

    @Test
    @DisplayName("GW-20 files that cannot be used are refused with a sentence that names file and fault")
    void faults() throws Exception {
        var good = bundle(Duration.ofDays(-1), Duration.ofDays(1));
        var other = bundle(Duration.ofDays(-1), Duration.ofDays(1));
        var ended = bundle(Duration.ofDays(-2), Duration.ofDays(-1));
        var future = bundle(Duration.ofDays(1), Duration.ofDays(2));
        var certificate = write("good.pem", good.getCertificatePEM());
        var key = write("good.key", good.getPrivateKeyPEM());
        load(files(certificate, key), folder);

        refused(certificate, folder.resolve("absent.key"), "absent.key cannot be read");
        refused(folder.resolve("absent.pem"), key, "absent.pem cannot be read");
        refused(certificate, write("other.key", other.getPrivateKeyPEM()), "does not belong");
        refused(certificate, write("no.key", "hello"), "holds no private key");
        refused(write("no.pem", "hello"), key, "holds no certificate");
        refused(
                write("ended.pem", ended.getCertificatePEM()),
                write("ended.key", ended.getPrivateKeyPEM()),
                "expired on");
        refused(
                write("soon.pem", future.getCertificatePEM()),
                write("soon.key", future.getPrivateKeyPEM()),
                "is valid from");
        refused(
                certificate,
                write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
                "damaged");
        refused(
                certificate,
                write("broken.ec", "-----BEGIN EC PRIVATE KEY-----\nMIQ=\n-----END EC PRIVATE KEY-----"),
                "damaged");
        refused(write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), key, "damaged");
        var locked = folder.resolve("locked.key");
        for (var form : List.of(List.of("pkcs8", "-topk8", "-v2", "aes-256-cbc"), List.of("ec", "-aes256"))) {
            var command = new java.util.ArrayList<String>(List.of("openssl"));
            command.addAll(form);
            command.addAll(List.of("-in", key.toString(), "-passout", "pass:secret", "-out", locked.toString()));
            run(command.toArray(String[]::new));
            refused(certificate, locked, "encrypted key");
        }
    }

    private void refused(Path certificate, Path key, String why) {
        assertThatThrownBy(() -> load(files(certificate, key), folder))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("gateway.certificate-unusable")
                .hasMessageContaining(why)
                .hasMessageNotContaining("BEGIN PRIVATE KEY-----\n");
    }

    @Test
    @DisplayName("GW-20 half a configuration is none")
    void halfAConfiguration() {
        assertThatThrownBy(() -> new TlsConfig(Optional.of(folder), Optional.empty(), List.of(), Duration.ZERO))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("key-file");
        assertThatThrownBy(() -> new TlsConfig(Optional.empty(), Optional.of(folder), List.of(), Duration.ZERO))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("certificate-file");
    }
}
