package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The examples that stand in google/api/http.proto itself. */
final class DocumentedExamplesTest {
    @Test
    @DisplayName("GR-29: a variable with a template of its own takes several segments")
    void resourceName() {
        var rest = Rest.of("""
                service Messaging {
                  rpc GetMessage(GetMessageRequest) returns (Message) { [google.api.http] { get: "/v1/{name=messages/*}" } }
                }
                message GetMessageRequest { string name = 1; }
                message Message { string text = 1; }
                """);
        assertThat(rest.call("GET", "/v1/messages/123456")).isEqualTo("GetMessage name: \"messages/123456\"");
    }

    @Test
    @DisplayName("GR-29: fields that the path does not bind come in the query, those of messages with dots")
    void query() {
        var rest = Rest.of("""
                service Messaging {
                  rpc GetMessage(GetMessageRequest) returns (Message) { [google.api.http] { get: "/v1/messages/{message_id}" } }
                }
                message GetMessageRequest {
                  message SubMessage { string subfield = 1; }
                  string message_id = 1;
                  int64 revision = 2;
                  SubMessage sub = 3;
                }
                message Message { string text = 1; }
                """);
        assertThat(rest.call("GET", "/v1/messages/123456?revision=2&sub.subfield=foo"))
                .isEqualTo("GetMessage message_id: \"123456\" revision: 2 sub { subfield: \"foo\" }");
    }

    @Test
    @DisplayName("GR-29: a field may be the body")
    void bodyField() {
        var rest = Rest.of("""
                service Messaging {
                  rpc UpdateMessage(UpdateMessageRequest) returns (Message) {
                    [google.api.http] { patch: "/v1/messages/{message_id}" body: "message" }
                  }
                }
                message UpdateMessageRequest { string message_id = 1; Message message = 2; }
                message Message { string text = 1; }
                """);
        assertThat(rest.call("PATCH", "/v1/messages/123456", "{ \"text\": \"Hi!\" }"))
                .isEqualTo("UpdateMessage message_id: \"123456\" message { text: \"Hi!\" }");
    }

    @Test
    @DisplayName("GR-29: all that the path does not bind may be the body, and then nothing comes in the query")
    void wholeBody() {
        var rest = Rest.of("""
                service Messaging {
                  rpc UpdateMessage(Message) returns (Message) {
                    [google.api.http] { patch: "/v1/messages/{message_id}" body: "*" }
                  }
                }
                message Message { string message_id = 1; string text = 2; }
                """);
        assertThat(rest.call("PATCH", "/v1/messages/123456", "{ \"text\": \"Hi!\" }"))
                .isEqualTo("UpdateMessage message_id: \"123456\" text: \"Hi!\"");
        assertThat(rest.faultyFields("PATCH", "/v1/messages/123456?text=Hi", ""))
                .containsExactly("query:text");
    }

    @Test
    @DisplayName("GR-29: a method may have additional bindings")
    void additional() {
        var rest = Rest.of("""
                service Messaging {
                  rpc GetMessage(GetMessageRequest) returns (Message) {
                    [google.api.http] {
                      get: "/v1/messages/{message_id}"
                      additional_bindings { get: "/v1/users/{user_id}/messages/{message_id}" }
                    }
                  }
                }
                message GetMessageRequest { string message_id = 1; string user_id = 2; }
                message Message { string text = 1; }
                """);
        assertThat(rest.call("GET", "/v1/messages/123456")).isEqualTo("GetMessage message_id: \"123456\"");
        assertThat(rest.call("GET", "/v1/users/me/messages/123456"))
                .isEqualTo("GetMessage message_id: \"123456\" user_id: \"me\"");
    }

    @Test
    @DisplayName("GR-29: the service configuration's example, with a variable in a message")
    void nestedVariable() {
        var rest = Rest.of("""
                service Messaging {
                  rpc GetMessage(Request) returns (Request) { [google.api.http] { get: "/v1/messages/{message_id}/{sub.subfield}" } }
                }
                message Sub { string subfield = 1; }
                message Request { string message_id = 1; Sub sub = 2; }
                """);
        assertThat(rest.call("GET", "/v1/messages/1/foo"))
                .isEqualTo("GetMessage message_id: \"1\" sub { subfield: \"foo\" }");
    }

    @Test
    @DisplayName("one segment is decoded whole; in several an escaped slash stays escaped")
    void decoding() {
        var rest = Rest.of("""
                service S {
                  rpc One(R) returns (R) { [google.api.http] { get: "/one/{a}" } }
                  rpc OneToo(R) returns (R) { [google.api.http] { get: "/too/{a=*}" } }
                  rpc Many(R) returns (R) { [google.api.http] { get: "/many/{a=foo/*}" } }
                  rpc All(R) returns (R) { [google.api.http] { get: "/all/{a=**}" } }
                }
                message R { string a = 1; }
                """);
        String all = "%20%21%2F%3a%5B%d0%96+";
        assertThat(rest.json("GET", "/one/" + all, "")).isEqualTo("{\"a\":\" !/:[Ж+\"}");
        assertThat(rest.json("GET", "/too/" + all, "")).isEqualTo("{\"a\":\" !/:[Ж+\"}");
        assertThat(rest.json("GET", "/many/foo/x%2fy" + all, "")).isEqualTo("{\"a\":\"foo/x%2fy !%2F:[Ж+\"}");
        assertThat(rest.json("GET", "/all/x/%2f/" + all, "")).isEqualTo("{\"a\":\"x/%2f/ !%2F:[Ж+\"}");
    }
}
