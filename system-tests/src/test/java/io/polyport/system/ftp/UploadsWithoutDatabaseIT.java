package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.store.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Plain uploads while the database of the state is away")
class UploadsWithoutDatabaseIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private PostgresServer database;
    private ScriptedFtpServer server;
    private FtpHouse house;
    private Rest anna;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(PostgresServer.obstacle() == null, PostgresServer.obstacle());
        database = PostgresServer.start();
        server = new ScriptedFtpServer().withMlsd();
        house = FtpHouse.configured("", """
                  connections:
                    %s
                  state: {url: '%s', user: polyport, timeout: 2s}
                  uploads: {claim: 6s, sweep-every: 100ms}
                """.formatted(FtpHouse.line("far", server), database.url()));
        anna = house.as("anna");
    }

    @AfterEach
    void stop() throws IOException {
        if (house != null) {
            house.close();
            server.close();
            database.close();
        }
    }

    @Test
    @DisplayName("FT-14 they are made, at most a second later, and the second one not even that")
    void away() throws IOException {
        anna.put("/far/files/before", "x").has(201);
        database.end();
        anna.put("/far/files/first", "x").has(201);
        // For some seconds nobody asks the database, which takes a second each time; this machine may take one, too.
        assertThat(Stream.generate(this::secondUpload).limit(3).anyMatch(took -> took.toMillis() < 900))
                .as("one of three goes on at once")
                .isTrue();
        anna.get("/uploads").problem(503, "state.unavailable");
        database.begin();
        assertThat(server.files.keySet()).containsExactlyInAnyOrder("/before", "/first", "/second");
    }

    private Duration secondUpload() {
        long began = System.nanoTime();
        var answer = anna.put("/far/files/second", "x");
        assertThat(answer.status()).as(answer.text()).isIn(201, 204);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    @DisplayName("FT-14 one that is under way before, and after the database is back, is nobody's to sweep")
    void backAgain() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.getOutputStream()
                    .write(
                            ("PUT /api/v1/ftp/far/files/slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n"
                                            + "Authorization: Bearer " + anna.token() + "\r\n\r\n01234")
                                    .getBytes(StandardCharsets.US_ASCII));
            Eventually.holds(
                    SOON,
                    "the upload has begun",
                    () -> server.commands.stream().anyMatch(command -> command.startsWith("STOR")));
            database.end();
            Eventually.stays(
                    // Longer than the claim.
                    Duration.ofSeconds(8),
                    "it goes on",
                    () -> server.commands.stream().noneMatch(command -> command.startsWith("DELE")));
            database.begin();
            Eventually.stays(
                    // Longer than it takes to sweep what is suspected.
                    Duration.ofSeconds(9),
                    "nobody sweeps it",
                    () -> server.commands.stream().noneMatch(command -> command.startsWith("DELE")));
            socket.getOutputStream().write(new byte[99_995]);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 201");
        }
        assertThat(server.files.keySet()).containsExactly("/slow");
    }
}
