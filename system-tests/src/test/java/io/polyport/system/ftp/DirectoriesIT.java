package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Directories of real FTP servers")
class DirectoriesIT {
    private static final byte[] X = {'x'};

    @RegisterExtension
    static final PeerHouse HOUSE = PeerHouse.ofAll();

    static Stream<PeerHouse.Far> peers() {
        return HOUSE.all();
    }

    @ParameterizedTest(name = "FT-10 {0}: a listing tells what each entry is and where to fetch it")
    @MethodSource("peers")
    void list(PeerHouse.Far far) throws IOException {
        assertThat(far.rest().get(far.directories("")).has(200).entries()).isEmpty();
        far.file("a.txt", "abc".getBytes(StandardCharsets.US_ASCII));
        far.file("sub/b.txt", X);
        var entries = far.rest().get(far.directories("")).has(200).entries().stream()
                .collect(Collectors.toMap(entry -> entry.getString("name"), entry -> entry));
        assertThat(entries.keySet()).containsExactlyInAnyOrder("a.txt", "sub");
        assertThat(entries.get("a.txt").getString("type")).isEqualTo("file");
        assertThat(entries.get("a.txt").getInteger("size")).isEqualTo(3);
        assertThat(entries.get("a.txt").getString("path")).isEqualTo("a.txt");
        assertThat(entries.get("a.txt").getString("modified")).endsWith("Z");
        assertThat(entries.get("a.txt").getString("raw")).contains("a.txt");
        assertThat(entries.get("sub").getString("type")).isEqualTo("directory");
        var below =
                far.rest().get(entries.get("sub").getString("href")).has(200).entries();
        assertThat(below).singleElement().satisfies(entry -> {
            assertThat(entry.getString("path")).isEqualTo("sub/b.txt");
            assertThat(far.rest().get(entry.getString("href")).has(200).body()).isEqualTo(X);
        });
        far.rest().get(far.directories("a.txt")).problem(409, "ftp.wrong-kind");
    }

    @ParameterizedTest(name = "FT-10 {0}: a listing tells rights, owner and group, and where a link points")
    @MethodSource("peers")
    void rightsAndLinks(PeerHouse.Far far) throws IOException {
        far.file("a.txt", X);
        // Apache's server shows a link as the file that it points to.
        boolean showsLinks = far.connection().equals("vsftpd");
        Files.createSymbolicLink(far.disk().resolve("link"), Path.of("a.txt"));
        var entries = far.rest().get(far.directories("")).has(200).entries().stream()
                .collect(Collectors.toMap(entry -> entry.getString("name"), entry -> entry));
        var file = entries.get("a.txt");
        if (showsLinks) {
            assertThat(file.getString("permissions")).isEqualTo("-rw-rw-rw-");
            assertThat(file.getString("owner")).isNotBlank();
            assertThat(file.getString("group")).isNotBlank();
            assertThat(entries.get("link").getString("type")).isEqualTo("link");
            assertThat(entries.get("link").getString("linkTarget")).isEqualTo("a.txt");
        } else {
            assertThat(file.getString("raw")).contains("Size=1");
        }
        assertThat(far.rest()
                        .get(entries.get("link").getString("href"))
                        .has(200)
                        .body())
                .isEqualTo(X);
    }

    @ParameterizedTest(name = "FT-10 FT-24 {0}: the href of every odd name fetches that very file")
    @MethodSource("peers")
    void oddNames(PeerHouse.Far far) {
        var names = List.of(
                "two words",
                " leading",
                "-la",
                "100%",
                "a+b",
                "q?x=1&y",
                "h#1",
                "semi;colon",
                "quote\"s",
                "it's",
                "Прайс №7.csv",
                "日本",
                "[x]",
                "*",
                "~tilde",
                "a:b",
                "%2F",
                "é");
        names.forEach(name -> far.file(name, name.getBytes(StandardCharsets.UTF_8)));
        var entries = far.rest().get(far.directories("")).has(200).entries();
        assertThat(entries).extracting(entry -> entry.getString("name")).containsExactlyInAnyOrderElementsOf(names);
        for (JsonObject entry : entries) {
            assertThat(far.rest().get(entry.getString("href")).has(200).text()).isEqualTo(entry.getString("name"));
            assertThat(far.rest().delete(entry.getString("href")).has(204).body())
                    .isEmpty();
        }
        assertThat(far.names("")).isEmpty();
    }

    @ParameterizedTest(name = "FT-10 {0}: a recursive listing shows the tree, by pattern, and follows no link")
    @MethodSource("peers")
    void recursive(PeerHouse.Far far) throws IOException {
        far.file("a/b/c/deep.csv", X);
        far.file("a/top.txt", X);
        far.file("b.csv", X);
        // Apache's server shows a link as the directory that it points to; there is nothing to tell it by.
        boolean showsLinks = far.connection().equals("vsftpd");
        if (showsLinks) {
            Files.createSymbolicLink(far.disk().resolve("a/round"), far.disk());
        }
        var all = far.rest().get(far.directories("?recursive=true")).has(200);
        var expected = new HashSet<>(Set.of("a", "b.csv", "a/b", "a/top.txt", "a/b/c", "a/b/c/deep.csv"));
        if (showsLinks) {
            expected.add("a/round");
        }
        assertThat(paths(all)).isEqualTo(expected);
        var csv =
                far.rest().get(far.directories("?recursive=true&pattern=*.csv")).has(200);
        assertThat(paths(csv)).containsExactlyInAnyOrder("b.csv", "a/b/c/deep.csv");
        assertThat(paths(far.rest().get(far.directories("a/?pattern=t?p.*")).has(200)))
                .containsExactly("a/top.txt");
    }

    private static Set<String> paths(Rest.Answer answer) {
        return answer.entries().stream().map(entry -> entry.getString("path")).collect(Collectors.toSet());
    }

    @ParameterizedTest(name = "FT-10 {0}: ten thousand entries come as lines, and a status tells that all are there")
    @MethodSource("peers")
    void many(PeerHouse.Far far) throws IOException {
        far.directory(Path.of("many"));
        for (int i = 0; i < 10_000; i++) {
            Files.createFile(far.disk().resolve("many/entry-" + i));
        }
        var answer = far.rest()
                .get(far.directories("many"), "accept", "application/x-ndjson")
                .has(200);
        assertThat(answer.header("content-type")).isEqualTo("application/x-ndjson");
        var lines = answer.text().lines().map(JsonObject::new).toList();
        assertThat(lines).hasSize(10_001);
        assertThat(lines.getLast()).isEqualTo(new JsonObject("{\"status\":{\"code\":\"ok\",\"entries\":10000}}"));
        assertThat(lines.stream()
                        .limit(10_000)
                        .map(line -> line.getString("name"))
                        .collect(Collectors.toSet()))
                .isEqualTo(
                        IntStream.range(0, 10_000).mapToObj(i -> "entry-" + i).collect(Collectors.toSet()));
        assertThat(far.rest().get(far.directories("many")).has(200).entries()).hasSize(10_000);
    }

    @ParameterizedTest(name = "FT-11 {0}: a directory is made with its parents, and once only")
    @MethodSource("peers")
    void make(PeerHouse.Far far) {
        assertThat(far.rest().put(far.directories("x/y/z")).has(201).json().getString("path"))
                .isEqualTo("x/y/z");
        assertThat(far.names("x/y")).containsExactly("z");
        far.rest().put(far.directories("x/y/z")).has(200);
        far.file("f", X);
        far.rest().put(far.directories("f")).problem(409, "ftp.exists");
        far.rest().put(far.directories("f/below")).has(409);
    }

    @ParameterizedTest(name = "FT-12 {0}: a directory is removed when empty, with its tree when asked, or emptied")
    @MethodSource("peers")
    void remove(PeerHouse.Far far) throws IOException {
        far.file("keep/me", X);
        far.file("t/a/b/c", X);
        far.file("t/d", X);
        far.directory(Path.of("e"));
        if (far.connection().equals("vsftpd")) {
            Files.createSymbolicLink(far.disk().resolve("t/link"), far.disk().resolve("keep"));
        }
        far.rest().delete(far.directories("e")).has(204);
        far.rest().delete(far.directories("t")).replied(409, "ftp.not-empty");
        far.rest()
                .post("/" + far.connection() + "/clear", new JsonObject().put("path", "t"))
                .has(204);
        assertThat(far.names("t")).isEmpty();
        far.file("t/a/b/c", X);
        far.rest().delete(far.directories("t?recursive=true")).has(204);
        assertThat(far.names("")).containsExactly("keep");
        assertThat(far.names("keep"))
                .as("a link is removed, not what it points to")
                .containsExactly("me");
        far.rest().delete(far.directories("?recursive=true")).problem(403, "ftp.denied");
        far.rest().delete(far.directories("none")).problem(404, "ftp.not-found");
        far.rest().post("/" + far.connection() + "/clear", new JsonObject()).problem(400, "request.invalid");
    }
}
