package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@Tag("zip")
@DisplayName("A tree as a ZIP file, with a file beyond 4 GiB")
class ZipLongIT {
    private static final long SIZE = (4L << 30) + (300L << 20);

    @TempDir
    Path folder;

    @Test
    @DisplayName("FT-22 a file of 4.3 GiB and what stands behind it can be read by Java and unzip (ZIP64)")
    void zip64() throws Exception {
        try (var server = new ScriptedFtpServer();
                var house = FtpHouse.with(FtpHouse.line("far", server));
                var client = HttpClient.newHttpClient()) {
            server.withFile("/zeros", new byte[0]).withFile("/zz-behind", "behind".getBytes(StandardCharsets.US_ASCII));
            server.on("SIZE", (c, a) -> {
                if (a.equals("zeros")) {
                    c.reply("213 " + SIZE);
                } else {
                    c.usual("SIZE", a);
                }
            });
            server.on("RETR", (c, a) -> {
                if (a.equals("zeros")) {
                    c.reply("150 coming");
                    try (var data = c.data()) {
                        c.pour(data.getOutputStream(), SIZE);
                    }
                    c.reply("226 done");
                } else {
                    c.usual("RETR", a);
                }
            });
            var request = house.as("anna")
                    .request("/far/directories/")
                    .header("accept", "application/zip")
                    .timeout(Duration.ofMinutes(10))
                    .build();
            var file = client.send(request, BodyHandlers.ofFile(folder.resolve("large.zip")))
                    .body();
            try (var zip = new ZipFile(file.toFile())) {
                assertThat(zip.getEntry("zeros").getSize()).isEqualTo(SIZE);
                assertThat(zip.getInputStream(zip.getEntry("zz-behind")).readAllBytes())
                        .asString()
                        .isEqualTo("behind");
            }
            var unzip = new ProcessBuilder("unzip", "-tqq", file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(unzip.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(unzip.waitFor()).isZero();
            System.err.printf("ZIP of %d bytes: %d bytes%n", SIZE, Files.size(file));
        }
    }
}
