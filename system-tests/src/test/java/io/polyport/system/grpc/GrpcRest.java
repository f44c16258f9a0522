package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One caller of the REST face, below {@code /api/v1/grpc}. */
final class GrpcRest {
    static final String BASE = "/api/v1/grpc";
    static final String NDJSON = "application/x-ndjson";

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final int port;
    private final String token;
    private final StreamingClient streaming;

    GrpcRest(int port, String token, StreamingClient streaming) {
        this.port = port;
        this.token = token;
        this.streaming = streaming;
    }

    int port() {
        return port;
    }

    String token() {
        return token;
    }

    /** The path of a method's calls, below {@link #BASE}. */
    static String callPath(String connection, String service, String method) {
        return "/" + connection + "/call/" + service + "/" + method;
    }

    /** A message of records or of one value, as NDJSON has it. */
    static String lines(JsonObject... records) {
        return lines(List.of(records));
    }

    static String lines(List<JsonObject> records) {
        return records.stream().map(record -> record.encode() + "\n").collect(Collectors.joining());
    }

    GrpcAnswer get(String rest, String... headers) {
        return send("GET", rest, BodyPublishers.noBody(), headers);
    }

    GrpcAnswer delete(String rest) {
        return send("DELETE", rest, BodyPublishers.noBody());
    }

    GrpcAnswer post(String rest, JsonObject body, String... headers) {
        return post(rest, body.encode(), "application/json", headers);
    }

    GrpcAnswer post(String rest, JsonArray body, String... headers) {
        return post(rest, body.encode(), "application/json", headers);
    }

    /** As NDJSON. */
    GrpcAnswer post(String rest, List<JsonObject> records, String... headers) {
        return post(rest, lines(records), NDJSON, headers);
    }

    GrpcAnswer post(String rest, String body, String type, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = type;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return send("POST", rest, BodyPublishers.ofString(body), all);
    }

    GrpcAnswer post(String rest) {
        return send("POST", rest, BodyPublishers.noBody());
    }

    private GrpcAnswer send(String method, String rest, BodyPublisher body, String... headers) {
        return send(request(method, rest, body, headers));
    }

    private static GrpcAnswer send(HttpRequest request) {
        try {
            return answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException broken) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    CompletableFuture<GrpcAnswer> getLater(String rest) {
        return CLIENT.sendAsync(request("GET", rest, BodyPublishers.noBody()), BodyHandlers.ofString())
                .thenApply(GrpcRest::answer);
    }

    CompletableFuture<GrpcAnswer> postLater(String rest, JsonObject body) {
        return CLIENT.sendAsync(
                        request(
                                "POST",
                                rest,
                                BodyPublishers.ofString(body.encode()),
                                "content-type",
                                "application/json"),
                        BodyHandlers.ofString())
                .thenApply(GrpcRest::answer);
    }

    private HttpRequest request(String method, String rest, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + BASE + rest))
                .timeout(LIMIT)
                .header("authorization", "Bearer " + token)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    private static GrpcAnswer answer(HttpResponse<String> response) {
        return new GrpcAnswer(response.statusCode(), response.headers(), response.body());
    }

    /** A call whose records go out and come in as they are made, over HTTP/2 with prior knowledge. */
    Exchange exchange(String rest, String... headers) {
        return streaming.http2(this, rest, headers);
    }

    /** The same over HTTP/1.1. */
    Exchange exchangeOverHttp1(String rest, String... headers) {
        return streaming.http1(this, rest, headers);
    }

    /** A call over a WebSocket, with the token in a header. */
    GrpcSocket socket(String rest, String... headers) {
        var all = new ArrayList<>(List.of("authorization", "Bearer " + token));
        all.addAll(List.of(headers));
        return Waiting.value(streaming.webSocket(port, BASE + rest, List.of(), all.toArray(String[]::new)), LIMIT);
    }

    /** As a page of a browser does: with a ticket and an origin, and no header of its choice. */
    GrpcSocket pageSocket(String rest, String ticket, String origin) {
        return Waiting.value(
                streaming.webSocket(port, BASE + rest, List.of("polyport.ndjson", ticket), "origin", origin), LIMIT);
    }

    /** The subprotocol that opens one WebSocket. */
    String ticket(String rest) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/auth/tickets"))
                        .timeout(LIMIT)
                        .header("authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(
                                new JsonObject().put("url", BASE + rest).encode()))
                        .build())
                .has(201)
                .json()
                .getString("protocol");
    }

    /** Opens a connection and gives its id. */
    String open(JsonObject body) {
        var opened = post("/connections", body).has(201);
        assertThat(opened.header("location"))
                .endsWith("/connections/" + opened.json().getString("id"));
        return opened.json().getString("id");
    }

    /** Opens one to a server on loopback whose schema is given as texts. */
    String open(int serverPort, JsonObject protos) {
        return open(new JsonObject()
                .put("address", "http://127.0.0.1:" + serverPort)
                .put("protos", protos));
    }

    /** Opens a stream and gives its id. */
    String stream(String connection, String service, String method) {
        return post(
                        "/" + connection + "/streams",
                        new JsonObject().put("service", service).put("method", method))
                .has(201)
                .json()
                .getString("id");
    }
}
