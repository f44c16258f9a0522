package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Annotated methods whose messages are bodies of HTTP (google.api.HttpBody)")
class RawBodiesIT {
    private static final String PROTO = """
            syntax = "proto3";
            package files;
            import "google/api/annotations.proto";
            import "google/api/httpbody.proto";
            service Files {
              rpc Echo(google.api.HttpBody) returns (google.api.HttpBody) { option (google.api.http) = { post: "/files" body: "*" }; }
            }
            """;

    private static FarServer server;
    private static GrpcHouse house;
    private static GrpcRest rest;
    private static String connection;

    @BeforeAll
    static void open() {
        server = FarServer.of(new BytesService("files.Files")
                        .unary("Echo", (request, answers) -> {
                            answers.onNext(request);
                            answers.onCompleted();
                        })
                        .build())
                .start();
        house = GrpcHouse.with("unused: {addresses: ['http://127.0.0.1:1']}");
        rest = house.as("anna");
        connection = rest.open(server.port(), new JsonObject().put("files.proto", PROTO));
    }

    @AfterAll
    static void close() {
        house.close();
        server.close();
    }

    @Test
    @DisplayName("GR-29: the body goes and comes as it is, with its media type, whatever is in it")
    void bytes() {
        String notJson = "\u0001{\"not\": json \u00e9 [[[\n";
        var answer = rest.post("/" + connection + "/http/files", notJson, "image/x-odd; a=b")
                .has(200);
        assertThat(answer.header("content-type")).isEqualTo("image/x-odd; a=b");
        assertThat(answer.text()).isEqualTo(notJson);
        var empty =
                rest.post("/" + connection + "/http/files", "", "text/plain").has(200);
        assertThat(empty.text()).isEmpty();
    }

    @Test
    @DisplayName("GR-20: the same message is JSON where the method is called by its name")
    void json() {
        var message = new JsonObject().put("contentType", "text/plain").put("data", "aGk=");
        assertThat(rest.post(GrpcRest.callPath(connection, "files.Files", "Echo"), message)
                        .has(200)
                        .json())
                .isEqualTo(message);
    }
}
