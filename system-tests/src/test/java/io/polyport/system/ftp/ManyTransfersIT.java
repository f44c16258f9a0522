package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.Peers;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many transfers at the same time")
class ManyTransfersIT {
    private static final int TRANSFERS = 500;
    private static final int SIZE = 64 * 1024;

    @Test
    @DisplayName("FT-40 five hundred downloads at once need no thread of their own, and all are right")
    void downloads() throws IOException {
        byte[] content = Pattern.bytes(40, 0, SIZE).getBytes();
        var gate = new CompletableFuture<Void>();
        try (var server = new ScriptedFtpServer();
                var house = FtpHouse.with(
                        FtpHouse.line("far", server, "pool: 0, data-timeout: 120s, read-timeout: 120s"))) {
            server.withFile("/file", content);
            var anna = house.as("anna");
            anna.get("/far/files/file").has(200);
            long threads = loopThreads();
            // All of them stand in the middle of their transfer before the first one may go on.
            var standing = new AtomicReference<>(0);
            server.on("RETR", (connection, argument) -> {
                standing.updateAndGet(count -> count + 1);
                gate.join();
                connection.usual("RETR", argument);
            });
            var answers = IntStream.range(0, TRANSFERS)
                    .mapToObj(i -> anna.getLater("/far/files/file"))
                    .toList();
            try {
                Eventually.holds(Duration.ofSeconds(90), "all stand at RETR", () -> standing.get() == TRANSFERS);
                assertThat(loopThreads()).as("threads of Vert.x").isLessThanOrEqualTo(threads + 1);
            } finally {
                gate.complete(null);
            }
            long right = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() == 200 && Arrays.equals(answer.body(), content))
                    .count();
            assertThat(right).isEqualTo(TRANSFERS);
        }
    }

    /** Without those of the fixed pools for blocking work, which ask the state's database whatever is transferred. */
    private static long loopThreads() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().startsWith("vert.x-"))
                .filter(thread -> !thread.getThreadName().contains("internal-blocking"))
                .filter(thread -> !thread.getThreadName().startsWith("vert.x-worker-thread"))
                .count();
    }

    @Test
    @DisplayName("FT-2 FT-13 bounded ranges, callers who leave and failures leave the pool whole")
    void pool() throws IOException {
        byte[] content = Pattern.bytes(41, 0, 1_000_000).getBytes();
        var peer = Peers.apache();
        Files.write(peer.pub().resolve("file"), content);
        try (var house = FtpHouse.with(FtpHouse.line("far", peer, "root: pub, pool: 4, wait-timeout: 60s"))) {
            var anna = house.as("anna");
            var answers = IntStream.range(0, 60)
                    .mapToObj(i -> switch (i % 3) {
                        case 0 ->
                            anna.sendLater(anna.request("/far/files/file")
                                    .header("range", "bytes=" + i + "-" + (i + 99))
                                    .build());
                        case 1 -> anna.getLater("/far/files/missing");
                        default -> anna.getLater("/far/files/file");
                    })
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                var answer = answers.get(i).join();
                switch (i % 3) {
                    case 0 -> assertThat(answer.has(206).body()).isEqualTo(Arrays.copyOfRange(content, i, i + 100));
                    case 1 -> answer.problem(404, "ftp.not-found");
                    default -> assertThat(answer.has(200).body()).isEqualTo(content);
                }
            }
            for (int i = 0; i < 8; i++) {
                anna.get("/far/entries/file").has(200);
            }
        } finally {
            peer.stop();
        }
    }
}
