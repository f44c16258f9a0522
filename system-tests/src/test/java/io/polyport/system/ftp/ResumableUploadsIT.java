package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Uploads that are resumed, to real FTP servers")
class ResumableUploadsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SIZE = 3_000_000;
    private static final byte[] CONTENT = Pattern.bytes(7, 0, SIZE).getBytes();

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.ofAll();

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    private static String begin(PeerHouse.Far far, JsonObject body) {
        var begun = far.rest().post("/" + far.connection() + "/uploads", body).has(201);
        var json = begun.json();
        assertThat(begun.header("location")).endsWith("/api/v1/ftp/uploads/" + json.getString("id"));
        assertThat(json.getString("id")).matches("[0-9a-f]{32}");
        assertThat(json.getLong("offset")).isZero();
        return "/uploads/" + json.getString("id");
    }

    private static String begin(PeerHouse.Far far, String path, long length) {
        return begin(far, new JsonObject().put("path", path).put("length", length));
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(CONTENT, from, to);
    }

    private static Rest.Answer send(PeerHouse.Far far, String upload, long offset, byte[] part, String... headers) {
        var all = Stream.concat(Stream.of("upload-offset", Long.toString(offset)), Arrays.stream(headers))
                .toArray(String[]::new);
        return far.rest().call("PATCH", upload, BodyPublishers.ofByteArray(part), all);
    }

    private static String digest(String algorithm, String name, byte[] content) throws Exception {
        var sum = MessageDigest.getInstance(algorithm).digest(content);
        return name + "=:" + Base64.getEncoder().encodeToString(sum) + ":";
    }

    @ParameterizedTest(name = "FT-25 {0}: three parts make a file, which has its name only when all is there")
    @MethodSource("peers")
    void parts(PeerHouse.Far far) {
        String upload = begin(
                far,
                new JsonObject()
                        .put("path", "new/Прайс.bin")
                        .put("length", SIZE)
                        .put("createParents", true));
        assertThat(send(far, upload, 0, part(0, 1)).has(204).header("upload-offset"))
                .isEqualTo("1");
        assertThat(send(far, upload, 1, part(1, 2_000_000)).has(204).header("upload-offset"))
                .isEqualTo("2000000");
        var early = far.rest().post(upload + ":complete", new JsonObject());
        assertThat(early.problem(409, "ftp.upload-incomplete").getLong("uploadOffset"))
                .isEqualTo(2_000_000);
        assertThat(early.header("upload-offset")).isEqualTo("2000000");

        var head = far.rest().head(upload).has(200);
        assertThat(head.header("upload-offset")).isEqualTo("2000000");
        assertThat(head.header("upload-length")).isEqualTo("3000000");
        assertThat(head.header("cache-control")).isEqualTo("no-store");
        var shown = far.rest().get(upload).has(200).json();
        assertThat(shown.getLong("offset")).isEqualTo(2_000_000);
        assertThat(shown.getString("path")).isEqualTo("new/Прайс.bin");
        assertThat(far.names("new")).singleElement().asString().startsWith(".polyport-");

        send(far, upload, 2_000_000, part(2_000_000, SIZE)).has(204);
        var completed = far.rest().post(upload + ":complete", new JsonObject()).has(201);
        assertThat(completed.header("polyport-size")).isEqualTo("3000000");
        assertThat(completed.header("polyport-verified")).isEqualTo("size");
        assertThat(far.names("new")).containsExactly("Прайс.bin");
        assertThat(far.content("new/Прайс.bin")).isEqualTo(CONTENT);
        assertThat(far.rest()
                        .post(upload + ":complete", new JsonObject())
                        .has(201)
                        .body())
                .isEqualTo(completed.body());
        assertThat(far.rest().head(upload).has(200).header("upload-offset")).isEqualTo("3000000");
        send(far, upload, SIZE, new byte[0]).problem(409, "ftp.upload-ended");
    }

    @ParameterizedTest(name = "FT-25 {0}: what came of a body that broke off is kept, and the rest follows")
    @MethodSource("peers")
    void cut(PeerHouse.Far far) throws IOException {
        String upload = begin(far, "file", SIZE);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), HOUSE.port())) {
            socket.getOutputStream()
                    .write(("PATCH /api/v1/ftp" + upload
                                    + " HTTP/1.1\r\nHost: x\r\nUpload-Offset: 0\r\nContent-Length: "
                                    + SIZE + "\r\nAuthorization: Bearer "
                                    + far.rest().token() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(CONTENT, 0, SIZE / 2);
            Eventually.holds(SOON, "bytes at the server", () -> atServer(far) > 0);
            var second = send(far, upload, 0, part(0, 10));
            second.problem(409, "ftp.upload-busy");
            assertThat(second.header("retry-after")).isNotEmpty();
            socket.setSoLinger(true, 0);
        }
        Eventually.holds(
                SOON,
                "nobody works on it any more",
                () -> send(far, upload, SIZE, new byte[0])
                        .json()
                        .getString("code")
                        .equals("ftp.upload-offset"));
        int offset = Integer.parseInt(far.rest().head(upload).header("upload-offset"));
        assertThat(offset).isBetween(1, SIZE / 2);
        assertThat((long) offset).isEqualTo(atServer(far));

        send(far, upload, offset, part(offset, SIZE)).has(204);
        far.rest().post(upload + ":complete", new JsonObject()).has(201);
        assertThat(far.content("file")).isEqualTo(CONTENT);
        assertThat(far.names("")).containsExactly("file");
    }

    private static long atServer(PeerHouse.Far far) throws IOException {
        try (var all = Files.list(far.disk())) {
            return all.filter(each -> each.getFileName().toString().startsWith(".polyport-"))
                    .mapToLong(each -> each.toFile().length())
                    .sum();
        }
    }

    @ParameterizedTest(name = "FT-25 {0}: a part from elsewhere is refused, and the problem tells from where")
    @MethodSource("peers")
    void offsets(PeerHouse.Far far) {
        String upload = begin(far, "file", 1_000);
        send(far, upload, 0, part(0, 100)).has(204);
        for (long wrong : new long[] {0, 99, 101, 1_000, 999_999_999_999_999_999L}) {
            var refused = send(far, upload, wrong, part(0, 10));
            assertThat(refused.problem(409, "ftp.upload-offset").getLong("uploadOffset"))
                    .isEqualTo(100);
            assertThat(refused.header("upload-offset")).isEqualTo("100");
        }
        send(far, upload, -1, part(0, 10)).problem(400, "request.invalid");
        far.rest().call("PATCH", upload, BodyPublishers.ofString("x")).problem(400, "request.invalid");
        assertThat(far.rest().head(upload).header("upload-offset")).isEqualTo("100");
    }

    @ParameterizedTest(
            name = "FT-25 {0}: no byte behind the announced length is kept, whether its number was told or not")
    @MethodSource("peers")
    void tooLong(PeerHouse.Far far) throws IOException {
        String upload = begin(far, "file", 1_000);
        send(far, upload, 0, part(0, 1_001)).problem(413, "ftp.upload-too-long");
        assertThat(atServer(far)).isZero();
        var chunked = far.rest()
                .call(
                        "PATCH",
                        upload,
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(part(0, 200_000))),
                        "upload-offset",
                        "0");
        assertThat(chunked.problem(413, "ftp.upload-too-long").getLong("uploadOffset"))
                .isEqualTo(1_000);
        assertThat(atServer(far)).isEqualTo(1_000);
        far.rest().post(upload + ":complete", new JsonObject()).has(201);
        assertThat(far.content("file")).isEqualTo(part(0, 1_000));
    }

    @ParameterizedTest(name = "FT-25 {0}: overwrite: false is held at the beginning and at the end")
    @MethodSource("peers")
    void overwrite(PeerHouse.Far far) {
        var order = new JsonObject().put("path", "file").put("length", 10).put("overwrite", false);
        String upload = begin(far, order);
        send(far, upload, 0, part(0, 10)).has(204);
        far.file("file", part(0, 3));
        far.rest().post(upload + ":complete", new JsonObject()).problem(412, "ftp.precondition-failed");
        far.rest().post("/" + far.connection() + "/uploads", order).problem(412, "ftp.precondition-failed");
        assertThat(far.content("file")).isEqualTo(part(0, 3));
        far.rest().delete(upload).has(204);
        assertThat(far.names("")).containsExactly("file");
        far.rest().get(upload).problem(404, "ftp.upload-unknown");
        far.rest().delete(upload).problem(404, "ftp.upload-unknown");

        String other = begin(far, "file", 10);
        send(far, other, 0, part(0, 10)).has(204);
        far.rest().post(other + ":complete", new JsonObject()).has(204);
        far.rest().post(other + ":complete", new JsonObject()).has(204);
        assertThat(far.content("file")).isEqualTo(part(0, 10));
        assertThat(far.names("")).containsExactly("file");
    }

    @ParameterizedTest(
            name = "FT-25 {0}: a wrong Content-Digest puts a first part back, and ends the upload with any other")
    @MethodSource("peers")
    void contentDigest(PeerHouse.Far far) throws Exception {
        String upload = begin(far, "file", 1_000);
        String wrong = digest("SHA-256", "sha-256", part(5, 105));
        var first = send(far, upload, 0, part(0, 100), "content-digest", wrong);
        assertThat(first.problem(400, "ftp.digest-mismatch").getLong("uploadOffset"))
                .isZero();
        assertThat(far.rest().head(upload).header("upload-offset")).isEqualTo("0");

        send(far, upload, 0, part(0, 100), "content-digest", digest("SHA-256", "sha-256", part(0, 100)))
                .has(204);
        assertThat(send(far, upload, 100, part(100, 200), "content-digest", wrong)
                        .problem(400, "ftp.digest-mismatch")
                        .getString("detail"))
                .contains("begun again");
        send(far, upload, 100, part(100, 200)).problem(409, "ftp.upload-spoiled");
        far.rest().post(upload + ":complete", new JsonObject()).problem(409, "ftp.upload-spoiled");
        assertThat(far.names("")).isEmpty();
    }

    @ParameterizedTest(
            name = "FT-25 {0}: a Repr-Digest is compared with what stands at the server before it gets its name")
    @MethodSource("peers")
    void reprDigest(PeerHouse.Far far) throws Exception {
        String upload = begin(far, "file", 1_000);
        send(far, upload, 0, part(0, 1_000)).has(204);
        String right = digest("SHA-256", "sha-256", part(0, 1_000));
        String wrong = digest("SHA-256", "sha-256", part(0, 999));
        var none = BodyPublishers.noBody();
        far.rest()
                .call("POST", upload + ":complete", none, "repr-digest", right)
                .problem(501, "ftp.no-checksum");
        far.rest()
                .call("POST", upload + ":complete?readBack=true", none, "repr-digest", wrong)
                .problem(400, "ftp.digest-mismatch");
        assertThat(far.names("")).doesNotContain("file");
        var done = far.rest().call("POST", upload + ":complete?readBack=true", none, "repr-digest", right);
        assertThat(done.has(201).header("polyport-verified")).isEqualTo("digest");
        assertThat(far.content("file")).isEqualTo(part(0, 1_000));
    }

    @ParameterizedTest(name = "FT-25 {0}: an empty file needs no part; a part may be empty")
    @MethodSource("peers")
    void empty(PeerHouse.Far far) {
        String upload = begin(far, "empty", 0);
        assertThat(send(far, upload, 0, new byte[0]).has(204).header("upload-offset"))
                .isEqualTo("0");
        far.rest().post(upload + ":complete", new JsonObject()).has(201);
        assertThat(far.content("empty")).isEmpty();
    }
}
