package io.polyport.ftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.runtime.GatheringTransport;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Connections that we make")
final class DialerIT {
    private static final int TRIES = 5;
    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    @DisplayName("a server, who speaks first in FTP, has the connection at once and not when the system acknowledges it"
            + " late")
    void acceptedAtOnce() throws IOException {
        // As in the programs: it is the native transport that sets what the system goes by.
        Vertx vertx = Vertx.builder().withTransport(GatheringTransport.best()).build();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            var dialer = new Dialer(vertx);
            int port = server.getLocalPort();
            long fastest = Long.MAX_VALUE;
            for (int i = 0; i < TRIES; i++) {
                long began = System.nanoTime();
                var dialled = dialer.dial(
                        SocketAddress.inetSocketAddress(port, "127.0.0.1"),
                        FtpSettings.of("127.0.0.1", port, "anna", "secret"),
                        FtpProblems.CONNECT_REFUSED);
                try (var accepted = server.accept()) {
                    fastest = Math.min(fastest, System.nanoTime() - began);
                    assertThat(accepted.isConnected()).isTrue();
                    Waiting.value(Waiting.value(dialled).close());
                }
            }
            assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(150));
        } finally {
            Waiting.value(vertx.close());
        }
    }
}
