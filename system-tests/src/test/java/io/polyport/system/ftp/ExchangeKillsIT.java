package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service as a process, killed while the FTP server is at a named command; and the server going away there. */
@DisplayName("An exchange whose service or server is killed")
class ExchangeKillsIT {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final byte[] GOODS = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private ScriptedFtpServer server;
    private House house;
    private Path ours;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicBoolean freezing = new AtomicBoolean(true);

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedFtpServer();
        server.directories.add("/pub");
        ours = Files.createDirectories(folder.resolve("till/pos"));
        house = House.in(folder)
                .gateways(0)
                .far(new House.Far(server.port(), "u", "p"))
                .connectionYaml("""
                          read-timeout: 2s
                          data-timeout: 2s
                      exchange-folder: '%s'
                      exchanges:
                        pos:
                          connection: box
                          poll-period: 200ms
                          upload-period: 200ms
                          local: {directory: pos}
                          download: {remote: pub/POS.spr, ready: {when: at-once}, automatic-load: true, load-flag: POS.flg}
                          upload: {local: POS.rep, remote: pub/POS.rep, ready: {when: at-once}}
                    """.formatted(folder.resolve("till")))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        house.close();
        server.close();
    }

    /**
     * At the first such command nothing more happens on that connection.
     *
     * @param half before it is carried out, in the middle of its data, or after it without a reply
     */
    private void freezeAt(String verb, String half) {
        server.on(verb, (connection, argument) -> {
            boolean now = freezing.compareAndSet(true, false);
            if (!now) {
                connection.usual(verb, argument);
                return;
            }
            switch (half) {
                case "before" -> {}
                case "amid" -> amid(connection, verb);
                default -> after(connection, verb, argument);
            }
            reached.countDown();
            connection.hang();
        });
    }

    private static void amid(ScriptedFtpServer.Connection connection, String verb) throws IOException {
        connection.reply("150 go");
        var data = connection.data();
        if (verb.equals("RETR")) {
            data.getOutputStream().write(GOODS, 0, 1000);
        } else {
            data.getInputStream().readNBytes(1000);
        }
    }

    /** It has happened, and nobody is told. */
    private void after(ScriptedFtpServer.Connection connection, String verb, String argument) {
        switch (verb) {
            case "DELE" -> server.files.remove(connection.path(argument));
            case "RNTO" ->
                server.files.keySet().stream()
                        .filter(path -> path.contains(".exchange-"))
                        .findFirst()
                        .ifPresent(spare -> server.files.put(connection.path(argument), server.files.remove(spare)));
            case "STOR" -> server.files.put(connection.path(argument), GOODS);
            default -> throw new IllegalArgumentException(verb);
        }
    }

    private void awaitReached() {
        try {
            assertThat(reached.await(20, TimeUnit.SECONDS))
                    .as(
                            "the step is reached; the service says: %s",
                            house.service(0).process().output())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void hurt(String what) throws IOException {
        awaitReached();
        if (what.equals("service")) {
            house.service(0).kill();
            house.service(0).start();
        } else {
            // Every connection is gone at once, as with a killed server; new ones are taken again.
            server.endData();
        }
    }

    /** The others run in {@code make test-long PART=exchanges}: each starts a JVM twice. */
    @ParameterizedTest(name = "FT-30 FT-31 FT-36 the {0} is killed {2} {1} of a download (2 of 8 ways)")
    @CsvSource({"service, DELE, after", "server, RETR, amid"})
    void someDownloads(String what, String verb, String half) throws IOException {
        download(what, verb, half);
    }

    @ParameterizedTest(name = "FT-32 FT-36 the {0} is killed {2} {1} of an upload (2 of 10 ways)")
    @CsvSource({"service, RNTO, after", "server, STOR, amid"})
    void someUploads(String what, String verb, String half) throws IOException {
        upload(what, verb, half);
    }

    @Tag("long")
    @Tag("exchanges")
    @ParameterizedTest(name = "FT-30 FT-31 FT-36 the {0} is killed {2} {1} of a download")
    @CsvSource({
        "service, RETR, before",
        "service, RETR, amid",
        "service, DELE, before",
        "service, DELE, after",
        "server, RETR, before",
        "server, RETR, amid",
        "server, DELE, before",
        "server, DELE, after",
    })
    void download(String what, String verb, String half) throws IOException {
        server.withFile("/pub/POS.spr", GOODS);
        freezeAt(verb, half);
        house.service(0).start();
        hurt(what);
        Eventually.holds(
                SOON,
                "all is in place",
                () -> server.files.isEmpty() && Set.copyOf(Till.names(ours)).equals(Set.of("POS.spr", "POS.flg")));
        assertThat(ours.resolve("POS.spr")).hasBinaryContent(GOODS);
        assertThat(server.commands.stream().filter(one -> one.startsWith("RETR")))
                .as("fetched again only where it was not whole")
                .hasSize(verb.equals("RETR") ? 2 : 1);
    }

    @Tag("long")
    @Tag("exchanges")
    @ParameterizedTest(name = "FT-32 FT-36 the {0} is killed {2} {1} of an upload")
    @CsvSource({
        "service, STOR, before",
        "service, STOR, amid",
        "service, STOR, after",
        "service, RNTO, before",
        "service, RNTO, after",
        "server, STOR, before",
        "server, STOR, amid",
        "server, STOR, after",
        "server, RNTO, before",
        "server, RNTO, after",
    })
    void upload(String what, String verb, String half) throws IOException {
        Files.write(ours.resolve("POS.rep"), GOODS);
        freezeAt(verb, half);
        house.service(0).start();
        hurt(what);
        Eventually.holds(
                SOON,
                "the report is there and nothing else",
                () -> server.files.keySet().equals(Set.of("/pub/POS.rep"))
                        && Till.names(ours).isEmpty());
        assertThat(server.files.get("/pub/POS.rep")).isEqualTo(GOODS);
        assertThat(server.commands.stream().filter(one -> one.startsWith("STOR")))
                .hasSize(verb.equals("STOR") ? 2 : 1);
    }
}
