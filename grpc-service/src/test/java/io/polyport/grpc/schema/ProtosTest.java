package io.polyport.grpc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real protoc. */
final class ProtosTest {
    private static final String ORDER = """
            syntax = "proto3";
            package shop;
            import "shop/item.proto";
            import "google/api/annotations.proto";
            import "google/protobuf/timestamp.proto";
            // Takes orders.
            service Orders {
              // Places one.
              rpc Place(Order) returns (stream Item) {
                option (google.api.http) = { post: "/orders" body: "*" };
              }
              rpc Upload(stream Order) returns (Item);
            }
            message Order { repeated Item items = 1; google.protobuf.Timestamp at = 2; }
            """;
    private static final String ITEM = """
            syntax = "proto3";
            package shop;
            message Item { string name = 1; optional int64 amount = 2; Kind kind = 3; }
            enum Kind { KIND_UNKNOWN = 0; KIND_BOOK = 1; }
            """;

    @RegisterExtension
    final OpenSchemas open = new OpenSchemas();

    @Test
    @DisplayName("GR-3 texts that import each other and built-in ones become one schema, whatever their order")
    void linked() {
        var names = new ArrayList<>(
                Map.of("shop/order.proto", ORDER, "shop/item.proto", ITEM).entrySet());
        for (int i = 0; i < 3; i++) {
            Collections.shuffle(names, new Random(i));
            var protos = new LinkedHashMap<String, String>();
            names.forEach(one -> protos.put(one.getKey(), one.getValue()));

            Schema schema = open.schema(schemas -> schemas.ofProtos(protos));

            assertThat(schema.services()).extracting(one -> one.getFullName()).containsExactly("shop.Orders");
            var place = schema.method("shop.Orders", "Place").orElseThrow();
            assertThat(place.isServerStreaming()).isTrue();
            assertThat(place.isClientStreaming()).isFalse();
            assertThat(place.getOptions().getExtension(AnnotationsProto.http).getPost())
                    .isEqualTo("/orders");
            assertThat(place.getOutputType())
                    .isSameAs(schema.message("shop.Item").orElseThrow());
            assertThat(schema.enumeration("shop.Kind")
                            .orElseThrow()
                            .findValueByNumber(1)
                            .getName())
                    .isEqualTo("KIND_BOOK");
            assertThat(schema.sources())
                    .containsExactly(
                            new Schema.Source("shop/item.proto", ITEM), new Schema.Source("shop/order.proto", ORDER));
        }
    }

    @Test
    @DisplayName("comments stay with the descriptors, and no other source info does")
    void comments() {
        Schema schema = open.protos("shop/order.proto", ORDER, "shop/item.proto", ITEM);

        var info =
                schema.service("shop.Orders").orElseThrow().getFile().toProto().getSourceCodeInfo();

        assertThat(info.getLocationList())
                .extracting(location -> location.getLeadingComments())
                .containsExactlyInAnyOrder(" Takes orders.\n", " Places one.\n");
    }

    @Test
    @DisplayName("the built-in types are known to every schema, as those that everybody means")
    void builtIn() {
        Schema schema = open.protos("a.proto", "syntax = \"proto3\"; message A {}");

        for (Schema one : new Schema[] {schema, Schema.empty()}) {
            assertThat(one.message("google.protobuf.Any")).contains(com.google.protobuf.Any.getDescriptor());
            assertThat(one.message("google.rpc.ErrorInfo")).contains(com.google.rpc.ErrorInfo.getDescriptor());
            assertThat(one.message("google.type.Money")).isPresent();
            assertThat(one.message("google.protobuf.Struct.FieldsEntry")).isPresent();
            assertThat(one.enumeration("google.rpc.Code")).isPresent();
            assertThat(one.extensions().findImmutableExtensionByName("google.api.http"))
                    .isNotNull();
        }
        assertThat(Schema.empty().services()).isEmpty();
        assertThat(Schema.empty().sources()).isEmpty();
        assertThat(schema.message("A")).isPresent();
        assertThat(Schema.empty().message("A")).isEmpty();
    }

    @Test
    @DisplayName("GR-3 proto2 with groups, extensions and defaults is understood")
    void proto2() {
        Schema schema = open.protos("old.proto", """
                syntax = "proto2";
                package old;
                message M {
                  required int32 id = 1;
                  optional string name = 2 [default = "none"];
                  repeated group Row = 3 { optional int32 x = 1; }
                  extensions 100 to 199;
                }
                extend M { optional M more = 100; repeated sint32 numbers = 101; }
                message Scope { extend M { optional bytes blob = 102; } }
                """);

        Descriptor message = schema.message("old.M").orElseThrow();
        assertThat(message.findFieldByName("name").getDefaultValue()).isEqualTo("none");
        assertThat(message.findFieldByName("id").isRequired()).isTrue();
        assertThat(message.findFieldByName("row").getType()).isEqualTo(FieldDescriptor.Type.GROUP);
        assertThat(schema.extensions()
                        .findImmutableExtensionByNumber(message, 100)
                        .descriptor
                        .getFullName())
                .isEqualTo("old.more");
        assertThat(schema.extensions().findImmutableExtensionByName("old.Scope.blob"))
                .isNotNull();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("GR-3 editions are understood, with what their features say")
    @ValueSource(strings = {"2023", "2024"})
    void editions(String edition) {
        Schema schema = open.protos("new.proto", "edition = \"" + edition + """
                ";
                package fresh;
                message M {
                  int32 explicit = 1;
                  int32 implicit = 2 [features.field_presence = IMPLICIT];
                  M delimited = 3 [features.message_encoding = DELIMITED];
                  repeated int32 expanded = 4 [features.repeated_field_encoding = EXPANDED];
                }
                """);

        Descriptor message = schema.message("fresh.M").orElseThrow();
        assertThat(message.findFieldByName("explicit").hasPresence()).isTrue();
        assertThat(message.findFieldByName("implicit").hasPresence()).isFalse();
        assertThat(message.findFieldByName("delimited").getType()).isEqualTo(FieldDescriptor.Type.GROUP);
        assertThat(message.findFieldByName("expanded").isPacked()).isFalse();
    }

    @Test
    @DisplayName("an option import of edition 2024 needs no file at run time")
    void optionImport() {
        Schema schema = open.protos("a.proto", """
                edition = "2024";
                import option "google/api/field_behavior.proto";
                import option "mine.proto";
                message M { int32 id = 1 [(google.api.field_behavior) = REQUIRED, (mine) = 3]; }
                """, "mine.proto", """
                edition = "2023";
                import "google/protobuf/descriptor.proto";
                extend google.protobuf.FieldOptions { int32 mine = 50001; }
                """);

        var options = schema.message("M").orElseThrow().findFieldByName("id").getOptions();
        assertThat(options.getExtension(com.google.api.FieldBehaviorProto.fieldBehavior))
                .containsExactly(com.google.api.FieldBehavior.REQUIRED);
    }

    @Test
    @DisplayName("GR-3 every fault of every file is told with file, line, column and message")
    void faults() {
        Problem problem =
                open.problem(schemas -> schemas.ofProtos(OpenSchemas.map("a.proto", """
                syntax = "proto3";
                message A { string a = ; }
                message B { int32 x = 1 }
                """, "dir/c.proto", """
                syntax = "proto3";
                message C { Foo x = 1; reserved 2; int32 y = 2; }
                """)));

        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(problem.status()).isEqualTo(422);
        assertThat(OpenSchemas.errors(problem))
                .containsEntry("protos/a.proto:2:24", "Expected field number.")
                .containsEntry("protos/a.proto:3:25", "Expected \";\".")
                .containsEntry("protos/dir/c.proto:2:13", "\"Foo\" is not defined.")
                .containsKey("protos/dir/c.proto:2:42");
    }

    @Test
    @DisplayName("GR-3 an import that was not given is named, and that it has to be")
    void missing() {
        Problem problem = open.problem(schemas -> schemas.ofProtos(OpenSchemas.map(
                "a.proto", "syntax = \"proto3\";\nimport \"other/b.proto\";\nmessage A { other.B b = 1; }\n")));

        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(OpenSchemas.errors(problem).get("protos/other/b.proto"))
                .isEqualTo("is imported, but was not given: give it under this name, too");
        assertThat(OpenSchemas.errors(problem)).containsKeys("protos/a.proto:2:1", "protos/a.proto:3:13");
    }

    @Test
    @DisplayName("files of the machine are out of reach of imports")
    void reach() {
        for (String name : new String[] {"/etc/passwd", "../../../../../../etc/passwd", "/proc/self/environ"}) {
            Problem problem = open.problem(schemas ->
                    schemas.ofProtos(OpenSchemas.map("a.proto", "syntax = \"proto3\";\nimport \"" + name + "\";\n")));

            assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
            assertThat(problem.toJson().encode()).doesNotContain("root:").doesNotContain("/tmp/");
        }
    }

    @Test
    @DisplayName("an import cycle is told with its way")
    void cycle() {
        Problem problem = open.problem(schemas -> schemas.ofProtos(OpenSchemas.map(
                "a.proto", "syntax = \"proto3\";\nimport \"b.proto\";\n",
                "b.proto", "syntax = \"proto3\";\nimport \"a.proto\";\n")));

        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(OpenSchemas.errors(problem).values().toString())
                .contains("File recursively imports itself: a.proto -> b.proto -> a.proto");
    }

    @Test
    @DisplayName("two definitions of one name are refused, also in files that do not know each other")
    void duplicates() {
        Problem problem = open.problem(schemas -> schemas.ofProtos(OpenSchemas.map(
                "a.proto", "syntax = \"proto3\"; package p; message M {}",
                "b.proto", "syntax = \"proto3\"; package p; message M {}")));

        assertThat(problem.code()).isEqualTo("grpc.proto-invalid");
        assertThat(OpenSchemas.errors(problem)).containsKey("protos/b.proto:1:39");
    }

    @Test
    @DisplayName(
            "a file under a built-in one's name is not used, and its services are offered as the built-in ones are")
    void ownBuiltIn() {
        Schema schema = open.protos(
                "google/protobuf/any.proto",
                "this is no proto at all",
                "google/longrunning/operations.proto",
                "nor is this",
                "a.proto",
                "syntax = \"proto3\"; import \"google/protobuf/any.proto\"; message A { google.protobuf.Any any = 1; }");

        assertThat(schema.message("A").orElseThrow().findFieldByName("any").getMessageType())
                .isSameAs(com.google.protobuf.Any.getDescriptor());
        assertThat(schema.services())
                .extracting(one -> one.getFullName())
                .containsExactly("google.longrunning.Operations");
        assertThat(schema.sources()).extracting(Schema.Source::name).containsExactly("a.proto");
    }

    @Test
    @DisplayName("a copy of a built-in file under another name means the built-in types, too")
    void vendored() {
        Schema schema = open.protos(
                "third_party/google/type/money.proto",
                "syntax = \"proto3\"; package google.type; message Money { string currency_code = 1; }",
                "a.proto",
                "syntax = \"proto3\"; import \"third_party/google/type/money.proto\";"
                        + " message A { google.type.Money money = 1; }");

        assertThat(schema.message("A").orElseThrow().findFieldByName("money").getMessageType())
                .isSameAs(com.google.type.Money.getDescriptor());
    }

    @Test
    @DisplayName("a file may have the name of the one that we add, and be a folder of that name")
    void addedFile() {
        Schema schema = open.protos(
                "all.proto",
                "syntax = \"proto3\"; message A {}",
                "_ALL.proto/b.proto",
                "syntax = \"proto3\"; message B {}");

        assertThat(schema.message("A")).isPresent();
        assertThat(schema.message("B")).isPresent();
        assertThat(schema.sources()).hasSize(2);
    }

    @Test
    @DisplayName("no file and no text are told apart from broken ones")
    void nothing() {
        assertThat(open.schema(schemas -> schemas.ofProtos(Map.of())).services())
                .isEmpty();
        assertThat(open.protos("a.proto", "").services()).isEmpty();
    }
}
