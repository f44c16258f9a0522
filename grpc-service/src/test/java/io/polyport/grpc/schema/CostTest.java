package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is small enough to be taken, and made to cost much. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CostTest {
    private static final String HEAD = "syntax = \"proto3\";\n";

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    /**
     * Of up to three tries, since the machine may stand still during one of them.
     *
     * @param tries what is to be measured, by the number of the try
     */
    private static void quick(long millis, IntFunction<Runnable> tries) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3 && best >= millis; i++) {
            Runnable work = tries.apply(i);
            long began = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - began) / 1_000_000);
        }
        assertThat(best).isLessThan(millis);
    }

    @Test
    @DisplayName("GR-31 a schema with more declarations than are allowed is refused, however few bytes they are")
    void declarations() {
        open.settings(new Settings().declarations(1_000));
        var values = EnumDescriptorProto.newBuilder().setName("E");
        for (int i = 0; i < 1_000; i++) {
            values.addValue(
                    EnumValueDescriptorProto.newBuilder().setName("v" + i).setNumber(i));
        }
        var file = DescriptorSetTest.file("a.proto", "A").toBuilder();
        var nested = file.clone()
                .setMessageType(0, file.getMessageType(0).toBuilder().addEnumType(values));
        for (FileDescriptorProto each : List.of(file.clone().addEnumType(values).build(), nested.build())) {
            Problem problem = open.problem(schemas -> schemas.ofDescriptorSet(DescriptorSetTest.set(each)));
            assertThat(problem.code()).isEqualTo("grpc.schema-too-large");
            assertThat(problem.detail()).contains("more than 1000");
        }
        values.removeValue(999).removeValue(998).removeValue(997);
        assertThat(open.schema(schemas -> schemas.ofDescriptorSet(
                                DescriptorSetTest.set(file.addEnumType(values).build())))
                        .enumeration("p.E"))
                .isPresent();
    }

    @Test
    @DisplayName("the text of a message with very many maps is written in time that grows with their number")
    void manyMaps() {
        var message = DescriptorProto.newBuilder().setName("M");
        for (int i = 1; i <= 40_000; i++) {
            message.addNestedType(DescriptorProto.newBuilder()
                    .setName("F" + i + "Entry")
                    .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                    .addField(field("key", 1, FieldDescriptorProto.Type.TYPE_INT32))
                    .addField(field("value", 2, FieldDescriptorProto.Type.TYPE_INT32)));
            message.addField(FieldDescriptorProto.newBuilder()
                    .setName("f" + i)
                    .setNumber(i < 19_000 ? i : i + 1_000)
                    .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)
                    .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                    .setTypeName(".p.M.F" + i + "Entry"));
        }
        var file = FileDescriptorProto.newBuilder()
                .setPackage("p")
                .setSyntax("proto3")
                .addMessageType(message);
        quick(8_000, number -> {
            Buffer set =
                    DescriptorSetTest.set(file.setName("m" + number + ".proto").build());
            return () -> {
                Schema schema = open.schema(schemas -> schemas.ofDescriptorSet(set));
                assertThat(schema.sources().getFirst().text()).contains("map<int32, int32> f39999 = 40999;");
            };
        });
    }

    private static FieldDescriptorProto field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(type)
                .build();
    }

    @Test
    @DisplayName(
            "a file with many imports, of which very many are said to be public again and again, is written at once")
    void publicImports() {
        var files = new ArrayList<FileDescriptorProto>();
        var all = DescriptorSetTest.file("all.proto", "All").toBuilder();
        for (int i = 0; i < 1_500; i++) {
            files.add(DescriptorSetTest.file("f" + i + ".proto", "M" + i));
            all.addDependency("f" + i + ".proto");
        }
        for (int i = 0; i < 2_000_000; i++) {
            all.addPublicDependency(0);
        }
        quick(4_000, number -> {
            var given = new ArrayList<>(files);
            given.add(all.setName("all" + number + ".proto").build());
            Buffer set = DescriptorSetTest.set(given.toArray(FileDescriptorProto[]::new));
            return () -> {
                Schema schema = open.schema(schemas -> schemas.ofDescriptorSet(set));
                assertThat(schema.sources().getFirst().text())
                        .contains("import public \"f0.proto\"", "import \"f1.proto\"");
            };
        });
    }

    @Test
    @DisplayName("what nests deep is indented no further than ten levels, so that its text stays in proportion")
    void indentation() {
        var values = EnumDescriptorProto.newBuilder().setName("E");
        for (int i = 0; i < 1_000; i++) {
            values.addValue(
                    EnumValueDescriptorProto.newBuilder().setName("v" + i).setNumber(i));
        }
        var message = DescriptorProto.newBuilder().setName("M").addEnumType(values);
        for (int i = 0; i < 80; i++) {
            message = DescriptorProto.newBuilder().setName("M").addNestedType(message);
        }
        var file = DescriptorSetTest.file("a.proto", "A").toBuilder()
                .setMessageType(0, message)
                .build();
        Schema schema = open.schema(schemas -> schemas.ofDescriptorSet(DescriptorSetTest.set(file)));
        assertThat(schema.sources().getFirst().text()).contains("v999 = 999;").hasSizeLessThan(60_000);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("GR-31 a ZIP whose imports might mean any of very many files of one name is looked through in time")
    void manyCandidates() throws IOException {
        String folders = "b/".repeat(60);
        var text = new StringBuilder(HEAD);
        for (int i = 0; i < 40_000; i++) {
            text.append("// import \"")
                    .append("a/".repeat(i % 50))
                    .append("x.proto\" ")
                    .append(i)
                    .append('\n');
        }
        Map<String, byte[]> entries = new TreeMap<>();
        for (int i = 0; i < 1_500; i++) {
            entries.put(folders + i + "/" + "a/".repeat(50) + "x.proto", HEAD.getBytes(StandardCharsets.UTF_8));
            entries.put(folders + i + "/b.proto", text.substring(0, 5_000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] zip = zip(entries);
        quick(
                5_000,
                number -> () -> ImportRoots.named(
                        Archive.protos(zip, new Settings().files(10_000).settings())));
    }

    @Test
    @DisplayName("GR-3 files of a ZIP that lie over each other are refused, and so are names that no file can have")
    void overlapping() throws IOException {
        String comment = "// "
                + new java.util.Random(1)
                        .ints(2_000)
                        .mapToObj(Integer::toHexString)
                        .collect(Collectors.joining());
        byte[] good = zip(Map.of("a.proto", (HEAD + comment).getBytes(StandardCharsets.UTF_8)));
        Buffer whole = Buffer.buffer(good);
        int directory = whole.getIntLE(good.length - 22 + 16);
        byte[] entry = whole.getBytes(directory, good.length - 22);
        var many = Buffer.buffer().appendBuffer(whole.slice(0, directory));
        for (int i = 0; i < 5; i++) {
            entry[46] = (byte) ('a' + i);
            many.appendBytes(entry);
        }
        many.appendBytes(whole.getBytes(good.length - 22, good.length));
        many.setShortLE(many.length() - 22 + 10, (short) 5);
        Problem problem = open.problem(schemas -> schemas.ofZip(many));
        assertThat(problem.code()).isEqualTo("grpc.archive-invalid");
        assertThat(OpenSchemas.errors(problem).values()).anyMatch(said -> said.contains("lies over another file"));

        byte[] longName = zip(Map.of("a/".repeat(600) + "a.proto", HEAD.getBytes(StandardCharsets.UTF_8)));
        assertThat(OpenSchemas.errors(open.problem(schemas -> schemas.ofZip(Buffer.buffer(longName))))
                        .values())
                .anyMatch(said -> said.contains("more than 1000 bytes"));
    }

    @Test
    @DisplayName("GR-3 a text with half a surrogate pair is refused by its name")
    void halfPair() {
        Problem problem = open.problem(schemas -> schemas.ofProtos(Map.of("a.proto", HEAD + "// \ud800")));
        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(OpenSchemas.errors(problem)).containsOnlyKeys("protos/a.proto");
    }

    @Test
    @DisplayName("a making that throws fails for all who wait, and is tried again")
    void thrown() {
        var cache = new SchemaCache<String>(new Settings().settings(), Optional.empty(), System::nanoTime);
        Future<Schema> failed = cache.get("a", () -> {
            throw new IllegalStateException("no client");
        });
        assertThat(failed.failed()).isTrue();
        assertThat(cache.get("a", () -> Future.succeededFuture(Schema.empty())).succeeded())
                .isTrue();
    }
}
