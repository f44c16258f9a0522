package io.polyport.ftp.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A ZIP file that is written piece by piece")
final class ZipWriterTest {
    @TempDir
    Path folder;

    private static void drain(ZipWriter zip, ByteArrayOutputStream all) {
        while (zip.ready() > 0) {
            all.writeBytes(zip.take(10_000).getBytes());
        }
    }

    @Test
    @DisplayName("FT-22 holds more than 65,535 entries, which needs ZIP64")
    void manyEntries() throws Exception {
        var zip = new ZipWriter();
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 70_000; i++) {
            zip.begin("d/" + i, Instant.EPOCH);
            zip.end();
            drain(zip, all);
        }
        zip.finish();
        drain(zip, all);
        zip.close();

        var file = Files.write(folder.resolve("many.zip"), all.toByteArray());
        try (var read = new ZipFile(file.toFile())) {
            assertThat(read.size()).isEqualTo(70_000);
            assertThat(read.getEntry("d/69999")).isNotNull();
        }
        var unzip = new ProcessBuilder("unzip", "-tqq", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(unzip.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(unzip.waitFor()).isZero();
    }

    @Test
    @DisplayName("FT-22 keeps names that look the same apart, and times in UTC")
    void sameNames() throws IOException {
        var time = Instant.parse("2026-03-04T05:06:07Z");
        var zip = new ZipWriter();
        for (String name : new String[] {"a", "a", "a", "d/", "d/"}) {
            zip.begin(name, time);
            zip.end();
        }
        zip.begin("old", null);
        zip.end();
        zip.finish();
        var all = new ByteArrayOutputStream();
        drain(zip, all);
        zip.close();

        var file = Files.write(folder.resolve("same.zip"), all.toByteArray());
        try (var read = new ZipFile(file.toFile())) {
            assertThat(read.stream().map(Object::toString))
                    .containsExactly("a", "a (2)", "a (3)", "d/", "d (2)/", "old");
            assertThat(read.getEntry("a").getLastModifiedTime().toInstant()).isEqualTo(time);
            assertThat(read.getEntry("old").getTimeLocal().getYear()).isEqualTo(1980);
        }
    }

    @Test
    @DisplayName("FT-22 can be read from front to back, and gives its bytes away as they are made")
    void streamed() throws IOException {
        var zip = new ZipWriter();
        var all = new ByteArrayOutputStream();
        zip.begin("файл", Instant.EPOCH);
        byte[] content = new byte[65_536];
        new java.util.Random(1).nextBytes(content);
        for (int i = 0; i < 20; i++) {
            zip.write(content);
            assertThat(zip.ready()).as("bytes that wait").isBetween(1, 200_000);
            drain(zip, all);
        }
        zip.end();
        zip.finish();
        drain(zip, all);
        zip.close();

        try (var read = new ZipInputStream(new ByteArrayInputStream(all.toByteArray()), StandardCharsets.US_ASCII)) {
            var entry = read.getNextEntry();
            assertThat(entry.getName())
                    .as("marked as UTF-8, whatever the reader's charset")
                    .isEqualTo("файл");
            assertThat(read.readAllBytes()).hasSize(20 * content.length).endsWith(content);
            assertThat(read.getNextEntry()).isNull();
        }
    }
}
