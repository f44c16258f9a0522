package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Uploads that break off or do not fit their own length, to real FTP servers")
class BrokenUploadsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SIZE = 3_000_000;
    private static final int HALF = SIZE / 2;
    private static final byte[] NEW = Pattern.bytes(5, 0, SIZE).getBytes();
    private static final byte[] OLD = "as it was".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.ofAll();

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    /** A connection on which an upload has begun. */
    private static Socket begin(PeerHouse.Far far, String name, String length) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), HOUSE.port());
        socket.getOutputStream()
                .write(("PUT /api/v1/ftp" + far.files(name) + " HTTP/1.1\r\nHost: x\r\n" + length
                                + "\r\nAuthorization: Bearer "
                                + far.rest().token() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends half of it, until the FTP server has begun to write. */
    private static Socket half(PeerHouse.Far far, String name) throws IOException {
        var socket = begin(far, name, "Content-Length: " + SIZE);
        socket.getOutputStream().write(NEW, 0, HALF);
        Eventually.holds(SOON, "bytes at the server", () -> written(far) > 0);
        return socket;
    }

    private static long written(PeerHouse.Far far) throws IOException {
        try (var all = Files.list(far.disk())) {
            return all.filter(each -> each.getFileName().toString().startsWith(".polyport-"))
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }

    private static void onlyOldIsLeft(PeerHouse.Far far) {
        Eventually.value(SOON, "no temporary file", () -> far.names(""), List.of("old")::equals);
        assertThat(far.content("old")).isEqualTo(OLD);
    }

    @ParameterizedTest(name = "FT-14 {0}: a caller who closes in the middle leaves what was there, and nothing else")
    @MethodSource("peers")
    void closed(PeerHouse.Far far) throws IOException {
        far.file("old", OLD);
        for (String name : List.of("new", "old")) {
            half(far, name).close();
            onlyOldIsLeft(far);
        }
    }

    @ParameterizedTest(name = "FT-14 {0}: a caller whose connection is reset leaves what was there, and nothing else")
    @MethodSource("peers")
    void reset(PeerHouse.Far far) throws IOException {
        far.file("old", OLD);
        for (String name : List.of("new", "old")) {
            var socket = half(far, name);
            socket.setSoLinger(true, 0);
            socket.close();
            onlyOldIsLeft(far);
        }
    }

    @ParameterizedTest(name = "FT-14 {0}: a body that is shorter than its Content-Length is no file")
    @MethodSource("peers")
    void shorter(PeerHouse.Far far) throws IOException {
        far.file("old", OLD);
        try (var socket = half(far, "old")) {
            // All that the caller has; it still listens for the answer.
            socket.shutdownOutput();
            assertThat(status(socket.getInputStream())).isNotIn("200", "201", "204");
        }
        onlyOldIsLeft(far);
    }

    @ParameterizedTest(name = "FT-14 {0}: a chunked body without its last chunk is no file")
    @MethodSource("peers")
    void unfinished(PeerHouse.Far far) throws IOException {
        far.file("old", OLD);
        try (var socket = begin(far, "old", "Transfer-Encoding: chunked")) {
            OutputStream out = socket.getOutputStream();
            out.write((Integer.toHexString(HALF) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(NEW, 0, HALF);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            Eventually.holds(SOON, "bytes at the server", () -> written(far) > 0);
            socket.shutdownOutput();
            assertThat(status(socket.getInputStream())).isNotIn("200", "201", "204");
        }
        onlyOldIsLeft(far);
    }

    @ParameterizedTest(name = "FT-14 {0}: of a body that is longer than its Content-Length only that much is taken")
    @MethodSource("peers")
    void longer(PeerHouse.Far far) throws IOException {
        far.file("old", OLD);
        try (var socket = begin(far, "new", "Content-Length: 200000")) {
            socket.getOutputStream().write(NEW, 0, 300_000);
            socket.getOutputStream().flush();
            assertThat(status(socket.getInputStream())).isEqualTo("201");
        } catch (IOException closedOverTheRest) {
            // What stands behind the body is no request; the gateway may close before all of it is written.
        }
        Eventually.value(SOON, "the file stands", () -> far.names(""), List.of("new", "old")::equals);
        assertThat(far.content("new")).isEqualTo(Arrays.copyOf(NEW, 200_000));
        assertThat(far.content("old")).isEqualTo(OLD);
    }

    /** The three digits of the answer, empty when the connection ends without one. */
    private static String status(InputStream in) throws IOException {
        String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        return line.length() == 12 ? line.substring(9) : "";
    }

    @ParameterizedTest(name = "FT-13 FT-14 {0}: who reads a file while it is replaced gets the old one, whole")
    @MethodSource("peers")
    void replacedWhileRead(PeerHouse.Far far) throws Exception {
        byte[] large = Pattern.bytes(6, 0, 80_000_000).getBytes();
        far.file("file", large);
        try (var client = HttpClient.newHttpClient()) {
            var reading = client.send(far.rest().request(far.files("file")).build(), BodyHandlers.ofInputStream());
            try (var body = reading.body()) {
                byte[] first = body.readNBytes(100_000);
                far.rest().put(far.files("file"), NEW).has(204);
                byte[] rest = body.readAllBytes();

                assertThat(first).isEqualTo(Arrays.copyOf(large, first.length));
                assertThat(Arrays.equals(rest, Arrays.copyOfRange(large, first.length, large.length)))
                        .as("the rest, of %d bytes", rest.length)
                        .isTrue();
            }
        }
        assertThat(far.rest().get(far.files("file")).has(200).body()).isEqualTo(NEW);
        assertThat(far.names("")).containsExactly("file");
    }
}
