package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Files of real FTP servers")
class FilesIT {
    private static final byte[] LARGE = Pattern.bytes(7, 0, 3_000_001).getBytes();

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.ofAll();

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    @ParameterizedTest(name = "FT-13 {0}: a file comes down whole, with its length, tag and time")
    @MethodSource("peers")
    void download(PeerHouse.Far far) {
        far.file("a/large.bin", LARGE);
        var answer = far.rest().get(far.files("a/large.bin")).has(200);
        assertThat(answer.body()).isEqualTo(LARGE);
        assertThat(answer.header("content-length")).isEqualTo("3000001");
        assertThat(answer.header("content-type")).isEqualTo("application/octet-stream");
        assertThat(answer.header("accept-ranges")).isEqualTo("bytes");
        assertThat(answer.header("etag")).startsWith("W/\"3000001-");
        assertThat(answer.header("last-modified")).endsWith(" GMT");

        far.file("empty", new byte[0]);
        assertThat(far.rest().get(far.files("empty")).has(200).body()).isEmpty();
    }

    @ParameterizedTest(name = "FT-13 {0}: a range gives exactly the bytes that were asked for")
    @MethodSource("peers")
    void ranges(PeerHouse.Far far) {
        far.file("large.bin", LARGE);
        range(far, "bytes=0-99", 0, 100);
        range(far, "bytes=1000000-1000000", 1_000_000, 1_000_001);
        range(far, "bytes=2999000-", 2_999_000, 3_000_001);
        range(far, "bytes=-10", 2_999_991, 3_000_001);
        range(far, "bytes=2999999-9999999", 2_999_999, 3_000_001);
        for (String beyond : new String[] {"bytes=3000001-", "bytes=9999999-10000000", "bytes=-0"}) {
            var refused = far.rest().get(far.files("large.bin"), "range", beyond);
            assertThat(refused.problem(416, "ftp.range-not-satisfiable").getInteger("size"))
                    .isEqualTo(3_000_001);
        }
        for (String ignored : new String[] {"bytes=1-2,4-5", "lines=1-2", "bytes=5-2", "nonsense"}) {
            var whole = far.rest().get(far.files("large.bin"), "range", ignored).has(200);
            assertThat(whole.body()).as(ignored).hasSize(LARGE.length);
        }
    }

    private static void range(PeerHouse.Far far, String header, int from, int to) {
        var part = far.rest().get(far.files("large.bin"), "range", header).has(206);
        assertThat(part.body()).as(header).isEqualTo(Arrays.copyOfRange(LARGE, from, to));
        assertThat(part.header("content-range")).isEqualTo("bytes " + from + "-" + (to - 1) + "/3000001");
        assertThat(part.header("content-length")).isEqualTo(Integer.toString(to - from));
    }

    @ParameterizedTest(name = "FT-13 {0}: conditions spare the download, HEAD tells without it")
    @MethodSource("peers")
    void conditions(PeerHouse.Far far) throws IOException {
        far.file("a.txt", "abc".getBytes(StandardCharsets.US_ASCII));
        var first = far.rest().get(far.files("a.txt")).has(200);
        var same = far.rest()
                .get(far.files("a.txt"), "if-none-match", "\"x\", " + first.header("etag"))
                .has(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("etag")).isEqualTo(first.header("etag"));
        far.rest().get(far.files("a.txt"), "if-none-match", "*").has(304);
        far.rest().get(far.files("a.txt"), "if-none-match", "W/\"9-9\"").has(200);
        far.rest()
                .get(far.files("a.txt"), "if-modified-since", first.header("last-modified"))
                .has(304);
        far.rest()
                .get(far.files("a.txt"), "if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT")
                .has(200);
        far.rest().get(far.files("none"), "if-none-match", "*").problem(404, "ftp.not-found");

        var head = far.rest().head(far.files("a.txt")).has(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("content-length")).isEqualTo("3");
        assertThat(head.header("etag")).isEqualTo(first.header("etag"));
        far.rest().head(far.files("none")).has(404);
        far.directory(java.nio.file.Path.of("dir"));
        far.rest().head(far.files("dir")).has(409);
    }

    @ParameterizedTest(name = "FT-13 FT-41 {0}: what is not there is 404, a directory 409, with the server''s reply")
    @MethodSource("peers")
    void absent(PeerHouse.Far far) throws IOException {
        far.rest().get(far.files("missing.txt")).replied(404, "ftp.not-found");
        far.rest().get(far.files("no/such/dir/missing.txt")).replied(404, "ftp.not-found");
        far.directory(java.nio.file.Path.of("dir"));
        far.rest().get(far.files("dir")).replied(409, "ftp.wrong-kind");
        far.rest().delete(far.files("missing.txt")).replied(404, "ftp.not-found");
        far.rest().get("/" + far.connection() + "/entries/missing.txt").problem(404, "ftp.not-found");
        far.rest().get(far.directories("missing")).problem(404, "ftp.not-found");
    }

    @ParameterizedTest(name = "FT-14 {0}: an upload is new or replaces, whole, verified, under its own name only")
    @MethodSource("peers")
    void upload(PeerHouse.Far far) {
        var made = far.rest().put(far.files("up.bin"), LARGE).has(201);
        assertThat(made.json().getInteger("size")).isEqualTo(LARGE.length);
        assertThat(made.json().getString("verified")).isEqualTo("size");
        assertThat(made.json().getString("path")).isEqualTo("up.bin");
        assertThat(made.header("polyport-size")).isEqualTo("3000001");
        assertThat(far.content("up.bin")).isEqualTo(LARGE);

        var replaced = far.rest().put(far.files("up.bin"), "short").has(204);
        assertThat(replaced.header("polyport-size")).isEqualTo("5");
        assertThat(replaced.header("polyport-verified")).isEqualTo("size");
        assertThat(far.content("up.bin")).asString().isEqualTo("short");

        far.rest().put(far.files("up.bin"), "other", "if-none-match", "*").problem(412, "ftp.precondition-failed");
        assertThat(far.content("up.bin")).asString().isEqualTo("short");
        far.rest().put(far.files("none.txt"), "new", "if-none-match", "*").has(201);
        far.rest().put(far.files("empty.bin"), new byte[0]).has(201);
        assertThat(far.content("empty.bin")).isEmpty();
        assertThat(far.names("")).containsExactly("empty.bin", "none.txt", "up.bin");
    }

    @ParameterizedTest(name = "FT-14 {0}: parents are made when asked for, a body of unknown length is taken whole")
    @MethodSource("peers")
    void parentsAndChunks(PeerHouse.Far far) {
        far.rest().put(far.files("p/q/r.txt"), "x").replied(404, "ftp.not-found");
        far.rest().put(far.files("p/q/r.txt?createParents=true"), "x").has(201);
        assertThat(far.content("p/q/r.txt")).asString().isEqualTo("x");
        far.rest().put(far.files("p/q?createParents=true"), "x").problem(409, "ftp.wrong-kind");
        far.rest().put(far.files("p/q/s.txt?createParents=perhaps"), "x").problem(400, "request.invalid");

        var stream = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(LARGE));
        far.rest().call("PUT", far.files("chunked.bin"), stream).has(201);
        assertThat(far.content("chunked.bin")).isEqualTo(LARGE);
        far.rest().put(far.files("direct.bin?atomic=false"), LARGE).has(201);
        assertThat(far.content("direct.bin")).isEqualTo(LARGE);
    }

    @ParameterizedTest(name = "FT-15 {0}: an append continues exactly where the file ends, or tells its size")
    @MethodSource("peers")
    void append(PeerHouse.Far far) {
        var first = far.rest().patch(far.files("log"), "one").has(204);
        assertThat(first.header("polyport-size")).isEqualTo("3");
        far.rest()
                .patch(far.files("log"), "two", "content-range", "bytes 3-5/6")
                .has(204);
        var refused = far.rest().patch(far.files("log"), "six", "content-range", "bytes 3-");
        assertThat(refused.problem(409, "ftp.size-differs").getInteger("size")).isEqualTo(6);
        far.rest().patch(far.files("log"), "x", "content-range", "bytes three-").problem(400, "request.invalid");
        assertThat(far.content("log")).asString().isEqualTo("onetwo");
    }

    @ParameterizedTest(name = "FT-16 FT-17 FT-18 {0}: a file is looked at, moved, replaced and deleted")
    @MethodSource("peers")
    void entries(PeerHouse.Far far) throws IOException {
        far.file("a.txt", "abc".getBytes(StandardCharsets.US_ASCII));
        far.file("sub/b.txt", "b".getBytes(StandardCharsets.US_ASCII));
        String entries = "/" + far.connection() + "/entries/";
        var entry = far.rest().get(entries + "a.txt").has(200).json();
        assertThat(entry.getString("type")).isEqualTo("file");
        assertThat(entry.getInteger("size")).isEqualTo(3);
        assertThat(entry.getString("name")).isEqualTo("a.txt");
        assertThat(Instant.parse(entry.getString("modified")))
                .isBefore(Instant.now().plusSeconds(60));
        assertThat(far.rest().get(entry.getString("href")).has(200).text()).isEqualTo("abc");
        assertThat(far.rest().get(entries + "sub").has(200).json().getString("type"))
                .isEqualTo("directory");

        String move = "/" + far.connection() + "/move";
        far.rest().post(move, way("a.txt", "sub/c.txt")).has(204);
        assertThat(far.names("")).containsExactly("sub");
        far.rest().post(move, way("sub/c.txt", "sub/b.txt")).problem(409, "ftp.exists");
        far.rest()
                .post(move, way("sub/c.txt", "sub/b.txt").put("overwrite", true))
                .has(204);
        assertThat(far.content("sub/b.txt")).asString().isEqualTo("abc");
        assertThat(far.names("sub")).containsExactly("b.txt");
        far.rest().post(move, way("none", "x")).replied(404, "ftp.not-found");
        far.rest().post(move, way("sub/b.txt", "none/x")).problem(404, "ftp.not-found");
        far.rest().post(move, way("sub/b.txt", "sub").put("overwrite", true)).problem(409, "ftp.exists");
        far.rest().post(move, new JsonObject().put("from", "x")).problem(400, "request.invalid");
        far.rest().post(move, way("sub/b.txt", "x").put("overwrite", "yes")).problem(400, "request.invalid");
        far.rest().post(move, way("sub", "renamed")).has(204);

        far.rest().delete(far.files("renamed/b.txt")).has(204);
        assertThat(far.names("renamed")).isEmpty();
        far.rest().delete(far.files("renamed")).problem(409, "ftp.wrong-kind");
    }

    private static JsonObject way(String from, String to) {
        return new JsonObject().put("from", from).put("to", to);
    }
}
