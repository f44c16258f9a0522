package io.polyport.system.house;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls one gateway over HTTP/1.1 with one token. */
public final class HouseClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String base;
    private final String token;

    HouseClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** The same gateway, asked with another token. */
    public HouseClient with(String otherToken) {
        return new HouseClient(base, otherToken);
    }

    public String token() {
        return token;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("authorization", "Bearer " + token);
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    public HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    public HttpResponse<String> put(String path, BodyPublisher body) {
        return send(request(path).PUT(body).build());
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    /** The head of an answer and its body as it comes; whoever takes it closes it. */
    public HttpResponse<InputStream> open(String path) {
        try {
            return HTTP.send(request(path).GET().build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The status of a GET; 0 when the connection failed. */
    public int status(String path) {
        try {
            return get(path).statusCode();
        } catch (UncheckedIOException failed) {
            return 0;
        }
    }
}
