package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tree as a ZIP file, from a server that is slow, broken or hostile")
class ZipFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String[] ZIP = {"accept", "application/zip"};
    private static final byte[] CONTENT = new byte[300_000];
    private static final String RULES = """
                - name: some
                  who: {subjects: [carla]}
                  may: {services: [ftp], access: [read], objects: ["/", "/in", "/in/*"]}
            """;
    private static ScriptedFtpServer server;
    private static FtpHouse house;
    private static Rest anna;

    @BeforeAll
    static void start() throws IOException {
        new Random(1).nextBytes(CONTENT);
        server = new ScriptedFtpServer();
        house = FtpHouse.configured(
                RULES,
                "  listings: {entries: 50}\n  connections:\n    "
                        + FtpHouse.line("far", server, "pool: 2") + "\n    "
                        + FtpHouse.line(
                                "hasty", server, "pool: 2", "keep-alive: 1s", "read-timeout: 5s", "data-timeout: 5s"));
        anna = house.as("anna");
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        server.close();
    }

    @BeforeEach
    void fill() {
        for (String verb : List.of("RETR", "LIST", "SIZE")) {
            server.usual(verb);
        }
        server.files.clear();
        server.directories.clear();
        server.directories.addAll(List.of("/", "/in", "/in/sub"));
        server.withFile("/in/a", CONTENT).withFile("/in/b", CONTENT).withFile("/in/sub/c", CONTENT);
        server.commands.clear();
    }

    @ParameterizedTest(name = "FT-22 FT-41 {0}: the answer breaks off, and the next call works")
    @ValueSource(strings = {"file gone", "file cut", "file stalls", "directory gone", "directory cut"})
    void broken(String fault) {
        switch (fault) {
            case "file gone" ->
                server.on("RETR", (c, a) -> {
                    if (a.endsWith("c")) {
                        c.reply("550 no");
                    } else {
                        c.usual("RETR", a);
                    }
                });
            case "file cut", "file stalls" ->
                server.on("RETR", (c, a) -> {
                    c.reply("150 coming");
                    try (var data = c.data()) {
                        data.getOutputStream().write(CONTENT, 0, 100_000);
                        if (fault.endsWith("stalls")) {
                            c.hang();
                        }
                    }
                    c.reply("426 cut");
                });
            case "directory gone" ->
                server.on("LIST", (c, a) -> {
                    if (server.commands.stream().anyMatch(line -> line.matches("CWD /?in/sub"))) {
                        c.reply("450 no");
                    } else {
                        c.usual("LIST", a);
                    }
                });
            default ->
                server.on("LIST", (c, a) -> {
                    if (server.commands.stream().anyMatch(line -> line.matches("CWD /?in/sub"))) {
                        c.reply("150 coming");
                        c.data().close();
                        c.reply("426 cut");
                    } else {
                        c.usual("LIST", a);
                    }
                });
        }
        String in = (fault.endsWith("stalls") ? "/hasty" : "/far") + "/directories/in";
        assertThatThrownBy(() -> anna.get(in, ZIP)).isInstanceOf(UncheckedIOException.class);
        fill();
        assertThat(ZipIT.read(anna.get(in, ZIP).has(200).body())).containsOnlyKeys("a", "b", "sub/", "sub/c");
        Eventually.holds(SOON, "nobody fetches any more", () -> server.openSockets() <= 4);
    }

    @Test
    @DisplayName("FT-22 FT-42 more entries than a listing may have break it off, at the start with a problem")
    void tooMany() {
        for (int i = 0; i < 60; i++) {
            server.withFile("/in/sub/f" + i, new byte[1]);
        }
        anna.get("/far/directories/in/sub", ZIP).problem(502, "ftp.listing-too-large");
        assertThatThrownBy(() -> anna.get("/far/directories/in", ZIP)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    @DisplayName("FT-22 FT-42 names that would lead out of the directory on some machine are made harmless")
    void hostileNames() {
        server.files.clear();
        for (String name : List.of("C:evil", "a\\b", ".hidden", "a_b")) {
            server.withFile("/in/" + name, name.getBytes(StandardCharsets.US_ASCII));
        }
        var entries = ZipIT.read(anna.get("/far/directories/in", ZIP).has(200).body());
        assertThat(entries.keySet()).containsExactlyInAnyOrder("C_evil", "a_b", "a_b (2)", ".hidden", "sub/");

        server.withFile("/in/..\\..\\evil", new byte[1]);
        assertThat(anna.get("/far/directories/in", ZIP).status()).isEqualTo(502);
    }

    @Test
    @DisplayName("FT-22 GW-15 what the rule does not allow is not in it")
    void policy() {
        var carla = house.as("carla");
        assertThat(ZipIT.read(carla.get("/far/directories/in", ZIP).has(200).body()))
                .as("the names in /in/sub are not carla's to see")
                .containsOnlyKeys("a", "b", "sub/");
        carla.get("/far/directories/in/sub/", ZIP).has(200);
        assertThat(server.commands).noneMatch(line -> line.startsWith("RETR in/sub"));
    }

    @Test
    @DisplayName("FT-22 GW-3 GW-5 a slow reader holds the FTP server back, and one who leaves ends its work")
    void slowReader() {
        server.withFile("/in/zeros", new byte[0]);
        long size = 1L << 30;
        server.on("SIZE", (c, a) -> c.reply("213 " + size));
        server.on("RETR", (c, a) -> {
            c.reply("150 coming");
            var noise = new byte[1 << 20];
            new Random(2).nextBytes(noise);
            try (var data = c.data()) {
                for (long sent = 0; sent < size; sent += noise.length) {
                    data.getOutputStream().write(noise);
                    server.dataSent.addAndGet(noise.length);
                }
            }
            c.reply("226 done");
        });
        server.dataSent.set(0);
        try (var reader = SlowReader.get(
                house.port(),
                "/api/v1/ftp/far/directories/in",
                0,
                "Authorization: Bearer " + anna.token(),
                "Accept: application/zip")) {
            Eventually.holds(SOON, "it has begun", () -> server.dataSent.get() > 0);
            long before = Eventually.value(SOON, "the server is held back", this::stillness, sent -> sent > 0);
            assertThat(before).isLessThan(100L << 20);
            assertThat(reader.isEnded()).isFalse();
        }
        Eventually.holds(SOON, "nobody fetches any more", () -> server.openSockets() <= 2);
        server.usual("RETR");
        server.usual("SIZE");
        anna.get("/far/directories/in", ZIP).has(200);
    }

    /** What was sent when nothing more was for a moment, 0 while it moves. */
    private long stillness() {
        long sent = server.dataSent.get();
        java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
        return server.dataSent.get() == sent ? sent : 0;
    }
}
