package io.polyport.grpc.transcoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpBodyProto;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RawBodiesTest {
    private static final Rest REST = Rest.of("""
            message Upload { string name = 1; google.api.HttpBody content = 2; repeated google.api.HttpBody many = 3; }
            service Files {
              rpc Put(Upload) returns (google.api.HttpBody) { [google.api.http] { put: "/files/{name}" body: "content" } }
              rpc Echo(google.api.HttpBody) returns (Upload) { [google.api.http] { post: "/echo" body: "*" response_body: "content" } }
              rpc Many(Upload) returns (Upload) { [google.api.http] { post: "/many" body: "many" response_body: "many" } }
              rpc Chunks(stream google.api.HttpBody) returns (stream google.api.HttpBody) { [google.api.http] { post: "/chunks" body: "*" } }
            }
            """, HttpBodyProto.getDescriptor());
    private static final Buffer BYTES = Buffer.buffer(new byte[] {0, -1, '"', '{'});

    @Test
    @DisplayName("GR-29: a google.api.HttpBody is the body of the request as it is, with its content type")
    void requests() {
        var put = REST.find("PUT", "/files/a");
        assertThat(put.binding().takesRawBody()).isTrue();
        assertThat(put.request("", false).ofRaw(BYTES, "image/\"png").toString())
                .isEqualTo("{\"content\":{\"contentType\":\"image/\\\"png\",\"data\":\"AP8iew==\"},\"name\":\"a\"}");
        assertThat(REST.find("POST", "/echo")
                        .request("", false)
                        .ofRaw(Buffer.buffer(), "")
                        .toString())
                .isEqualTo("{\"contentType\":\"\",\"data\":\"\"}");
        assertThat(REST.find("POST", "/many").binding().takesRawBody()).isFalse();
        assertThat(REST.find("POST", "/chunks").binding().takesRawBody()).isFalse();
    }

    @Test
    @DisplayName("GR-29: an answer of google.api.HttpBody is its bytes, and never a header of the server's making")
    void answers() {
        var put = REST.find("PUT", "/files/a");
        assertThat(put.binding().answersRawBody()).isTrue();
        assertThat(put.answer()
                        .raw(Buffer.buffer(
                                "{\"extensions\":[{}],\"contentType\":\"image/png\",\"data\":\"AP8iew==\"}")))
                .isEqualTo(new RawBody("image/png", BYTES));
        assertThat(put.answer().raw(Buffer.buffer("{\"contentType\":\"a/b\\r\\nx: y\"}")))
                .isEqualTo(new RawBody("application/octet-stream", Buffer.buffer()));
        var echo = REST.find("POST", "/echo");
        assertThat(echo.binding().answersRawBody()).isTrue();
        assertThat(echo.answer()
                        .raw(Buffer.buffer("{\"name\":\"a\",\"content\":{\"data\":\"AP8iew==\"}}"))
                        .data())
                .isEqualTo(BYTES);
        assertThat(echo.answer().raw(Buffer.buffer("{}")).data()).isEqualTo(Buffer.buffer());
        assertThat(REST.find("POST", "/many").binding().answersRawBody()).isFalse();
        assertThat(REST.find("POST", "/chunks").binding().answersRawBody()).isFalse();
    }
}
