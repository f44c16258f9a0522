package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One caller of the REST face, below {@code /api/v1/ftp}. */
final class Rest {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final int port;
    private final String token;

    Rest(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** A whole answer, and what is asked of it again and again. */
    @SuppressWarnings("ArrayRecordComponent") // only looked at
    record Answer(int status, HttpHeaders headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonObject json() {
            return new JsonObject(text());
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        List<JsonObject> entries() {
            return objects(json().getJsonArray("entries"));
        }

        List<String> names() {
            return entries().stream().map(entry -> entry.getString("name")).toList();
        }

        Answer has(int wanted) {
            assertThat(status).as("status of: %s", text()).isEqualTo(wanted);
            return this;
        }

        /** A problem that a person can work with: its code, and what to do next. */
        JsonObject problem(int wanted, String code) {
            assertThat(header("content-type")).as(text()).isEqualTo("application/problem+json");
            var problem = json();
            assertThat(problem.getString("code")).as(text()).isEqualTo(code);
            assertThat(status).as(text()).isEqualTo(wanted);
            assertThat(problem.getInteger("status")).isEqualTo(wanted);
            assertThat(problem.getString("title")).as(text()).isNotBlank();
            assertThat(problem.getString("detail")).as(text()).isNotBlank().doesNotContain("Exception", "null");
            assertThat(problem.getString("requestId")).isEqualTo(header("x-request-id"));
            return problem;
        }

        /** The same, with the FTP server's own words in it; which code it chose is its own matter. */
        JsonObject replied(int wanted, String code) {
            var problem = problem(wanted, code);
            assertThat(problem.getJsonObject("reply")).as(text()).isNotNull();
            assertThat(problem.getJsonObject("reply").getInteger("code"))
                    .as(text())
                    .isBetween(400, 599);
            return problem;
        }

        JsonObject replied(int wanted, String code, int reply) {
            var problem = replied(wanted, code);
            assertThat(problem.getJsonObject("reply").getInteger("code"))
                    .as(text())
                    .isEqualTo(reply);
            return problem;
        }
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }

    /** {@code rest} is raw and begins with a slash, or is a whole URL that an answer has told. */
    HttpRequest.Builder request(String rest) {
        var url = rest.startsWith("http") ? rest : "http://127.0.0.1:" + port + "/api/v1/ftp" + rest;
        return HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).header("authorization", "Bearer " + token);
    }

    String token() {
        return token;
    }

    Answer get(String rest, String... headers) {
        return call("GET", rest, BodyPublishers.noBody(), headers);
    }

    Answer head(String rest, String... headers) {
        return call("HEAD", rest, BodyPublishers.noBody(), headers);
    }

    Answer put(String rest, byte[] body, String... headers) {
        return call("PUT", rest, BodyPublishers.ofByteArray(body), headers);
    }

    Answer put(String rest, String body, String... headers) {
        return put(rest, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer put(String rest) {
        return call("PUT", rest, BodyPublishers.noBody());
    }

    static BodyPublisher bytes(byte[] body) {
        return BodyPublishers.ofByteArray(body);
    }

    Answer patch(String rest, String body, String... headers) {
        return call("PATCH", rest, BodyPublishers.ofString(body), headers);
    }

    Answer post(String rest, JsonObject body) {
        return call("POST", rest, BodyPublishers.ofString(body.encode()), "content-type", "application/json");
    }

    Answer delete(String rest) {
        return call("DELETE", rest, BodyPublishers.noBody());
    }

    Answer call(String method, String rest, BodyPublisher body, String... headers) {
        var request = request(rest).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return answer(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException broken) {
            throw new UncheckedIOException(method + " " + rest, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    CompletableFuture<Answer> getLater(String rest) {
        return CLIENT.sendAsync(request(rest).build(), BodyHandlers.ofByteArray())
                .thenApply(Rest::answer);
    }

    CompletableFuture<Answer> sendLater(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Rest::answer);
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** Opens a connection and gives its id. */
    String open(JsonObject body) {
        var opened = post("/connections", body).has(201);
        assertThat(opened.header("location"))
                .endsWith("/connections/" + opened.json().getString("id"));
        return opened.json().getString("id");
    }

    String open(String configured) {
        return open(new JsonObject().put("connection", configured));
    }
}
