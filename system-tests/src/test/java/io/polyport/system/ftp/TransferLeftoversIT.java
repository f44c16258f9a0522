package io.polyport.system.ftp;

import static io.polyport.system.ftp.Orders.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.ftp.protocol.ScriptedFtpServer.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What an attempt of a transfer leaves to the next one, and others do meanwhile")
class TransferLeftoversIT {
    private static final byte[] CONTENT = new byte[2 << 20];
    private static final byte[] OTHER = "somebody else's".getBytes(StandardCharsets.US_ASCII);
    private static final int CUT_AT = (1 << 20) + 4711;
    private static final int LATE = 1000;

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @RegisterExtension
    private final TwoServers servers = new TwoServers();

    private ScriptedFtpServer to;

    @BeforeEach
    void start() {
        servers.from().withFile("/source.bin", CONTENT);
        to = servers.to();
    }

    @Test
    @DisplayName("FT-21 bytes that a broken attempt brings late are not doubled by the next one")
    void lateBytes() {
        var attempts = new AtomicInteger();
        Function<String, ScriptedFtpServer.Script> storing = verb -> (connection, argument) -> {
            if (attempts.getAndIncrement() == 0) {
                connection.reply("150 send it");
                try (var data = connection.data()) {
                    byte[] begun = data.getInputStream().readNBytes(CUT_AT);
                    to.files.put(connection.path(argument), begun);
                }
                connection.resetControl();
            } else {
                late(connection, argument);
                connection.usual(verb, argument);
            }
        };
        to.on("STOR", storing.apply("STOR")).on("APPE", storing.apply("APPE"));

        Orders.run(servers.house().as("anna"), order("from", "source.bin", "to", "copy.bin"));

        assertThat(attempts).hasValue(2);
        assertThat(to.files).containsOnlyKeys("/copy.bin");
        assertThat(to.files.get("/copy.bin")).isEqualTo(CONTENT);
    }

    /** The server has read them before the connection broke, and writes them now. */
    private void late(Connection connection, String argument) {
        to.files.computeIfPresent(connection.path(argument), (path, begun) -> {
            assertThat(begun).hasSize(CUT_AT);
            return Arrays.copyOf(CONTENT, CUT_AT + LATE);
        });
    }

    @Test
    @DisplayName(
            "FT-21 what somebody else has put there while a file was copied is not overwritten unless that is asked for")
    void putMeanwhile() {
        to.on("STOR", (connection, argument) -> {
            connection.usual("STOR", argument);
            // As long as large files take.
            LockSupport.parkNanos(Duration.ofMillis(1_200).toNanos());
            to.files.put("/copy.bin", OTHER);
        });

        var done = Orders.run(servers.house().as("anna"), order("from", "source.bin", "to", "copy.bin"));

        assertThat(done.getJsonObject("files").getInteger("skipped")).isEqualTo(1);
        assertThat(to.files).containsOnlyKeys("/copy.bin");
        assertThat(to.files.get("/copy.bin")).isEqualTo(OTHER);
    }

    @Test
    @DisplayName("FT-21 a file that was put aside to be replaced when its server was lost is not left there")
    void putAside() {
        to.withFile("/copy.bin", OTHER);
        var renamings = new AtomicInteger();
        to.on("RNTO", (connection, argument) -> {
            switch (renamings.incrementAndGet()) {
                case 1 -> connection.reply("550 it is there");
                case 3 -> connection.resetControl();
                default -> connection.usual("RNTO", argument);
            }
        });

        Orders.run(
                servers.house().as("anna"),
                order("from", "source.bin", "to", "copy.bin").put("overwrite", true));

        assertThat(renamings.get()).isGreaterThan(3);
        assertThat(to.files).containsOnlyKeys("/copy.bin");
        assertThat(to.files.get("/copy.bin")).isEqualTo(CONTENT);
    }
}
