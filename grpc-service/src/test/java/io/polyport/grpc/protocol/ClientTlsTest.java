package io.polyport.grpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.GrpcTls;
import io.polyport.kit.fixtures.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClientTlsTest {
    @TempDir
    Path directory;

    private TestAuthority authority;
    private final TestLoop loop = new TestLoop();

    @BeforeEach
    void make() {
        authority = TestAuthority.create(directory, "authority");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private ByteServer server(TestAuthority.Identity identity, ClientAuth auth) {
        return server(identity, authority, auth);
    }

    /** @param trusted whose clients it takes */
    private static ByteServer server(TestAuthority.Identity identity, TestAuthority trusted, ClientAuth auth) {
        return new ByteServer(builder -> {
            try {
                return builder.sslContext(GrpcSslContexts.forServer(
                                identity.chainPem().toFile(), identity.keyPem().toFile())
                        .trustManager(trusted.pem().toFile())
                        .clientAuth(auth)
                        .build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private GrpcTls trusting() {
        return new GrpcTls(true, Optional.of(authority.pem()), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static GrpcTarget target(String host, int port, GrpcTls tls) {
        return new GrpcTarget(
                List.of(new GrpcTarget.Address(host, port)), Optional.empty(), Optional.of(tls), GrpcLimits.defaults());
    }

    private GrpcStatus ask(String host, int port, GrpcTls tls) {
        return loop.ask(target(host, port, tls), "/test.Bytes/Unary", "x").status();
    }

    @Test
    @DisplayName("GR-2 GR-5: TLS with an own authority, HTTP/2 by ALPN")
    void ownAuthority() {
        try (var server = server(authority.server("server", "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), trusting())).matches(GrpcStatus::isOk);
        }
    }

    @Test
    @DisplayName("GR-5: a certificate of an authority that is not trusted, or for another name, is refused and told so")
    void refused() {
        try (var server = server(authority.server("server", "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), GrpcTls.usual()).message())
                    .contains("not trusted");
            assertThat(ask("127.0.0.1", server.port(), trusting()).message()).contains("for another name");
        }
        try (var server = server(authority.server("old", Duration.ofDays(-1), "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), trusting()).message()).contains("expired");
        }
    }

    @Test
    @DisplayName("GR-5: of several hosts each has to bear its own name, and no other one's")
    void severalHosts() {
        try (var named = server(authority.server("named", "localhost"), ClientAuth.NONE);
                var numbered = server(authority.server("numbered", "127.0.0.1"), ClientAuth.NONE)) {
            var right = target(List.of(
                    new GrpcTarget.Address("localhost", named.port()),
                    new GrpcTarget.Address("127.0.0.1", numbered.port())));
            var crossed = target(List.of(
                    new GrpcTarget.Address("127.0.0.1", named.port()),
                    new GrpcTarget.Address("localhost", numbered.port())));

            for (int i = 0; i < 6; i++) {
                assertThat(loop.ask(right, "/test.Bytes/Up", "x").status()).matches(GrpcStatus::isOk);
            }
            assertThat(named.received.get()).isPositive();
            assertThat(numbered.received.get()).isPositive();
            assertThat(loop.ask(crossed, "/test.Bytes/Unary", "x").status().message())
                    .containsSubsequence("for another name", "for another name");
        }
    }

    private GrpcTarget target(List<GrpcTarget.Address> addresses) {
        return new GrpcTarget(addresses, Optional.empty(), Optional.of(trusting()), GrpcLimits.defaults());
    }

    @Test
    @DisplayName("GR-5: another name to check, and no check at all")
    void namesAndNoCheck() {
        try (var server = server(authority.server("server", "grpc.example.org"), ClientAuth.NONE)) {
            var named = new GrpcTls(
                    true,
                    Optional.of(authority.pem()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("grpc.example.org"));
            var blind = new GrpcTls(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

            assertThat(ask("127.0.0.1", server.port(), named)).matches(GrpcStatus::isOk);
            assertThat(ask("127.0.0.1", server.port(), blind)).matches(GrpcStatus::isOk);
        }
    }

    @Test
    @DisplayName("GR-5: a client certificate is shown to a server that asks for one; without it there is no call")
    void clientCertificate() {
        var client = authority.client("client");
        var showing = new GrpcTls(
                true,
                Optional.of(authority.pem()),
                Optional.of(client.chainPem()),
                Optional.of(client.keyPem()),
                Optional.empty());
        try (var server = server(authority.server("server", "localhost"), ClientAuth.REQUIRE)) {
            assertThat(ask("localhost", server.port(), showing)).matches(GrpcStatus::isOk);
            assertThat(ask("localhost", server.port(), trusting()).code()).isEqualTo(GrpcCode.UNAVAILABLE);
        }
    }

    @Test
    @DisplayName(
            "GR-5: an authority's file that has changed counts for the next connection; one that can't be used does not")
    void renewedAuthority() throws IOException {
        var next = TestAuthority.create(directory, "next");
        Path file = Files.copy(authority.pem(), directory.resolve("trusted.pem"));
        var tls = new GrpcTls(true, Optional.of(file), Optional.empty(), Optional.empty(), Optional.empty());
        try (var server = server(authority.server("server", "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
        replace(file, next.pem());
        try (var server = server(next.server("server-2", "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
        Files.writeString(file, "nothing");
        try (var server = server(next.server("server-3", "localhost"), ClientAuth.NONE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
    }

    @Test
    @DisplayName("GR-5: a renewed client certificate is shown on the next connection, once its key is there, too")
    void renewedCertificate() throws IOException {
        var next = TestAuthority.create(directory, "next");
        var old = authority.client("client");
        var renewed = next.client("client-2");
        Path certificate = Files.copy(old.chainPem(), directory.resolve("shown.pem"));
        Path key = Files.copy(old.keyPem(), directory.resolve("shown.key"));
        var tls = new GrpcTls(
                true, Optional.of(authority.pem()), Optional.of(certificate), Optional.of(key), Optional.empty());
        try (var server = server(authority.server("server", "localhost"), authority, ClientAuth.REQUIRE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
        replace(certificate, renewed.chainPem());
        try (var server = server(authority.server("server-2", "localhost"), authority, ClientAuth.REQUIRE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
        replace(key, renewed.keyPem());
        try (var server = server(authority.server("server-3", "localhost"), next, ClientAuth.REQUIRE)) {
            assertThat(ask("localhost", server.port(), tls)).matches(GrpcStatus::isOk);
        }
    }

    /** As Kubernetes does: another file under the same name. */
    private void replace(Path file, Path by) throws IOException {
        Path beside = Files.copy(by, directory.resolve("beside"));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    @DisplayName("GR-5: any number of host names that callers think of are kept as one")
    void manyNames() {
        for (int i = 0; i < 50; i++) {
            var tls = new GrpcTls(
                    true, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("host-" + i + ".example"));
            ask("localhost", 1, tls);
        }
        assertThat(loop.tls.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("a file that can't be used is named in the status")
    void badFile() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.pem"), "nothing");
        var tls = new GrpcTls(true, Optional.of(broken), Optional.empty(), Optional.empty(), Optional.empty());
        var status = ask("localhost", 1, tls);

        assertThat(status.code()).isEqualTo(GrpcCode.UNAVAILABLE);
        assertThat(status.message()).contains("broken.pem");
    }

    @Test
    @DisplayName("TLS to a server without it, and a server that does not know HTTP/2, are told as such")
    void noTlsAndNoAlpn() throws Exception {
        try (var plain = new ByteServer()) {
            assertThat(ask("localhost", plain.port(), trusting()).message()).contains("TLS");
        }
        var context = authority.context(authority.server("server", "localhost"));
        try (var listener = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            var accepting = Thread.ofVirtual().start(() -> {
                try (var socket = listener.accept()) {
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException _over) {
                    // The client is gone.
                }
            });
            assertThat(ask("localhost", listener.getLocalPort(), trusting()).message())
                    .contains("does not agree to HTTP/2 by ALPN");
            accepting.join(Duration.ofSeconds(10));
        }
    }

    @Test
    @DisplayName("plain HTTP/2 to a server with TLS is told as no HTTP/2")
    void plainToTls() {
        try (var server = server(authority.server("server", "localhost"), ClientAuth.NONE)) {
            var status = loop.ask(GrpcTarget.plain("localhost", server.port()), "/test.Bytes/Unary", "x")
                    .status();
            assertThat(status.code()).isEqualTo(GrpcCode.UNAVAILABLE);
        }
    }
}
