package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** protoc is the judge: what we write has to compile to what it was written from. */
final class ProtoTextTest {
    private static final String ROOMS = "(api|rpc|type|longrunning|logging|cloud|geo|apps|shopping)";
    private static final Pattern NAME = Pattern.compile("\\bgoogle\\." + ROOMS + "\\b");
    private static final Pattern PATH = Pattern.compile("\"google/" + ROOMS + "/");

    /** Otherwise options of the copies would be read as those that they are copies of. */
    private static final Pattern EXTENSION = Pattern.compile("= (10[45]\\d|11[45]\\d|7229572\\d);");

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    private final Compiler compiler = new Compiler(SchemaSettings.defaults());

    @AfterEach
    void close() {
        compiler.close();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ProtoTextTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Under names that are not built in, so that they are compiled as anybody's are. */
    private static Map<String, String> corpus() throws IOException {
        var corpus = new HashMap<String, String>();
        for (String name : BuiltIns.files().keySet()) {
            if (!name.startsWith("google/protobuf/")) {
                String text = PATH.matcher(resource(name)).replaceAll("\"copied/$1/");
                corpus.put(
                        name.replaceFirst("^google/", "copied/"),
                        EXTENSION
                                .matcher(NAME.matcher(text).replaceAll("copied.$1"))
                                .replaceAll("= 4$1;"));
            }
        }
        for (String name : List.of(
                "grpc/testing/empty",
                "grpc/testing/messages",
                "grpc/testing/metrics",
                "grpc/testing/test",
                "grpc/health/v1/health",
                "grpc/reflection/v1/reflection",
                "grpc/channelz/v1/channelz",
                "grpc/binlog/v1/binarylog")) {
            corpus.put(name + ".proto", resource(name + ".proto"));
        }
        return corpus;
    }

    private static Map<String, FileDescriptorProto> byName(FileDescriptorSet set) {
        var files = new TreeMap<String, FileDescriptorProto>();
        set.getFileList().stream()
                .filter(file -> !BuiltIns.has(file.getName()))
                .forEach(file -> files.put(
                        file.getName(), file.toBuilder().clearSourceCodeInfo().build()));
        return files;
    }

    private FileDescriptorSet compile(Map<String, String> protos) {
        try {
            return compiler.compile(protos);
        } catch (ProblemException refused) {
            throw new AssertionError(refused.problem().toJson().encodePrettily(), refused);
        }
    }

    /** Messages in an order of their own, for groups stand where their fields do; and without options that say nothing. */
    private static FileDescriptorProto ordered(FileDescriptorProto file) {
        var ordered = file.toBuilder().clearMessageType();
        file.getMessageTypeList().stream()
                .map(ProtoTextTest::ordered)
                .sorted(Comparator.comparing(DescriptorProto::getName))
                .forEach(ordered::addMessageType);
        ordered.getServiceBuilderList()
                .forEach(service -> service.getMethodBuilderList().stream()
                        .filter(method -> method.getOptions().getSerializedSize() == 0)
                        .forEach(MethodDescriptorProto.Builder::clearOptions));
        return ordered.build();
    }

    private static DescriptorProto ordered(DescriptorProto type) {
        var ordered = type.toBuilder().clearNestedType();
        type.getNestedTypeList().stream()
                .map(ProtoTextTest::ordered)
                .sorted(Comparator.comparing(DescriptorProto::getName))
                .forEach(ordered::addNestedType);
        return ordered.build();
    }

    /** From texts to descriptors, to a schema of those, to its texts, to descriptors again. */
    private void comesBack(Map<String, String> protos) {
        FileDescriptorSet first = compile(protos);
        Schema schema = open.schema(schemas -> schemas.ofDescriptorSet(Buffer.buffer(first.toByteArray())));
        var written = new HashMap<String, String>();
        schema.sources().forEach(source -> written.put(source.name(), source.text()));

        Map<String, FileDescriptorProto> second = byName(compile(written));

        assertThat(second.keySet()).isEqualTo(protos.keySet());
        byName(first)
                .forEach((name, file) -> assertThat(ordered(second.get(name)))
                        .describedAs("%s", written.get(name))
                        .isEqualTo(ordered(file)));
    }

    @Test
    @DisplayName("GR-10 the text of every file of the corpora compiles to the descriptor that it was written from")
    void corpora() throws Exception {
        Map<String, String> corpus = corpus();
        assertThat(corpus).hasSizeGreaterThan(60);

        comesBack(corpus);
    }

    @Test
    @DisplayName("GR-10 what is rare in texts comes back, too")
    void rare() {
        comesBack(OpenSchemas.map("old.proto", """
                syntax = "proto2";
                package odd.old;
                import public "google/protobuf/descriptor.proto";
                import weak "google/protobuf/any.proto";
                option java_package = "x";
                option optimize_for = CODE_SIZE;
                option (on_file) = { text: "a\\"b\\n\\001" numbers: [1, 2] more { text: "ж" } [odd.old.inside]: 7 };
                extend google.protobuf.FileOptions { optional Opt on_file = 50001; }
                message Opt { optional string text = 1; repeated int32 numbers = 2; optional Opt more = 3; extensions 100; }
                extend google.protobuf.FieldOptions {
                  repeated string on_field = 50002;
                  optional double number = 50003;
                  optional uint64 large = 50004;
                  optional bytes blob = 50005;
                  optional Kind kind = 50006;
                  optional group Grouped = 50007 { optional int32 x = 1; }
                }
                extend google.protobuf.MessageOptions { optional int32 on_message = 50008; }
                extend google.protobuf.FieldOptions { optional bool later = 50009; }
                extend google.protobuf.EnumValueOptions { optional string on_value = 50010; }
                extend google.protobuf.OneofOptions { optional string on_oneof = 50011; }
                extend google.protobuf.ServiceOptions { optional string on_service = 50012; }
                extend google.protobuf.ExtensionRangeOptions { optional string on_range = 50013; }
                extend Opt { optional int32 inside = 100; }
                enum Kind { option allow_alias = true; NONE = 0; A = 1 [deprecated = true, (on_value) = "v"]; B = 1; MINUS = -5; reserved -20 to -10, 7, 100 to max; reserved "X", "Y"; }
                message Odd {
                  option (on_message) = -5;
                  optional string text = 1 [default = "it's \\"q\\" \\\\ \\t ж \\001", json_name = "TEXT"];
                  repeated int32 numbers = 2 [packed = true, (on_field) = "one", (on_field) = "two", (number) = -inf];
                  optional Odd more = 3 [(large) = 18446744073709551615, (blob) = "\\000\\377", (kind) = A];
                  optional bytes raw = 4 [default = "\\000\\377\\"x"];
                  optional double d = 5 [default = -inf, (number) = nan];
                  optional float f = 6 [default = 1.5e-30];
                  optional Kind k = 7 [default = MINUS, ctype = CORD];
                  required uint64 u = 8 [default = 18446744073709551615];
                  optional bool yes = 9 [default = true, (grouped) = { x: 3 }];
                  map<string, Odd> map = 10 [deprecated = true];
                  repeated group Row = 11 { optional int32 x = 1; repeated group Deep = 2 { optional int32 y = 1; } }
                  oneof one { option (on_oneof) = "o"; string a = 12; group Chosen = 13 { optional int32 z = 1; } }
                  oneof two { int32 b = 14; }
                  extensions 100 to 199, 500 to max [(on_range) = "r"];
                  extensions 300 [declaration = { number: 300 full_name: ".odd.old.declared" type: "int32" }];
                  reserved 40, 42 to 45; reserved "foo", "bar_baz";
                  extend Odd { optional Odd nested = 150; optional group InScope = 151 { optional int32 q = 1; } }
                  enum Inner { ZERO = 0; }
                  message Set { option message_set_wire_format = true; extensions 4 to max; }
                }
                message group { optional int32 message = 1; optional string optional = 2; }
                service Calls {
                  option (on_service) = "s";
                  option deprecated = true;
                  rpc stream(stream Odd) returns (stream Odd) { option idempotency_level = NO_SIDE_EFFECTS; }
                }
                """, "three.proto", """
                syntax = "proto3";
                import "old.proto";
                message Three {
                  optional int32 maybe = 1;
                  oneof which { string a = 2; odd.old.Odd b = 3; }
                  optional string also = 4;
                  repeated int32 loose = 5 [packed = false];
                  map<int64, bytes> map = 6;
                  string the_name_2 = 7;
                  string _under__scores_ = 8;
                }
                """, "new.proto", """
                edition = "2023";
                package odd.fresh;
                option features.field_presence = IMPLICIT;
                option features.enum_type = CLOSED;
                enum E { A = 1; reserved X, Y; }
                message M {
                  int32 x = 1 [features.field_presence = LEGACY_REQUIRED];
                  M m = 2 [features.message_encoding = DELIMITED];
                  repeated int32 r = 3 [features.repeated_field_encoding = EXPANDED, deprecated = true];
                  string s = 4 [features.utf8_validation = NONE];
                  reserved foo, bar;
                  extensions 10 to 20;
                }
                extend M { string e = 10; }
                """, "newer.proto", """
                edition = "2024";
                package odd.newer;
                import option "google/api/field_behavior.proto";
                export message Out { local enum In { A = 0; } int32 x = 1 [(google.api.field_behavior) = REQUIRED]; }
                local message Hidden { Out out = 1; }
                """));
    }

    @Test
    @DisplayName("the usual JSON names are protoc's")
    void jsonNames() {
        Schema schema = open.protos(
                "a.proto",
                "syntax = \"proto2\"; message M { optional int32 a = 1; optional int32 foo_bar = 2;"
                        + " optional int32 _x = 3; optional int32 a1_2b = 4; optional int32 Foo_Bar = 5;"
                        + " optional int32 a__b_ = 6; }");

        schema.message("M")
                .orElseThrow()
                .getFields()
                .forEach(field ->
                        assertThat(FieldText.usualJsonName(field.getName())).isEqualTo(field.getJsonName()));
    }
}
