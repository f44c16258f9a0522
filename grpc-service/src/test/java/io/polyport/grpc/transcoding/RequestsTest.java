package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DurationProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RequestsTest {
    private static final Rest REST = Rest.of(
            """
            enum Color { NONE = 0; RED = 1; BLUE = 2; }
            message Book { string name = 1; string title = 2; int64 pages = 3; Author author = 4; repeated string tags = 5; }
            message Author { string name = 1; oneof how { string born = 2; string died = 3; } }
            message All {
              string text = 1; int32 number = 2; int64 big = 3; uint64 huge = 4; bool flag = 5; float small = 6; double wide = 7;
              bytes raw = 8; Color color = 9; repeated int32 list = 10; repeated Color colors = 11; map<string, string> map = 12;
              Book book = 13; repeated Book books = 14; google.protobuf.Timestamp when = 15; google.protobuf.Duration length = 16;
              google.protobuf.FieldMask update_mask = 17; google.protobuf.Int64Value maybe_big = 18;
              google.protobuf.BoolValue maybe = 19; google.protobuf.Struct struct = 20; google.protobuf.Any any = 21;
              optional string set = 22; All self = 23; uint32 unsigned = 24;
              repeated google.protobuf.Timestamp times = 25; google.protobuf.Value value = 26;
            }
            message Update { Book book = 1; google.protobuf.FieldMask update_mask = 2; bool force = 3; }
            service S {
              rpc Query(All) returns (All) { [google.api.http] { get: "/query" } }
              rpc Nested(Update) returns (Book) { [google.api.http] { patch: "/v1/{book.name=shelves/*/books/*}" body: "book" } }
              rpc Whole(Update) returns (Book) { [google.api.http] { post: "/whole/{book.author.name}/{force}" body: "*" } }
              rpc Plain(Update) returns (Book) { [google.api.http] { post: "/plain" body: "*" } }
              rpc Text(All) returns (All) { [google.api.http] { put: "/text" body: "text" } }
              rpc Books(All) returns (All) { [google.api.http] { put: "/books" body: "books" } }
              rpc Oneof(Author) returns (Author) { [google.api.http] { post: "/oneof/{born}" body: "*" } }
              rpc Upload(stream Update) returns (Book) { [google.api.http] { post: "/upload/{book.name}" body: "*" } }
              rpc UploadField(stream Update) returns (Book) { [google.api.http] { post: "/upload" body: "book" } }
              rpc Watch(Author) returns (stream Book) { [google.api.http] { get: "/watch/{name}" } }
              rpc Any(google.protobuf.Struct) returns (google.protobuf.Struct) { [google.api.http] { post: "/any" body: "*" } }
              rpc NotAny(google.protobuf.Struct) returns (google.protobuf.Struct) { [google.api.http] { get: "/any" } }
            }
            """,
            TimestampProto.getDescriptor(),
            DurationProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            WrappersProto.getDescriptor(),
            StructProto.getDescriptor(),
            AnyProto.getDescriptor());

    private static String query(String query) {
        return REST.json("GET", "/query?" + query, "");
    }

    private static void refused(String query, String words) {
        var problem = REST.problem("GET", "/query?" + query);
        assertThat(problem.errors()).as(query).hasSize(1);
        assertThat(problem.errors().getFirst().field()).startsWith("query:");
        assertThat(problem.detail()).as(query).contains(words);
    }

    @Test
    @DisplayName("GR-29: query parameters have the JSON of their fields' types")
    void scalars() {
        assertThat(query("text=a+b%2Bc&number=-007&big=9223372036854775807&huge=18446744073709551615&flag=true"))
                .isEqualTo("{\"text\":\"a b+c\",\"number\":-7,\"big\":\"9223372036854775807\","
                        + "\"huge\":\"18446744073709551615\",\"flag\":true}");
        assertThat(query("small=1.5&wide=-1e10&unsigned=4294967295"))
                .isEqualTo("{\"small\":1.5,\"wide\":-1.0E10,\"unsigned\":4294967295}");
        assertThat(query("small=NaN&wide=-Infinity")).isEqualTo("{\"small\":\"NaN\",\"wide\":\"-Infinity\"}");
        assertThat(query("raw=_-8%3D&color=RED")).isEqualTo("{\"raw\":\"_-8=\",\"color\":\"RED\"}");
        assertThat(query("color=7")).isEqualTo("{\"color\":7}");
        assertThat(query("text=&set=")).isEqualTo("{\"text\":\"\",\"set\":\"\"}");
        assertThat(REST.call("GET", "/query?maybe_big=5&maybe=false&when=2026-01-31T12:00:00.5Z&length=1.5s"))
                .isEqualTo("Query when { seconds: 1769860800 nanos: 500000000 } length { seconds: 1 nanos: 500000000 }"
                        + " maybe_big { value: 5 } maybe { }");
    }

    @Test
    @DisplayName("GR-29: repeated fields come as repeated parameters, messages by their fields, names in either form")
    void structure() {
        assertThat(query("list=1&list=2&text=x&list=3&colors=RED&colors=2"))
                .isEqualTo("{\"list\":[1,2,3],\"text\":\"x\",\"colors\":[\"RED\",2]}");
        assertThat(query("book.author.name=Ann&book.tags=x&book.tags=y&self.self.number=1"))
                .isEqualTo(
                        "{\"book\":{\"tags\":[\"x\",\"y\"],\"author\":{\"name\":\"Ann\"}},\"self\":{\"self\":{\"number\":1}}}");
        assertThat(query("updateMask=displayName,book.title")).isEqualTo("{\"updateMask\":\"displayName,book.title\"}");
        assertThat(query("update_mask=display_name,book.title"))
                .isEqualTo("{\"updateMask\":\"displayName,book.title\"}");
        assertThat(query("times=2026-01-31T12:00:00Z&times=1970-01-01T00:00:00Z"))
                .isEqualTo("{\"times\":[\"2026-01-31T12:00:00Z\",\"1970-01-01T00:00:00Z\"]}");
        assertThat(query("&&$alt=json&%24x=1&text=a&")).isEqualTo("{\"text\":\"a\"}");
    }

    @Test
    @DisplayName("GR-29: a parameter that can't be a value of its field is refused, with what would be right")
    void refusals() {
        refused("number=1.5", "whole number");
        refused("number=", "whole number");
        refused("number=2147483648", "-2147483648 to 2147483647");
        refused("unsigned=-1", "0 to 4294967295");
        refused("huge=18446744073709551616", "18446744073709551615");
        refused("big=99999999999999999999999", "whole number");
        refused("small=1e39", "larger");
        refused("wide=0x1p3", "number");
        refused("flag=yes", "true or false");
        refused("flag", "true or false");
        refused("raw=a+b", "%2B");
        refused("color=GREEN", "NONE, RED, BLUE");
        refused("when=yesterday", "2026-01-31T12:00:00Z");
        refused("length=5", "1.5s");
        refused("updateMask=a%20b", "divided by commas");
        refused("map=x", "map");
        refused("map.a=x", "no fields");
        refused("books.name=x", "no fields");
        refused("books=x", "list of messages");
        refused("book=x", "book.<field>=");
        refused("struct=x", "google.protobuf.Struct");
        refused("any=x", "google.protobuf.Any");
        refused("text=a&text=b", "not repeated");
        refused("txet=a", "no field of t.All");
        refused("book.author.born=a&book.author.died=b", "oneof 'how'");
        refused("when.seconds=1", "no fields");
        refused("self.".repeat(40) + "text=1", "deeper");
        refused("=1", "no field");
        refused("text=%f0", "UTF-8");
        refused("%zz=1", "percent escape");
        assertThat(REST.find("GET", "/query")
                        .request("txet=a&text=b&book.no=1", true)
                        .of(Buffer.buffer())
                        .toString())
                .isEqualTo("{\"text\":\"b\"}");
        assertThat(REST.faultyFields("GET", "/query?" + "x=1&".repeat(1000), ""))
                .hasSizeLessThan(50);
    }

    @Test
    @DisplayName("GR-29: path, body and query meet in one message, each at its place")
    void together() {
        assertThat(
                        REST.json(
                                "PATCH",
                                "/v1/shelves/1/books/2?updateMask=title&force=true",
                                "{\"title\":\"T\",\"pages\":12345678901234567890.50,\"name\":\"other\",\"tags\":[1,{\"x\":[]}]}"))
                .as("the path wins over the body")
                .isEqualTo("{\"book\":{\"title\":\"T\",\"pages\":12345678901234567890.50,\"tags\":[1,{\"x\":[]}],"
                        + "\"name\":\"shelves/1/books/2\"},\"updateMask\":\"title\",\"force\":true}");
        assertThat(REST.json("PATCH", "/v1/shelves/1/books/2", " \n"))
                .isEqualTo("{\"book\":{\"name\":\"shelves/1/books/2\"}}");
        assertThat(REST.json("PATCH", "/v1/shelves/1/books/2", "null"))
                .isEqualTo("{\"book\":{\"name\":\"shelves/1/books/2\"}}");
        assertThat(
                        REST.json(
                                "POST",
                                "/whole/Ann/true",
                                "{\"force\":false,\"update_mask\":\"a\",\"book\":{\"title\":\"é\\n\",\"author\":null},\"unknown\":1}"))
                .isEqualTo("{\"update_mask\":\"a\",\"book\":{\"title\":\"é\\n\",\"author\":{\"name\":\"Ann\"}},"
                        + "\"unknown\":1,\"force\":true}");
        assertThat(REST.json("POST", "/whole/Ann/true", ""))
                .isEqualTo("{\"force\":true,\"book\":{\"author\":{\"name\":\"Ann\"}}}");
        assertThat(REST.faultyFields("PATCH", "/v1/shelves/1/books/2?book.name=x&book.title=y", "{}"))
                .containsExactly("query:book.name", "query:book.title");
    }

    @Test
    @DisplayName("GR-29: a body may be one value of any kind, and without variables it passes as it is")
    void bodies() {
        assertThat(REST.json("PUT", "/text?number=1", "\"x\"")).isEqualTo("{\"text\":\"x\",\"number\":1}");
        assertThat(REST.json("PUT", "/books", "[{\"name\":\"a\"}]")).isEqualTo("{\"books\":[{\"name\":\"a\"}]}");
        assertThat(REST.json("PUT", "/text", "\"\\ud800\""))
                .as("for the codec to judge")
                .isEqualTo("{\"text\":\"\\uD800\"}");
        assertThat(REST.json("PUT", "/books", "")).isEqualTo("{}");
        String odd = "{ \"book\" : { }  , }";
        assertThat(REST.json("POST", "/plain", odd)).isEqualTo(odd);
        assertThat(REST.json("POST", "/any", "{\"a\":[1]}")).isEqualTo("{\"a\":[1]}");
        String deep = "[".repeat(150) + "]".repeat(150);
        assertThat(REST.json("PUT", "/text", deep)).isEqualTo("{\"text\":" + deep + "}");
        String long1 = "\"" + "x".repeat(30_000_000) + "\"";
        assertThat(REST.json("PUT", "/text", long1)).hasSize(long1.length() + 9);
    }

    @Test
    @DisplayName("a body can't step out of the field it is for, nor be something else than JSON")
    void brokenBodies() {
        for (String body : new String[] {
            "\"x\",\"number\":1",
            "\"x\"} {\"number\":1",
            "{\"a\":1",
            "[1,]",
            "{\"a\" 1}",
            "nul",
            "'x'",
            "01",
            "\"\u0001\"",
            "[".repeat(100_000),
            "{} {}"
        }) {
            assertThat(REST.faultyFields("PUT", "/text", body))
                    .as(body.substring(0, 1))
                    .containsExactly("body:");
        }
        assertThat(REST.problem("PUT", "/text", "{\n\"a\" 1}").detail()).contains("line 2, column 5");
        assertThat(REST.faultyFields("POST", "/whole/Ann/true", "[]")).containsExactly("body:");
        assertThat(REST.faultyFields("POST", "/whole/Ann/true", "{\"book\":{\"author\":\"x\"}}"))
                .containsExactly("body:/book/author");
        assertThat(REST.faultyFields("POST", "/oneof/1900", "{\"died\":\"1950\"}"))
                .containsExactly("body:/died");
        assertThat(REST.json("POST", "/oneof/1900", "{\"born\":\"1950\",\"name\":\"A\"}"))
                .isEqualTo("{\"name\":\"A\",\"born\":\"1900\"}");
        assertThat(REST.faultyFields("GET", "/query", "{}")).containsExactly("body:");
        var utf8 = Buffer.buffer(new byte[] {'"', (byte) 0xc3, '"'});
        var request = REST.find("PUT", "/text").request("", false);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> request.of(utf8)))
                .isInstanceOf(io.polyport.kit.problem.ProblemException.class);
    }

    @Test
    @DisplayName("GR-29: methods that answer a stream work in full, those that take one with the whole body only")
    void streams() {
        assertThat(REST.call("GET", "/watch/Ann")).isEqualTo("Watch name: \"Ann\"");
        var upload = REST.find("POST", "/upload/n1").request("", false);
        assertThat(upload.of(Buffer.buffer("{\"book\":{\"title\":\"a\"}}")).toString())
                .isEqualTo("{\"book\":{\"title\":\"a\",\"name\":\"n1\"}}");
        assertThat(upload.of(Buffer.buffer("{\"force\":true}")).toString())
                .isEqualTo("{\"force\":true,\"book\":{\"name\":\"n1\"}}");
        assertThat(REST.bindings().faults()).extracting(BindingFault::method).containsExactly("UploadField", "NotAny");
        assertThat(REST.bindings().faults().getFirst().words()).contains("only body: \"*\"");
    }
}
