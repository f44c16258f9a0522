package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProxy;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpRoute.Extended;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.TcpFaultProxy;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("FTP through proxies")
class ProxiesIT {
    private static List<Peer> peers = List.of();
    private static Proxies proxies;

    @RegisterExtension
    final OnLoop loop = new OnLoop();

    @BeforeAll
    static void startPeers() throws IOException {
        peers = Peers.all();
        proxies = Proxies.start();
    }

    @AfterAll
    static void stopPeers() throws IOException {
        proxies.close();
        Peers.stop(peers);
    }

    static Stream<Arguments> ways() {
        return proxies.all().stream().flatMap(proxy -> peers.stream().map(peer -> Arguments.of(proxy, peer)));
    }

    static Stream<FtpProxy> proxies() {
        return proxies.all().stream();
    }

    private static FtpProxy at(FtpProxy proxy, int port) {
        return new FtpProxy(proxy.kind(), "127.0.0.1", port, proxy.user(), proxy.password());
    }

    private static FtpSettings through(FtpProxy proxy, FtpSettings settings) {
        return settings.withRoute(settings.route().through(proxy));
    }

    /** The same server by a name, which somebody has to look up. */
    private static FtpSettings named(String host, FtpSettings settings) {
        return new FtpSettings(
                host,
                settings.port(),
                settings.user(),
                settings.password(),
                settings.dialect(),
                settings.route(),
                settings.tls(),
                settings.limits());
    }

    @ParameterizedTest(
            allowZeroInvocations = true,
            name = "FT-4 {0}, {1}: control and every data connection go through the proxy, bytes unchanged")
    @MethodSource("ways")
    void roundTrip(FtpProxy proxy, Peer peer) {
        try (var counter = TcpFaultProxy.to(proxy.port())) {
            var session = loop.open(through(at(proxy, counter.port()), peer.settings()));
            var file = FtpPath.ofText("pub/x" + System.nanoTime());
            byte[] content = new byte[400_003];
            new Random(7).nextBytes(content);
            loop.call(() -> session.upload(file, UploadMode.STORE, new OnLoop.Source(loop.context, content)));
            assertThat(loop.call(() -> session.download(file, 0).compose(OnLoop::whole))
                            .getBytes())
                    .isEqualTo(content);
            loop.call(session::quit);
            assertThat(counter.accepted()).isGreaterThanOrEqualTo(3);
        }
    }

    @ParameterizedTest(
            allowZeroInvocations = true,
            name = "FT-4 {0}, {1}: a server is reached by its name, with EPSV and with PASV")
    @MethodSource("ways")
    void byName(FtpProxy proxy, Peer peer) {
        for (Extended extended : List.of(Extended.ALWAYS, Extended.NEVER)) {
            var session = loop.open(through(
                    proxy,
                    named("localhost", peer.settings())
                            .withRoute(FtpRoute.direct().with(extended))));
            var file = FtpPath.ofText("pub/n" + System.nanoTime());
            byte[] content = {5, 6, 7};
            loop.call(() -> session.upload(file, UploadMode.STORE, new OnLoop.Source(loop.context, content)));
            assertThat(loop.call(() -> session.download(file, 0).compose(OnLoop::whole))
                            .getBytes())
                    .isEqualTo(content);
            loop.call(session::quit);
        }
    }

    @ParameterizedTest(allowZeroInvocations = true, name = "FT-4 FT-40 {0}: 20 logins at once")
    @MethodSource("proxies")
    void manyAtOnce(FtpProxy proxy) {
        Peer peer = peers.getFirst();
        var settings = through(proxy, peer.settings());
        var all = loop.call(() -> Future.all(IntStream.range(0, 20)
                .mapToObj(i -> loop.client
                        .open(settings)
                        .compose(session -> session.upload(
                                        FtpPath.ofText("pub/q" + i + "-" + System.nanoTime()),
                                        UploadMode.STORE,
                                        new OnLoop.Source(loop.context, new byte[10_000 + i]))
                                .compose(stored -> session.quit().map(stored.bytes()))))
                .toList()));
        assertThat(all.<Long>list())
                .isEqualTo(IntStream.range(0, 20).mapToObj(i -> 10_000L + i).toList());
    }

    @ParameterizedTest(
            allowZeroInvocations = true,
            name = "FT-4 FT-41 {0}: a refused login, a server that is not there, a name that is not known")
    @MethodSource("proxies")
    void refusals(FtpProxy proxy) throws IOException {
        var server = peers.getFirst().settings();
        if (!proxy.user().isEmpty()) {
            var wrong = new FtpProxy(proxy.kind(), proxy.host(), proxy.port(), proxy.user(), "wrong-word");
            var refused = loop.problem(() -> loop.client.open(through(wrong, server)));
            assertThat(refused.code()).as(refused.detail()).isEqualTo("ftp.proxy-login-refused");
            assertThat(refused.detail()).doesNotContain("wrong-word").contains("" + proxy.port());
            var none = new FtpProxy(proxy.kind(), proxy.host(), proxy.port(), "", "");
            assertThat(loop.problem(() -> loop.client.open(through(none, server)))
                            .code())
                    .isEqualTo("ftp.proxy-login-refused");
        }
        var nobody = FtpSettings.of("127.0.0.1", FreePorts.one(), "u", "p");
        assertThat(loop.problem(() -> loop.client.open(through(proxy, nobody))).code())
                .isEqualTo("ftp.proxy-refused");
        var nowhere = FtpSettings.of("no-such-host.invalid", 21, "u", "p");
        assertThat(loop.problem(() -> loop.client.open(through(proxy, nowhere))).code())
                .isIn("ftp.proxy-refused", "ftp.unknown-host");
    }

    @Test
    @DisplayName("FT-4 FT-41 a proxy that is not there, and one that says nothing, are told apart from the server")
    void noProxy() throws IOException {
        var server = peers.getFirst().settings();
        for (var kind : FtpProxy.Kind.values()) {
            var gone = new FtpProxy(kind, "127.0.0.1", FreePorts.one(), "", "");
            assertThat(loop.problem(() -> loop.client.open(through(gone, server)))
                            .code())
                    .isEqualTo("ftp.proxy-unreachable");
            var unknown = new FtpProxy(kind, "no-such-proxy.invalid", 1080, "", "");
            assertThat(loop.problem(() -> loop.client.open(through(unknown, server)))
                            .code())
                    .isEqualTo("ftp.proxy-unreachable");
            try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                var mute = new FtpProxy(kind, "127.0.0.1", silent.getLocalPort(), "", "");
                var hurried = server.withLimits(FtpLimits.defaults()
                        .withTimes(Duration.ofMillis(400), Duration.ofSeconds(40), Duration.ofSeconds(40)));
                long start = System.nanoTime();
                assertThat(loop.problem(() -> loop.client.open(through(mute, hurried)))
                                .code())
                        .isEqualTo("ftp.timeout");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            }
        }
    }

    @Test
    @DisplayName("FT-4 a greeting that comes in one piece with the proxy's own answer is not lost")
    void greetingAtOnce() throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var command = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> answerAtOnce(listener, command));
            var proxy = new FtpProxy(FtpProxy.Kind.HTTP, "127.0.0.1", listener.getLocalPort(), "", "");
            loop.problem(() -> loop.client.open(through(proxy, FtpSettings.of("ftp.example.org", 21, "anna", "p"))));
            assertThat(command.get(30, TimeUnit.SECONDS)).startsWith("USER anna");
        }
    }

    private static void answerAtOnce(ServerSocket listener, CompletableFuture<String> command) {
        try (Socket socket = listener.accept()) {
            var in = new java.io.BufferedReader(
                    new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            while (!in.readLine().isEmpty()) {
                // the request's head
            }
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("USER")) {
                    command.complete(line);
                    return;
                }
                socket.getOutputStream().write("500 no\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            command.completeExceptionally(gone);
        }
    }
}
