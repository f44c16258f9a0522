package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpRoute.CallBack;
import io.polyport.ftp.FtpRoute.Extended;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.egress.AddressBlock;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

@DisplayName("Data connections that we open and that the server opens")
class ModesIT {
    private static final List<Peer> PEERS = new ArrayList<>();

    @RegisterExtension
    final OnLoop loop = new OnLoop();

    @BeforeAll
    static void startPeers() throws IOException {
        PEERS.addAll(Peers.all());
        PEERS.add(Peers.apacheOverIpv6());
    }

    @AfterAll
    static void stopPeers() throws IOException {
        Peers.stop(PEERS);
        PEERS.clear();
    }

    /** Every peer, with the command that is to ask for data connections. */
    static Stream<Arguments> ways() {
        return PEERS.stream()
                .flatMap(peer -> Stream.of("EPSV", "PASV", "EPRT", "PORT")
                        .filter(verb -> !peer.settings().host().contains(":") || verb.startsWith("EP"))
                        .map(verb -> Arguments.of(peer, verb)));
    }

    static Stream<Peer> peers() {
        return PEERS.stream();
    }

    private static FtpRoute route(String verb) {
        var extended = FtpRoute.direct().with(verb.startsWith("EP") ? Extended.ALWAYS : Extended.NEVER);
        return verb.equals("EPSV") || verb.equals("PASV") ? extended : extended.calledBackAt(CallBack.here());
    }

    private void roundTrip(FtpSession session, FtpPath file, int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        loop.call(() -> session.upload(file, UploadMode.STORE, new OnLoop.Source(loop.context, content)));
        byte[] back = loop.call(() -> session.download(file, 0).compose(OnLoop::whole))
                .getBytes();
        assertThat(back).isEqualTo(content);
    }

    @ParameterizedTest(name = "FT-3 {0}, {1}: what is sent is what comes back, and lists work")
    @MethodSource("ways")
    void roundTrips(Peer peer, String verb) {
        var session = loop.open(peer.settings().withRoute(route(verb)));
        var directory = FtpPath.ofText("pub/m" + System.nanoTime());
        loop.call(() -> session.makeDirectory(directory));
        for (int size : new int[] {0, 1, 70_000, 1_000_003}) {
            roundTrip(session, directory.child("f" + size), size);
        }
        assertThat(Listed.names(loop, session, directory)).containsExactly("f0", "f1", "f1000003", "f70000");
        loop.call(session::quit);
    }

    @ParameterizedTest(name = "FT-3 {0}: without being told how, the right command is found in both modes")
    @MethodSource("peers")
    void automatic(Peer peer) {
        for (var route : List.of(FtpRoute.direct(), FtpRoute.direct().calledBackAt(CallBack.here()))) {
            var session = loop.open(peer.settings().withRoute(route));
            roundTrip(session, FtpPath.ofText("pub/a" + System.nanoTime()), 5_000);
            loop.call(session::quit);
        }
    }

    @ParameterizedTest(name = "FT-3 {0}: in active mode one port is enough, and is free again after each transfer")
    @MethodSource("peers")
    void onePort(Peer peer) {
        int port = FreePorts.one();
        var only = new CallBack(Optional.empty(), port, port);
        var session = loop.open(peer.settings().withRoute(FtpRoute.direct().calledBackAt(only)));
        for (int i = 0; i < 5; i++) {
            var file = FtpPath.ofText("pub/p" + System.nanoTime());
            roundTrip(session, file, 3_000 + i);
        }
        loop.call(session::quit);
        // The listener's own end is not waited for by the session.
        Eventually.passes(Duration.ofSeconds(20), () -> new ServerSocket(port).close());
    }

    @ParameterizedTest(name = "FT-3 FT-40 {0}: 40 transfers at once in active mode, each with its own bytes")
    @MethodSource("peers")
    void manyAtOnce(Peer peer) {
        FtpSettings settings = peer.settings().withRoute(FtpRoute.direct().calledBackAt(CallBack.here()));
        var sessions = IntStream.range(0, 40).mapToObj(i -> loop.open(settings)).toList();
        var contents = new ArrayList<byte[]>();
        var files = new ArrayList<FtpPath>();
        for (int i = 0; i < sessions.size(); i++) {
            byte[] content = new byte[40_000 + i];
            new Random(i).nextBytes(content);
            contents.add(content);
            files.add(FtpPath.ofText("pub/c" + i + "-" + System.nanoTime()));
        }
        loop.call(() -> Future.all(IntStream.range(0, sessions.size())
                .mapToObj(i -> sessions.get(i)
                        .upload(files.get(i), UploadMode.STORE, new OnLoop.Source(loop.context, contents.get(i))))
                .toList()));
        var back = loop.call(() -> Future.all(IntStream.range(0, sessions.size())
                .mapToObj(i -> sessions.get(i).download(files.get(i), 0).compose(OnLoop::whole))
                .toList()));
        for (int i = 0; i < sessions.size(); i++) {
            assertThat(back.<io.vertx.core.buffer.Buffer>resultAt(i).getBytes()).isEqualTo(contents.get(i));
        }
        sessions.forEach(session -> loop.call(session::quit));
    }

    @ParameterizedTest(name = "FT-3 {0}: a taken port is passed over, and none left is told")
    @MethodSource("peers")
    void takenPorts(Peer peer) throws IOException {
        var here = AddressBlock.literal(peer.settings().host());
        try (var other = new ServerSocket(0, 1, here)) {
            int taken = other.getLocalPort();
            var none = new CallBack(Optional.empty(), taken, taken);
            var hurried = FtpLimits.defaults()
                    .withTimes(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(20));
            var session = loop.open(peer.settings()
                    .withLimits(hurried)
                    .withRoute(FtpRoute.direct().calledBackAt(none)));
            var problem = loop.problem(() -> session.list(FtpPath.ofText("pub")));
            assertThat(problem.code()).isEqualTo("ftp.no-data-port");
            assertThat(loop.call(session::workingDirectory)).isNotNull();
            loop.call(session::quit);

            var more = new CallBack(Optional.empty(), taken - 3, taken + 3);
            var next = loop.open(peer.settings().withRoute(FtpRoute.direct().calledBackAt(more)));
            roundTrip(next, FtpPath.ofText("pub/t" + System.nanoTime()), 100);
            loop.call(next::quit);
        }
    }

    @Test
    @DisplayName("FT-3 PORT can't say an IPv6 address: that is told, and the login still works")
    void portOverIpv6() {
        Peer peer = PEERS.getLast();
        var session = loop.open(peer.settings()
                .withRoute(FtpRoute.direct().calledBackAt(CallBack.here()).with(Extended.NEVER)));
        assertThat(loop.problem(() -> session.list(FtpPath.ofText("pub"))).code())
                .isEqualTo("ftp.data-connection");
        assertThat(loop.call(session::workingDirectory)).isNotNull();
        loop.call(session::quit);
    }
}
