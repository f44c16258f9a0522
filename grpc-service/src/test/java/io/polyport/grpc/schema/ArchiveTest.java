package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveTest {
    private static final String HEAD = "syntax = \"proto3\";\n";

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    private static byte[] zip(Map<String, String> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Schema schema(Map<String, String> entries) throws IOException {
        Buffer zip = Buffer.buffer(zip(entries));
        return open.schema(schemas -> schemas.ofZip(zip));
    }

    private Problem problem(byte[] zip) {
        return open.problem(schemas -> schemas.ofZip(Buffer.buffer(zip)));
    }

    /** Where the directory's only entry begins. */
    private static int entry(byte[] zip) {
        return Buffer.buffer(zip).getIntLE(zip.length - 22 + 16);
    }

    @Test
    @DisplayName(
            "GR-3 a ZIP of a tree is compiled; imports are relative to whatever folders they fit, of which there may be several")
    void tree() throws IOException {
        Schema schema = schema(OpenSchemas.map(
                "repo-main/README.md",
                "not a proto",
                "repo-main/proto/shop/order.proto",
                HEAD + "package shop; import \"shop/item.proto\"; import \"google/api/annotations.proto\";"
                        + "import public 'vendor/x.proto'; message Order { Item item = 1; vendor.X x = 2; }"
                        + "service Orders { rpc Get(Order) returns (Order) { option (google.api.http) = { get: \"/o\" }; } }",
                "repo-main/proto/shop/item.proto",
                HEAD + "package shop; message Item {}",
                "repo-main/third_party/vendor/x.proto",
                HEAD + "package vendor; message X {}",
                "repo-main/third_party/google/api/annotations.proto",
                "an old copy that nobody needs",
                "repo-main/third_party/google/api/http.proto",
                HEAD + "package google.api; message Http {} message HttpRule { string x = 1; }",
                "__MACOSX/repo-main/._order.proto",
                "\0\1\2",
                "repo-main/proto/._item.proto",
                "\0\1\2"));

        assertThat(schema.sources())
                .extracting(Schema.Source::name)
                .containsExactly("shop/item.proto", "shop/order.proto", "vendor/x.proto");
        assertThat(schema.services()).hasSize(1);
    }

    @Test
    @DisplayName("of two files that fit an import the one nearer to the file that imports it is meant")
    void nearest() throws IOException {
        Schema schema = schema(OpenSchemas.map(
                "one/a.proto", HEAD + "package one; import \"sub/common.proto\"; message A { Common c = 1; }",
                "one/sub/common.proto", HEAD + "package one; message Common {}",
                "two/b.proto", HEAD + "package two; message B {}"));
        assertThat(schema.message("one.A")).isPresent();

        Problem problem = problem(zip(OpenSchemas.map(
                "one/a.proto", HEAD + "package one; import \"common.proto\"; message A { Common c = 1; }",
                "one/common.proto", HEAD + "package one; message Common {}",
                "two/b.proto", HEAD + "package two; import \"common.proto\"; message B { Common c = 1; }",
                "two/common.proto", HEAD + "package two; message Common {}")));
        assertThat(problem.code()).isEqualTo("grpc.proto-name");
        assertThat(problem.errors().getFirst().detail()).contains("would be imported as common.proto");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("GR-3 a proto that wants out of the archive is refused")
    @ValueSource(
            strings = {
                "../a.proto",
                "a/../../b.proto",
                "/etc/a.proto",
                "C:\\a.proto",
                "a\\..\\b.proto",
                "-I.proto",
                "a\nb.proto"
            })
    void slip(String name) throws IOException {
        Problem problem = problem(zip(Map.of(name, HEAD)));

        assertThat(problem.code()).isEqualTo("grpc.proto-name");
        assertThat(problem.errors()).hasSize(1);
    }

    @Test
    @DisplayName("GR-3 a bomb is not unpacked beyond the limits, whatever sizes it claims")
    void bomb() throws IOException {
        open.settings(new Settings().bytes(1 << 20, 256 << 10));
        String large = HEAD + " ".repeat(300 << 10);
        byte[] one = zip(Map.of("a.proto", large));
        assertThat(one.length).isLessThan(2 << 10);
        assertThat(problem(one).code()).isEqualTo("grpc.schema-too-large");

        // It claims to be small.
        Buffer claims = Buffer.buffer(one.clone());
        claims.setIntLE(entry(one) + 24, 20);
        assertThat(problem(claims.getBytes()).code()).isEqualTo("grpc.schema-too-large");

        var many = new java.util.HashMap<String, String>();
        for (int i = 0; i < 8; i++) {
            many.put(i + ".proto", HEAD + " ".repeat(200 << 10));
        }
        assertThat(problem(zip(many)).code()).isEqualTo("grpc.schema-too-large");
        byte[] noise = new byte[(1 << 20) + 1];
        new Random(1).nextBytes(noise);
        assertThat(problem(noise).code()).isEqualTo("grpc.schema-too-large");
    }

    @Test
    @DisplayName("GR-31 10,000 files in a ZIP are refused")
    void manyFiles() throws IOException {
        var many = new java.util.HashMap<String, String>();
        for (int i = 0; i < 10_000; i++) {
            many.put(i + ".proto", HEAD);
        }
        assertThat(problem(zip(many)).code()).isEqualTo("grpc.schema-too-large");
    }

    @Test
    @DisplayName("a link, an encrypted, damaged, cut or doubled file is refused, and named")
    void broken() throws IOException {
        byte[] good = zip(Map.of("a.proto", HEAD));
        int entry = entry(good);

        Buffer link = Buffer.buffer(good.clone());
        link.setShortLE(entry + 4, (short) (3 << 8 | 20));
        link.setIntLE(entry + 38, 0xA1FF << 16);
        assertThat(OpenSchemas.errors(problem(link.getBytes())).get("protos/a.proto"))
                .contains("symbolic link");

        Buffer encrypted = Buffer.buffer(good.clone());
        encrypted.setShortLE(entry + 8, (short) 1);
        assertThat(OpenSchemas.errors(problem(encrypted.getBytes())).get("protos/a.proto"))
                .contains("encrypted");

        Buffer damaged = Buffer.buffer(good.clone());
        damaged.setIntLE(entry + 16, 7);
        assertThat(OpenSchemas.errors(problem(damaged.getBytes())).get("protos/a.proto"))
                .contains("checksum");

        Buffer method = Buffer.buffer(good.clone());
        method.setShortLE(entry + 10, (short) 99);
        assertThat(OpenSchemas.errors(problem(method.getBytes())).get("protos/a.proto"))
                .contains("packed");

        byte[] two = zip(OpenSchemas.map("a.proto", HEAD, "b.proto", HEAD));
        String twice = new String(two, StandardCharsets.ISO_8859_1).replace("b.proto", "a.proto");
        assertThat(OpenSchemas.errors(problem(twice.getBytes(StandardCharsets.ISO_8859_1)))
                        .get("protos/a.proto"))
                .contains("twice");

        assertThat(problem(zip(Map.of("a.txt", "x"))).detail()).contains("No file in it ends with .proto");
        assertThat(problem(new byte[0]).detail()).contains("no ZIP");
        assertThat(problem("PK\3\4 but no more".getBytes(StandardCharsets.US_ASCII))
                        .detail())
                .contains("no ZIP");
    }

    @Test
    @DisplayName("whatever bytes of an archive are changed or missing, there is an answer")
    void fuzz() throws IOException {
        byte[] good = zip(OpenSchemas.map("x/a.proto", HEAD + "import \"b.proto\";", "x/b.proto", HEAD));
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad =
                    java.util.Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int j = random.nextInt(4); j >= 0 && bad.length > 0; j--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                ImportRoots.named(Archive.protos(bad, SchemaSettings.defaults()));
            } catch (io.polyport.kit.problem.ProblemException expected) {
                assertThat(expected.problem().status()).isBetween(400, 499);
            }
        }
    }
}
