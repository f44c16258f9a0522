package io.polyport.grpc.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.polyport.grpc.transcoding.HttpBindings;
import io.polyport.grpc.transcoding.ProtoSource;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ViewsTest {
    private static final String SOURCE = """
            syntax = "proto3"; package lib;
            message Book { string book_name = 1; map<string, Kind> kinds = 2; oneof pick { string a = 3; string b = 4; } }
            enum Kind { NONE = 0; NOVEL = 1; }
            service Library {
              rpc Get(Book) returns (Book) { deprecated: true [google.api.http] { get: "/v1/{book_name}" additional_bindings { post: "/v1" body: "*" response_body: "kinds" } } }
              rpc Watch(Book) returns (stream Book);
              rpc Upload(stream Book) returns (Book) { [google.api.http] { post: "/v1/{nothing}" body: "*" } }
              rpc Chat(stream Book) returns (stream Book);
            }
            service Other { rpc Get(Book) returns (Book) { [google.api.http] { put: "/other" body: "kinds" } } }
            """;

    private static FileDescriptor commented() {
        var file = ProtoSource.parse(SOURCE).toBuilder();
        var info = file.getSourceCodeInfoBuilder();
        comment(info, " The books.\n  - a list\n", 6, 0);
        comment(info, " Gets one.\n", 6, 0, 2, 0);
        comment(info, " A book.\n", 4, 0);
        comment(info, " Its name.\n", 4, 0, 2, 0);
        comment(info, " What it is.\n", 5, 0);
        comment(info, " A long one.\n", 5, 0, 2, 1);
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0], false);
        } catch (DescriptorValidationException invalid) {
            throw new AssertionError(invalid);
        }
    }

    private static void comment(SourceCodeInfo.Builder info, String text, Integer... path) {
        info.addLocationBuilder().addAllPath(List.of(path)).setLeadingComments(text);
    }

    @Test
    @DisplayName("GR-10: services are listed, and methods with their kinds, types and annotated paths")
    void services() {
        FileDescriptor file = commented();
        assertThat(ServiceView.list(file.getServices())).isEqualTo(new JsonObject("""
                        {"services":[{"name":"lib.Library","description":"The books.\\n - a list"},{"name":"lib.Other"}]}"""));
        assertThat(ServiceView.of(file.getServices().getFirst(), HttpBindings.of(file.getServices())))
                .isEqualTo(new JsonObject("""
                        {"name":"lib.Library","description":"The books.\\n - a list","methods":[
                          {"name":"Get","kind":"unary","input":"lib.Book","output":"lib.Book","description":"Gets one.","deprecated":true,
                           "http":[{"method":"GET","path":"/v1/{book_name}"},{"method":"POST","path":"/v1","body":"*","responseBody":"kinds"}]},
                          {"name":"Watch","kind":"server-streaming","input":"lib.Book","output":"lib.Book"},
                          {"name":"Upload","kind":"client-streaming","input":"lib.Book","output":"lib.Book",
                           "httpFaults":["'/v1/{nothing}' has the variable 'nothing', which names 'nothing', which is no field of lib.Book"]},
                          {"name":"Chat","kind":"bidirectional","input":"lib.Book","output":"lib.Book"}]}"""));
    }

    @Test
    @DisplayName("GR-10: a type shows its fields, with names, numbers, types, presence, oneofs and comments")
    void type() {
        FileDescriptor file = commented();
        JsonObject book = TypeView.of(file.findMessageTypeByName("Book"));
        assertThat(book.remove("schema")).isNotNull();
        assertThat(book).isEqualTo(new JsonObject("""
                        {"name":"lib.Book","kind":"message","description":"A book.","oneofs":["pick"],"fields":[
                          {"name":"book_name","jsonName":"bookName","number":1,"type":"string","label":"optional","presence":"implicit",
                           "description":"Its name."},
                          {"name":"kinds","jsonName":"kinds","number":2,"type":"lib.Book.KindsEntry","label":"map",
                           "map":{"key":"string","value":"lib.Kind"}},
                          {"name":"a","jsonName":"a","number":3,"type":"string","label":"optional","presence":"explicit","oneof":"pick"},
                          {"name":"b","jsonName":"b","number":4,"type":"string","label":"optional","presence":"explicit","oneof":"pick"}]}"""));
        JsonObject kind = TypeView.of(file.findEnumTypeByName("Kind"));
        assertThat(kind.getJsonArray("values"))
                .isEqualTo(
                        new JsonArray(
                                "[{\"name\":\"NONE\",\"number\":0},{\"name\":\"NOVEL\",\"number\":1,\"description\":\"A long one.\"}]"));
        assertThat(kind.getJsonObject("schema")
                        .getJsonObject("$defs")
                        .getJsonObject("lib.Kind")
                        .getString("description"))
                .isEqualTo("What it is.");
    }

    @Test
    @DisplayName("GR-10: defaults, labels and groups of proto2 are shown as JSON has them")
    void proto2() {
        var fields = TypeView.of(SchemaSamples.PROTO2.findMessageTypeByName("Thing")).getJsonArray("fields").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(fields)
                .extracting(field -> field.getValue("default"))
                .containsExactly(null, 7, "18446744073709551615", "SECOND", "Infinity", "eHl6", null, "hi", true);
        assertThat(fields)
                .extracting(field -> field.getString("label"))
                .startsWith("required", "optional")
                .element(6)
                .isEqualTo("repeated");
        assertThat(fields.get(6).getString("type")).isEqualTo("old.Thing.Piece");
    }

    @Test
    @DisplayName("a schema of sixty thousand types is described as far as is asked for, or refused with what to do")
    void huge() {
        var source = new StringBuilder("syntax = \"proto3\"; package big;");
        int count = 60_000;
        for (int i = 0; i < count; i++) {
            source.append("message AMessageWithALongName").append(i).append("{");
            source.append(i == 0 || i == count - 1 ? "" : "AMessageWithALongName" + (i + 1) + " next_of_them = 1;");
            source.append("string other = 2;}");
        }
        var file = ProtoSource.link(source.toString());
        var alone = TypeView.of(file.findMessageTypeByName("AMessageWithALongName0"));
        assertThat(alone.getJsonObject("schema").getJsonObject("$defs").size()).isEqualTo(1);
        var type = file.findMessageTypeByName("AMessageWithALongName1");
        var refused = catchThrowableOfType(ProblemException.class, () -> TypeView.of(type));
        assertThat(refused.problem().type()).isEqualTo(DescribeProblems.TOO_LARGE);
        assertThat(refused.problem().detail()).contains("MiB", "one type");
    }

    private static FileDescriptor withComment(String text) throws DescriptorValidationException {
        var file = ProtoSource.parse(SOURCE).toBuilder();
        comment(file.getSourceCodeInfoBuilder(), text, 4, 0);
        comment(file.getSourceCodeInfoBuilder(), text, 6, 0);
        return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0], false);
    }

    @Test
    @DisplayName("comments that are markup are text in OpenAPI documents, whose descriptions viewers show as Markdown")
    void markup() throws DescriptorValidationException {
        var file = withComment("<img src=x onerror=alert(1)> [click](javascript:alert(1)) a list<int>");
        String shown = "\\<img src=x onerror=alert(1)> \\[click](javascript:alert(1)) a list\\<int>";
        JsonObject document = OpenApi.of("t", "/t", file.getServices(), HttpBindings.of(file.getServices()));
        assertThat(document.getJsonArray("tags").getJsonObject(0).getString("description"))
                .isEqualTo(shown);
        assertThat(document.getJsonObject("components")
                        .getJsonObject("schemas")
                        .getJsonObject("lib.Book")
                        .getString("description"))
                .isEqualTo(shown);
        assertThat(TypeView.of(file.getMessageTypes().getFirst()).getString("description"))
                .as("plain text where nobody says Markdown")
                .startsWith("<img");
    }

    @Test
    @DisplayName("a long comment is not cut within a character")
    void cutComment() throws DescriptorValidationException {
        String told = TypeView.of(withComment("x".repeat(3_999) + "\ud83d\ude00".repeat(10))
                        .getMessageTypes()
                        .getFirst())
                .getString("description");
        assertThat(told).endsWith("x …").hasSize(4_001);
    }
}
