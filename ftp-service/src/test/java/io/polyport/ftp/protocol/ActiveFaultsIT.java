package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.FaultyPeer.CONTENT;
import static io.polyport.ftp.protocol.FaultyPeer.FILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.egress.AddressBlock;
import io.polyport.kit.fixtures.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Faults of servers that connect to us for data")
class ActiveFaultsIT {
    private static final Duration CONNECT = Duration.ofMillis(800);

    @RegisterExtension
    private final FaultyPeer peer = new FaultyPeer();

    private final AtomicInteger told = new AtomicInteger();

    private FtpSettings settings() {
        peer.server().on("PORT", (connection, argument) -> {
            String[] numbers = argument.split(",");
            told.set(Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]));
            connection.reply("200 noted");
        });
        return peer.settings().withRoute(FtpRoute.direct().calledBackAt(FtpRoute.CallBack.here()));
    }

    /** Waits for the server's connection, and for a port, only for a short time. */
    private FtpSettings hurried() {
        var patient = settings();
        var limits = patient.limits();
        return patient.withLimits(limits.withTimes(CONNECT, limits.reply(), limits.dataIdle()));
    }

    private Socket connectFrom(String address) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(AddressBlock.literal(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), told.get()), 20_000);
        return socket;
    }

    @Test
    @DisplayName(
            "FT-3 FT-42 who is not the server gets no byte on the port for data, and does not keep the server from it")
    void stranger() {
        var login = settings();
        peer.server().on("RETR", (connection, name) -> {
            connection.reply("150 coming");
            try (var stranger = connectFrom("127.0.0.2")) {
                stranger.setSoTimeout(20_000);
                assertThat(endOf(stranger)).isTrue();
            }
            try (var data = connectFrom("127.0.0.1")) {
                data.getOutputStream().write(CONTENT);
            }
            connection.reply("226 done");
        });
        var session = peer.loop().open(login);
        var whole = peer.loop().call(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(whole.getBytes()).isEqualTo(CONTENT);
        peer.quit(session);
    }

    /** Whether it is ended, be it before something is sent or behind that. */
    private static boolean endOf(Socket socket) {
        try {
            socket.getOutputStream().write("not the file".getBytes(ScriptedFtpServer.RAW));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    @DisplayName("FT-3 FT-41 a server that promises data and never connects is given up in time, and its login with it")
    void neverConnects() {
        var login = hurried();
        peer.server().on("RETR", (connection, name) -> connection.reply("150 coming"));
        var session = peer.loop().open(login);
        long start = System.nanoTime();
        var problem = peer.loop().problem(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(problem.code()).isEqualTo("ftp.data-connection");
        assertThat(problem.detail()).contains("did not connect to port " + told.get());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(CONNECT, Duration.ofSeconds(20));
        assertThat(OnLoop.await(session.ended())).isNotNull();
    }

    @Test
    @DisplayName("FT-3 FT-42 a port to which a server may still connect is not given to somebody else's transfer")
    void lateServer() throws IOException {
        int only = FreePorts.one();
        var login = hurried()
                .withRoute(FtpRoute.direct().calledBackAt(new FtpRoute.CallBack(Optional.empty(), only, only)));
        peer.server().on("RETR", (connection, name) -> connection.reply("150 coming"));
        var late = peer.loop().open(login);
        assertThat(peer.loop()
                        .problem(() -> late.download(FILE, 0).compose(OnLoop::whole))
                        .code())
                .isEqualTo("ftp.data-connection");
        var next = peer.loop().open(login);
        assertThat(peer.loop()
                        .problem(() -> next.download(FILE, 0).compose(OnLoop::whole))
                        .code())
                .isEqualTo("ftp.no-data-port");
        peer.quit(next);
    }

    @Test
    @DisplayName("FT-3 FT-24 a name that can't be said, and a server that can't restart, leave the port free")
    void neverAsked() throws IOException {
        int only = FreePorts.one();
        var login = settings()
                .withDialect(FtpDialect.usual().withCharset(StandardCharsets.US_ASCII))
                .withRoute(FtpRoute.direct().calledBackAt(new FtpRoute.CallBack(Optional.empty(), only, only)));
        peer.server().features.remove("UTF8");
        peer.server().on("REST", (connection, offset) -> connection.reply("502 no"));
        peer.server().on("RETR", (connection, name) -> {
            connection.reply("150 coming");
            try (var data = connectFrom("127.0.0.1")) {
                data.getOutputStream().write(CONTENT);
            }
            connection.reply("226 done");
        });
        var session = peer.loop().open(login);
        for (int i = 0; i < 3; i++) {
            assertThat(peer.loop()
                            .problem(() -> session.list(FtpPath.ofText("отчёт")))
                            .code())
                    .isEqualTo("ftp.name-not-encodable");
            assertThat(peer.loop().problem(() -> session.download(FILE, 7)).code())
                    .isEqualTo("ftp.unsupported");
        }
        var whole = peer.loop().call(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(whole.getBytes()).isEqualTo(CONTENT);
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-3 FT-41 a server that can't connect (425) says so, the port is closed, the login stays")
    void refusesToConnect() {
        var login = settings();
        peer.server().on("RETR", (connection, name) -> connection.reply("425 no route"));
        var session = peer.loop().open(login);
        var problem = peer.loop().problem(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(problem.code()).isEqualTo("ftp.data-connection");
        OnLoop.eventually("the port is closed", () -> {
            try {
                connectFrom("127.0.0.1").close();
                return false;
            } catch (IOException refused) {
                return true;
            }
        });
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-3 FT-41 a server that does not know PORT says so, and the login stays")
    void refusesPort() {
        var login = settings();
        peer.server().on("PORT", (connection, argument) -> connection.reply("502 not here"));
        var session = peer.loop().open(login);
        var problem = peer.loop().problem(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(problem.code()).isEqualTo("ftp.unsupported");
        peer.quit(session);
    }

    @Test
    @DisplayName("FT-3 FT-41 a server that hangs up while it is waited for is told as such")
    void hangsUp() {
        var login = settings();
        peer.server().on("RETR", (connection, name) -> connection.resetControl());
        var session = peer.loop().open(login);
        var problem = peer.loop().problem(() -> session.download(FILE, 0).compose(OnLoop::whole));
        assertThat(problem.code()).isEqualTo("ftp.connection-lost");
    }
}
