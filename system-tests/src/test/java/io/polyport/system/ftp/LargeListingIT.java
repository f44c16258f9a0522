package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Listings of many entries, from a server that waits in their middle")
class LargeListingIT {
    private static final int ENTRIES = 100_000;
    private static final int HALF = ENTRIES / 2;
    private static final long MIB = 1L << 20;

    /** What is on the way at most: a window of the bus, pieces of the listing, and what is noise. Measured: 0.4 MiB. */
    private static final long FLAT = 8 * MIB;

    private static final int SECONDS = 60;

    /** What the far server does: half of the listing, and the rest when it is told to. */
    private static final class Halves {
        private final CountDownLatch rest = new CountDownLatch(1);
        private volatile boolean allSent;

        private void send(ScriptedFtpServer.Connection connection, boolean machine) throws IOException {
            connection.reply("150 here it comes");
            try (var data = connection.data()) {
                var out = data.getOutputStream();
                out.write(lines(0, HALF, machine));
                out.flush();
                if (!rest.await(SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("the test has not read the first half");
                }
                out.write(lines(HALF, ENTRIES, machine));
                allSent = true;
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                throw new IOException(ended);
            }
            connection.reply("226 done");
        }

        private static byte[] lines(int from, int to, boolean machine) {
            var text = new StringBuilder();
            for (int i = from; i < to; i++) {
                text.append(
                        machine
                                ? "type=file;size=%d;modify=20260304050607; %s\r\n".formatted(i, name(i))
                                : "-rw-r--r-- 1 owner group %d Mar  4  2025 %s\r\n".formatted(i, name(i)));
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "entry-%06d.csv", number);
    }

    @ParameterizedTest(
            name = "FT-10 FT-40 {0}: 100,000 entries come in order, the first before the server has sent the last")
    @ValueSource(strings = {"LIST", "MLSD"})
    void streamed(String command) throws Exception {
        var halves = new Halves();
        boolean machine = command.equals("MLSD");
        try (var server = new ScriptedFtpServer().on(command, (c, a) -> halves.send(c, machine));
                var house = FtpHouse.with(FtpHouse.line("far", machine ? server.withMlsd() : server));
                var client = HttpClient.newHttpClient()) {
            var request = house.as("anna")
                    .request("/far/directories/")
                    .header("accept", "application/x-ndjson")
                    .build();
            long before = heap();
            var answer = client.send(request, BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (var body = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                expect(body, 0, HALF);
                assertThat(halves.allSent).as("the server has sent all").isFalse();
                long growth = heap() - before;
                System.out.printf("heap after %d entries of %s: %+d KiB%n", HALF, command, growth / 1024);
                assertThat(growth).as("bytes that are kept of what was read").isLessThan(FLAT);
                halves.rest.countDown();
                expect(body, HALF, ENTRIES);
                assertThat(new JsonObject(body.readLine()))
                        .isEqualTo(new JsonObject("{\"status\":{\"code\":\"ok\",\"entries\":100000}}"));
                assertThat(body.readLine()).isNull();
            }
            assertThat(server.commands)
                    .filteredOn(line -> line.startsWith(command))
                    .hasSize(1);
        }
    }

    private static void expect(BufferedReader body, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            var entry = new JsonObject(body.readLine());
            assertThat(entry.getString("name")).isEqualTo(name(i));
            assertThat(entry.getInteger("size")).isEqualTo(i);
        }
    }

    /** Bytes that are in use: the least of what three collections have left. */
    private static long heap() {
        return IntStream.range(0, 3)
                .mapToLong(i -> {
                    System.gc();
                    return ManagementFactory.getMemoryMXBean()
                            .getHeapMemoryUsage()
                            .getUsed();
                })
                .min()
                .orElseThrow();
    }

    @Test
    @DisplayName(
            "FT-10 a recursive listing asks for each directory once, and its first entries are out before the last directory")
    void recursive() throws Exception {
        int files = 2_000;
        var gate = new CountDownLatch(1);
        try (var server = new ScriptedFtpServer().withMlsd();
                var house = FtpHouse.with(FtpHouse.line("far", server));
                var client = HttpClient.newHttpClient()) {
            for (String directory : directories().keySet()) {
                server.directories.add(directory);
            }
            for (int i = 0; i < files; i++) {
                server.withFile("/" + name(i), new byte[1]).withFile("/a/b/" + name(i), new byte[1]);
            }
            server.on("MLSD", (c, a) -> {
                if (c.path(a).equals("/a/b")) {
                    await(gate);
                }
                c.usual("MLSD", a);
            });
            var request = house.as("anna")
                    .request("/far/directories/?recursive=true")
                    .header("accept", "application/x-ndjson")
                    .build();
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < files; i++) {
                    assertThat(new JsonObject(body.readLine()).containsKey("name"))
                            .isTrue();
                }
                gate.countDown();
                var last = body.lines().reduce((one, next) -> next).orElseThrow();
                assertThat(new JsonObject(last).getJsonObject("status"))
                        .isEqualTo(new JsonObject().put("code", "ok").put("entries", 2 * files + 7));
            }
            var asked = new TreeMap<String, Integer>();
            server.commands.stream()
                    .filter(line -> line.startsWith("MLSD"))
                    .map(line -> line.length() > 5 ? "/" + line.substring(5) : "/")
                    .forEach(path -> asked.merge(path, 1, Integer::sum));
            assertThat(asked).isEqualTo(directories());
        }
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            if (!gate.await(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the test has not read the first directory");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException(ended);
        }
    }

    /** Each with how often it may be listed. */
    private static Map<String, Integer> directories() {
        return new TreeMap<>(Map.of("/", 1, "/a", 1, "/a/b", 1, "/a/b/c", 1, "/d", 1, "/e", 1, "/e/f", 1, "/e/f/g", 1));
    }
}
