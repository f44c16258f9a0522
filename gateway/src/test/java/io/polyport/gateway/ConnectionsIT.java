package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over one HTTP/1 connection, byte by byte. */
final class ConnectionsIT {
    @TempDir
    static Path data;

    private static House house;
    private static String bearer;

    @BeforeAll
    static void open() {
        house = House.open(data, HousePlan.USUAL);
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Wire wire() throws Exception {
        return Wire.to(house.port());
    }

    @Test
    @DisplayName("1,000 requests, reading and writing by turns, go over one connection")
    void keepAlive() throws Exception {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        try (var wire = wire()) {
            for (int i = 0; i < 500; i++) {
                var read = wire.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                        .read();
                assertThat(read.status()).isEqualTo(200);
                assertThat(read.header("connection")).isEmpty();
                var written = wire.head("POST /api/v1/reference/echo HTTP/1.1", bearer, "Content-Length: 5")
                        .send(body)
                        .read();
                assertThat(written.text()).isEqualTo("hello");
                assertThat(written.header("connection")).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("a connection goes on after refusals, problems, HEAD and OPTIONS")
    void keepAliveAfterRefusals() throws Exception {
        try (var wire = wire()) {
            assertThat(wire.head("GET /api/v1/reference/small HTTP/1.1").read().status())
                    .isEqualTo(401);
            assertThat(wire.head("GET /nothing HTTP/1.1", bearer).read().status())
                    .isEqualTo(404);
            assertThat(wire.head("DELETE /api/v1/reference/small HTTP/1.1", bearer)
                            .read()
                            .status())
                    .isEqualTo(405);
            assertThat(wire.head("OPTIONS /api/v1/reference/small HTTP/1.1", bearer)
                            .read()
                            .header("allow"))
                    .hasValue("GET, HEAD, OPTIONS");
            assertThat(wire.head("HEAD /api/v1/reference/small HTTP/1.1", bearer)
                            .read(false)
                            .status())
                    .isEqualTo(200);
            assertThat(wire.head("GET /api/v1/reference/refuse HTTP/1.1", bearer)
                            .read()
                            .status())
                    .isEqualTo(409);
            assertThat(wire.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("requests that are sent at once are answered in their order")
    void pipelining() throws Exception {
        try (var wire = wire()) {
            wire.head("GET /api/v1/reference/wait/300 HTTP/1.1", bearer)
                    .head("GET /api/v1/reference/rest/second HTTP/1.1", bearer)
                    .head("POST /api/v1/reference/echo HTTP/1.1", bearer, "Content-Length: 5")
                    .lines("third")
                    .head("GET /api/v1/reference/source/100000?seed=4 HTTP/1.1", bearer);
            assertThat(new JsonObject(wire.read().text()).getBoolean("slept")).isTrue();
            assertThat(new JsonObject(wire.read().text()).getString("rest")).isEqualTo("second");
            assertThat(wire.read().text()).isEqualTo("third");
            assertThat(wire.read().body())
                    .isEqualTo(Pattern.bytes(4, 0, 100_000).getBytes());
        }
    }

    @Test
    @DisplayName("100 Continue goes out when the service wants the body, and not before")
    void continueWhenWanted() throws Exception {
        try (var wire = wire()) {
            wire.head(
                    "PUT /api/v1/reference/sink HTTP/1.1",
                    bearer,
                    "Content-Length: 3",
                    "Expect: 100-continue",
                    "Content-Type: text/plain");
            assertThat(wire.read().status()).isEqualTo(100);
            var answer = wire.send(new byte[3]).read();
            assertThat(new JsonObject(answer.text()).getInteger("bytes")).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("a caller who waits for 100 Continue gets the refusal instead, from service and gateway")
    void noContinueForRefused() throws Exception {
        try (var wire = wire()) {
            wire.head(
                    "PUT /api/v1/reference/reject HTTP/1.1", bearer, "Content-Length: 9999999", "Expect: 100-continue");
            assertThat(wire.read().status()).isEqualTo(409);
        }
        try (var wire = wire()) {
            wire.head("PUT /api/v1/reference/sink HTTP/1.1", "Content-Length: 9", "Expect: 100-continue");
            assertThat(wire.read().status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("an answer that comes before the body was sent reaches a caller who sends everything first")
    void earlyAnswer() throws Exception {
        byte[] piece = new byte[64 << 10];
        for (String path : new String[] {
            "/api/v1/reference/reject", "/api/v1/reference/reject?after=100000", "/api/v1/reference/nothing"
        }) {
            try (var wire = wire()) {
                wire.head("PUT " + path + " HTTP/1.1", bearer, "Content-Length: " + (20 << 20));
                for (int sent = 0; sent < 20 << 20; sent += piece.length) {
                    wire.send(piece);
                }
                var answer = wire.read();
                assertThat(answer.status()).isIn(404, 409);
                assertThat(answer.header("connection")).hasValue("close");
                assertThat(wire.isEnded()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("a caller who never ends a refused body is not waited for")
    void endlessBody() throws Exception {
        try (var wire = wire()) {
            wire.head("PUT /api/v1/reference/reject HTTP/1.1", bearer, "Transfer-Encoding: chunked");
            assertThat(wire.chunk(new byte[10]).read().status()).isEqualTo(409);
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    @DisplayName("a chunked upload arrives unchanged, and the connection goes on")
    void chunkedUpload() throws Exception {
        try (var wire = wire()) {
            wire.head("PUT /api/v1/reference/sink HTTP/1.1", bearer, "Transfer-Encoding: chunked");
            long size = 0;
            for (int chunk = 1; chunk < 20_000; chunk += 997) {
                wire.chunk(Pattern.bytes(6, size, chunk).getBytes());
                size += chunk;
            }
            var answer = new JsonObject(wire.lastChunk().read().text());
            assertThat(answer.getLong("bytes")).isEqualTo(size);
            assertThat(answer.getLong("crc")).isEqualTo(Pattern.crc(6, size));
            assertThat(wire.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("an HTTP/1.0 caller gets the body without chunks and the end of the connection behind it")
    void http10() throws Exception {
        try (var wire = wire()) {
            var answer = wire.lines("GET /api/v1/reference/source/200000?seed=2 HTTP/1.0", bearer, "")
                    .read();
            assertThat(answer.header("transfer-encoding")).isEmpty();
            assertThat(answer.body()).isEqualTo(Pattern.bytes(2, 0, 200_000).getBytes());
        }
    }

    @Test
    @DisplayName("headers of one connection do not cross the gateway, those of the answer do")
    void hopByHop() throws Exception {
        try (var wire = wire()) {
            var answer =
                    wire.head("GET /api/v1/reference/headers HTTP/1.1", bearer).read();
            assertThat(answer.headers())
                    .doesNotContainKeys("connection", "keep-alive", "upgrade", "trailer", "strict-transport-security");
            assertThat(answer.header("x-request-id").orElseThrow()).isNotEqualTo("the-service-made-this-up");
            assertThat(answer.header("etag")).hasValue("\"v1\"");
            assertThat(answer.header("content-type")).hasValue("text/x-reference");
            assertThat(wire.head("GET /api/v1/reference/small HTTP/1.1", bearer)
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("GW-12 tokens and cookies never reach a service, even when its contract asks for them")
    void secretsStayHere() throws Exception {
        try (var wire = wire()) {
            var answer = wire.head(
                            "GET /api/v1/reference/rest/x HTTP/1.1",
                            bearer,
                            "Cookie: session=secret",
                            "Proxy-Authorization: Basic c2VjcmV0",
                            "X-Declared: yes",
                            "X-Undeclared: no",
                            "Accept-Language: ru")
                    .read();
            var seen = new JsonObject(answer.text()).getJsonObject("headers");
            assertThat(seen.fieldNames()).containsExactlyInAnyOrder("x-declared", "accept-language");
        }
    }
}
