package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.fixtures.Pattern;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Trees of real FTP servers as ZIP files")
class ZipIT {
    private static final byte[] LARGE = Pattern.bytes(4, 0, 3_000_001).getBytes();
    private static final String[] ZIP = {"accept", "application/zip"};

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.ofAll();

    @TempDir
    Path folder;

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    static Map<String, byte[]> read(byte[] zip) {
        var found = new TreeMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.US_ASCII)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                found.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return found;
    }

    private static void fill(PeerHouse.Far far) throws IOException {
        far.file("tree/large.bin", LARGE);
        far.file("tree/empty", new byte[0]);
        far.file("tree/sub/deep/один два.txt", "слово".getBytes(StandardCharsets.UTF_8));
        far.file("tree/sub/b.txt", "b".getBytes(StandardCharsets.US_ASCII));
        far.directory(Path.of("tree/nothing"));
        far.file("beside", "x".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "FT-22 {0}: the tree comes whole, with empty files and directories, and unzip agrees")
    @MethodSource("peers")
    void whole(PeerHouse.Far far) throws Exception {
        fill(far);
        var time = Instant.parse("2024-02-03T04:05:06Z");
        Files.setLastModifiedTime(far.disk().resolve("tree/large.bin"), FileTime.from(time));

        var answer = far.rest().get(far.directories("tree"), ZIP).has(200);
        assertThat(answer.header("content-type")).isEqualTo("application/zip");
        assertThat(answer.header("content-disposition"))
                .isEqualTo("attachment; filename=\"tree.zip\"; filename*=UTF-8''tree.zip");
        var entries = read(answer.body());
        assertThat(entries.keySet())
                .containsExactlyInAnyOrder(
                        "large.bin", "empty", "nothing/", "sub/", "sub/b.txt", "sub/deep/", "sub/deep/один два.txt");
        assertThat(entries.get("large.bin")).isEqualTo(LARGE);
        assertThat(entries.get("sub/deep/один два.txt"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("слово");
        assertThat(entries.get("empty")).isEmpty();

        var file = Files.write(folder.resolve("tree.zip"), answer.body());
        try (var zip = new ZipFile(file.toFile())) {
            var modified = zip.getEntry("large.bin").getLastModifiedTime().toInstant();
            // LIST tells minutes, of the last half year, and days before that.
            assertThat(modified.truncatedTo(ChronoUnit.DAYS)).isEqualTo(time.truncatedTo(ChronoUnit.DAYS));
        }
        var unzip = new ProcessBuilder("unzip", "-tqq", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(unzip.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(unzip.waitFor()).isZero();
    }

    @ParameterizedTest(name = "FT-22 {0}: links are not followed, so that none leads in a circle or out of the tree")
    @MethodSource("peers")
    void links(PeerHouse.Far far) throws IOException {
        // Apache's server shows a link as what it points to.
        org.junit.jupiter.api.Assumptions.assumingThat(far.connection().equals("vsftpd"), () -> {
            fill(far);
            Files.createSymbolicLink(far.disk().resolve("tree/circle"), Path.of("."));
            Files.createSymbolicLink(far.disk().resolve("tree/out"), Path.of("../beside"));
            var entries =
                    read(far.rest().get(far.directories("tree"), ZIP).has(200).body());
            assertThat(entries.keySet())
                    .contains("large.bin", "sub/b.txt")
                    .noneMatch(name -> name.matches("circle.*|out.*"));
        });
    }

    @ParameterizedTest(
            name = "FT-22 {0}: a pattern chooses files; the whole connection and empty directories work, too")
    @MethodSource("peers")
    void chosen(PeerHouse.Far far) throws IOException {
        assertThat(read(far.rest().get(far.directories(""), ZIP).has(200).body()))
                .isEmpty();
        fill(far);
        var all = far.rest().get(far.directories("") + "?pattern=*.txt", ZIP).has(200);
        assertThat(read(all.body()).keySet())
                .containsExactlyInAnyOrder(
                        "tree/",
                        "tree/nothing/",
                        "tree/sub/",
                        "tree/sub/b.txt",
                        "tree/sub/deep/",
                        "tree/sub/deep/один два.txt");
        assertThat(all.header("content-disposition")).contains(far.connection() + ".zip");
        far.rest().get(far.directories("none"), ZIP).problem(404, "ftp.not-found");
        far.rest().get(far.directories("beside"), ZIP).problem(409, "ftp.wrong-kind");
        var json = far.rest().get(far.directories("tree"), "accept", "application/zip;q=0, application/json");
        assertThat(json.has(200).entries()).hasSize(4);
    }

    @ParameterizedTest(name = "FT-22 {0}: a file that can''t be read breaks the answer off")
    @MethodSource("peers")
    void unreadable(PeerHouse.Far far) throws IOException {
        org.junit.jupiter.api.Assumptions.assumingThat(far.connection().equals("vsftpd"), () -> {
            fill(far);
            Files.setPosixFilePermissions(
                    far.disk().resolve("tree/sub/b.txt"),
                    java.nio.file.attribute.PosixFilePermissions.fromString("---------"));
            assertThatThrownBy(() -> far.rest().get(far.directories("tree"), ZIP))
                    .isInstanceOf(UncheckedIOException.class);
        });
        assertThat(far.rest()
                        .get(far.directories(""), "accept", "application/json")
                        .has(200)
                        .status())
                .as("and the connection goes on")
                .isEqualTo(200);
    }
}
