package io.polyport.system.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.polyport.store.PostgresServer;
import io.polyport.system.house.House;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A service that is killed over uploads, where there is another one")
class KilledServiceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** How long what the dead one has stays its own. */
    private static final Duration CLAIM = Duration.ofSeconds(3);
    /** For the other one to look, and to be asked, on a busy machine that may stand still. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    private static final byte[] CONTENT = Pattern.bytes(3, 0, 600_000).getBytes();

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "FT-14 FT-25 the other one goes on with the upload that can be resumed, and sweeps what a plain one left")
    void killed() throws Exception {
        Assumptions.assumeTrue(PostgresServer.obstacle() == null, PostgresServer.obstacle());
        try (var database = PostgresServer.start();
                var house = House.in(folder)
                        .services(2)
                        .stateYaml("url: '" + database.url() + "', user: polyport")
                        .connectionYaml("  uploads: {sweep-every: 500ms, claim: " + CLAIM.toSeconds() + "s}\n")
                        .build()) {
            house.gateway().start();
            house.service(0).start();
            house.gateway().awaitReady();
            house.service(0).awaitReady();
            house.awaitService(0, SOON);
            var caller = new CutCaller(house.port(0), house.client().token());
            String upload = begin(caller);

            try (var resumable = half(house, "PATCH /api/v1/ftp" + upload + " HTTP/1.1\r\nUpload-Offset: 0\r\n");
                    var plain = half(house, "PUT /api/v1/ftp/box/files/plain HTTP/1.1\r\n")) {
                Eventually.holds(
                        SOON,
                        "both have begun at the server",
                        () -> temporary(house)
                                        .filter(file -> file.toFile().length() > 0)
                                        .count()
                                == 2);
                house.service(1).start().awaitReady();
                Eventually.holds(SOON, "the gateway knows both", () -> house.routed(0) == 2);
                house.service(0).kill();
                long killed = System.nanoTime();
                goOn(caller, upload, killed);
                Eventually.holds(SOON, "the gateway knows that one is gone", () -> house.routed(0) == 1);
                complete(caller, upload);
                assertThat(resumable.isClosed() || plain.isClosed()).isFalse();
            }
            assertThat(Files.readAllBytes(house.peer().root().resolve("whole"))).isEqualTo(CONTENT);
            Eventually.value(SOON, "nothing else is left", () -> names(house), List.of("whole")::equals);
        }
    }

    private static String begin(CutCaller caller) {
        var order = new JsonObject().put("path", "whole").put("length", CONTENT.length);
        var begun = caller.call("POST", "/box/uploads", order.encode());
        assertThat(begun.status()).as(begun.body()).isEqualTo(201);
        return "/uploads/" + new JsonObject(begun.body()).getString("id");
    }

    private static Socket half(House house, String head) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), house.port(0));
        socket.getOutputStream()
                .write((head + "Host: x\r\nContent-Length: " + CONTENT.length + "\r\nAuthorization: Bearer "
                                + house.client().token() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(CONTENT, 0, CONTENT.length / 2);
        return socket;
    }

    /** Until the dead one's claim has run out it is busy; then the rest is taken. */
    private static void goOn(CutCaller caller, String upload, long killed) {
        Eventually.holds(SOON, "the other one takes it", () -> {
            long offset = caller.call("HEAD", upload, "").number("upload-offset");
            if (offset <= 0) {
                return false;
            }
            assertThat(offset).isLessThanOrEqualTo(CONTENT.length / 2);
            var sent = caller.call(
                    "PATCH", upload, "Upload-Offset: " + offset + "\r\n", CutCaller.Sending.whole(CONTENT, (int)
                            offset));
            if (sent.status() == 409) {
                assertThat(sent.body()).contains("ftp.upload-busy");
                assertThat(sent.number("retry-after")).isPositive();
            }
            return sent.isGood();
        });
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(CLAIM.plus(SLACK));
    }

    private static void complete(CutCaller caller, String upload) {
        assertThat(caller.call("POST", upload + ":complete", "").status()).isEqualTo(201);
        assertThat(caller.call("POST", upload + ":complete", "").status()).isEqualTo(201);
    }

    private static java.util.stream.Stream<Path> temporary(House house) throws IOException {
        try (var files = Files.list(house.peer().root())) {
            return files.filter(each -> each.getFileName().toString().startsWith(".polyport-")).toList().stream();
        }
    }

    private static List<String> names(House house) throws IOException {
        try (var files = Files.list(house.peer().root())) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
