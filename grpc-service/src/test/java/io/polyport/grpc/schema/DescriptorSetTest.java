package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import io.polyport.kit.problem.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DescriptorSetTest {
    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    static Buffer set(FileDescriptorProto... files) {
        return Buffer.buffer(FileDescriptorSet.newBuilder()
                .addAllFile(List.of(files))
                .build()
                .toByteArray());
    }

    /** A file in proto3 with one message that is named by {@code message}. */
    static FileDescriptorProto file(String name, String message, String... imports) {
        return FileDescriptorProto.newBuilder()
                .setName(name)
                .setPackage("p")
                .setSyntax("proto3")
                .addAllDependency(List.of(imports))
                .addMessageType(DescriptorProto.newBuilder().setName(message))
                .build();
    }

    static FileDescriptorProto using(FileDescriptorProto file, String type) {
        var field = FieldDescriptorProto.newBuilder()
                .setName("f")
                .setNumber(1)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setTypeName(type);
        return file.toBuilder()
                .setMessageType(0, file.getMessageType(0).toBuilder().addField(field))
                .build();
    }

    private Schema schema(FileDescriptorProto... files) {
        return open.schema(schemas -> schemas.ofDescriptorSet(set(files)));
    }

    private Problem problem(Buffer set) {
        return open.problem(schemas -> schemas.ofDescriptorSet(set));
    }

    private void refused(String why, FileDescriptorProto... files) {
        Problem problem = problem(set(files));
        assertThat(problem.code()).isEqualTo("grpc.descriptor-invalid");
        assertThat(problem.detail()).contains(why);
    }

    @Test
    @DisplayName("GR-3 the files of a set may stand in any order, and be in it more than once")
    void order() {
        var files = new ArrayList<FileDescriptorProto>();
        files.add(file("f0.proto", "M0"));
        for (int i = 1; i < 50; i++) {
            files.add(using(file("f" + i + ".proto", "M" + i, "f" + (i - 1) + ".proto"), ".p.M" + (i - 1)));
        }
        files.add(files.get(7));
        files.add(files.get(8).toBuilder()
                .setSourceCodeInfo(SourceCodeInfo.newBuilder()
                        .addLocation(SourceCodeInfo.Location.newBuilder().setLeadingComments("one more")))
                .build());
        java.util.Collections.shuffle(files, new Random(1));

        Schema schema = schema(files.toArray(FileDescriptorProto[]::new));

        assertThat(schema.message("p.M49").orElseThrow().getFields().getFirst().getMessageType())
                .isSameAs(schema.message("p.M48").orElseThrow());
        assertThat(schema.sources()).hasSize(50);
    }

    @Test
    @DisplayName("built-in files need not be in a set, and are not taken from it")
    void builtIn() {
        var service = ServiceDescriptorProto.newBuilder()
                .setName("S")
                .addMethod(MethodDescriptorProto.newBuilder()
                        .setName("Do")
                        .setInputType(".google.protobuf.Empty")
                        .setOutputType(".google.protobuf.Any"));
        var mine = file("s.proto", "M", "google/protobuf/any.proto", "google/protobuf/empty.proto").toBuilder()
                .addService(service)
                .build();
        var fake = file("google/protobuf/any.proto", "Any").toBuilder()
                .setPackage("google.protobuf")
                .build();

        for (Schema schema : List.of(schema(mine), schema(fake, mine))) {
            assertThat(schema.services()).extracting(one -> one.getFullName()).containsExactly("p.S");
            assertThat(schema.method("p.S", "Do").orElseThrow().getOutputType())
                    .isSameAs(com.google.protobuf.Any.getDescriptor());
            assertThat(schema.method("p.S", "do")).isEmpty();
            assertThat(schema.method("p.T", "Do")).isEmpty();
        }
    }

    @Test
    @DisplayName("GR-3 what does not fit together is refused, and named")
    void unfit() {
        refused("a.proto is there twice, with different contents", file("a.proto", "A"), file("a.proto", "B"));
        refused("p.A is defined in a.proto, too", file("a.proto", "A"), file("b.proto", "A"));
        refused("imports nowhere.proto, which is not there", file("a.proto", "A", "nowhere.proto"));
        refused("imports itself", file("a.proto", "A", "b.proto"), file("b.proto", "B", "a.proto"));
        refused("imports itself", file("a.proto", "A", "a.proto"));
        refused("has no name", file("", "A"));
        refused("p.A.f: \".p.Missing\" is not defined", using(file("a.proto", "A"), ".p.Missing"));
        // Known to the set, but not to this file.
        refused("p.A.f", using(file("a.proto", "A"), ".p.B"), file("b.proto", "B"));
        refused(
                "a.proto",
                file("a.proto", "A").toBuilder().addPublicDependency(7).build());
        refused(
                "a.proto",
                file("a.proto", "A").toBuilder()
                        .setSyntax("editions")
                        .setEdition(Edition.EDITION_99999_TEST_ONLY)
                        .build());
        refused("a.proto", file("a.proto", "A b;c\n"));
        refused("a.proto", file("a.proto", "A").toBuilder().setPackage("..").build());
        refused(
                "a.proto",
                file("a.proto", "A").toBuilder()
                        .setMessageType(
                                0,
                                DescriptorProto.newBuilder()
                                        .setName("A")
                                        .addField(FieldDescriptorProto.newBuilder()
                                                .setName("x")
                                                .setNumber(-1)
                                                .setType(FieldDescriptorProto.Type.TYPE_INT32)))
                        .build());
    }

    @Test
    @DisplayName("GR-3 what is no set, cut, empty or nested too deep is refused")
    void noSet() throws Exception {
        Buffer good = set(file("a.proto", "A"), file("b.proto", "B"));
        assertThat(problem(Buffer.buffer("syntax = \"proto3\";")).code()).isEqualTo("grpc.descriptor-invalid");
        assertThat(problem(good.slice(0, good.length() - 3)).code()).isEqualTo("grpc.descriptor-invalid");
        assertThat(problem(Buffer.buffer()).detail()).contains("no file");

        byte[] nested = new byte[0];
        for (int i = 0; i < 20_000; i++) {
            var out = ByteString.newOutput();
            var coded = CodedOutputStream.newInstance(out);
            coded.writeByteArray(i == 19_999 ? 4 : 3, nested);
            coded.flush();
            nested = out.toByteString().toByteArray();
        }
        var out = ByteString.newOutput();
        var coded = CodedOutputStream.newInstance(out);
        coded.writeByteArray(1, nested);
        coded.flush();
        assertThat(problem(Buffer.buffer(out.toByteString().toByteArray())).code())
                .isEqualTo("grpc.descriptor-invalid");
    }

    @Test
    @DisplayName("GR-31 sets with more files or bytes than are allowed are refused")
    void large() {
        open.settings(new Settings().files(2).bytes(2_000, 1_100));

        assertThat(problem(set(file("a.proto", "A"), file("b.proto", "B"), file("c.proto", "C")))
                        .code())
                .isEqualTo("grpc.schema-too-large");
        assertThat(problem(set(file("a.proto", "A" + "a".repeat(2_000)))).code())
                .isEqualTo("grpc.schema-too-large");
        assertThat(schema(file("a.proto", "A"), file("b.proto", "B")).sources()).hasSize(2);
    }

    @Test
    @DisplayName(
            "an import by another path than the file's own means the only file of that last name, also a built-in one")
    void otherPaths() {
        Schema schema = schema(
                using(file("src/a.proto", "A", "protos/b.proto"), ".p.B"),
                file("b.proto", "B"),
                using(file("c.proto", "C", "github.com/protobuf/timestamp.proto"), ".google.protobuf.Timestamp"));

        assertThat(schema.message("p.A").orElseThrow().getFields()).hasSize(1);
        assertThat(schema.message("p.C").orElseThrow().getFields().getFirst().getMessageType())
                .isSameAs(com.google.protobuf.Timestamp.getDescriptor());
        refused(
                "imports x/b.proto, which is not there",
                using(file("a.proto", "A", "x/b.proto"), ".p.B"),
                file("y/b.proto", "B"),
                file("z/b.proto", "C"));
    }

    @Test
    @DisplayName("a message that holds itself is linked")
    void recursive() {
        Schema schema = schema(using(file("a.proto", "A"), ".p.A"));

        var message = schema.message("p.A").orElseThrow();
        assertThat(message.getFields().getFirst().getMessageType()).isSameAs(message);
    }
}
