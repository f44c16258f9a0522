package io.polyport.system.ftp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Somebody's program behind a URL: takes files, and has reports. */
final class CallbackServer implements AutoCloseable {
    /** By path: what was taken, and what is there to be fetched. */
    final Map<String, byte[]> stored = new ConcurrentHashMap<>();

    /** Method and path. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    final List<String> keys = new CopyOnWriteArrayList<>();

    /** The header {@code Authorization} of each call, or a hyphen. */
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    /** Other than 200: the answer to everything. */
    volatile int status = 200;

    private final HttpServer http;

    private CallbackServer(HttpServer http) {
        this.http = http;
        http.createContext("/", this::serve);
        http.start();
    }

    static CallbackServer plain() throws IOException {
        return new CallbackServer(HttpServer.create(loopback(), 0));
    }

    static CallbackServer withTls(SSLContext context) throws IOException {
        HttpsServer https = HttpsServer.create(loopback(), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context));
        return new CallbackServer(https);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    int port() {
        return http.getAddress().getPort();
    }

    /** An entry of {@code exchange-callbacks.allow}. */
    String target() {
        return "'127.0.0.1/32:" + port() + "'";
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.add(exchange.getRequestMethod() + " " + path);
            String authorization = exchange.getRequestHeaders().getFirst("authorization");
            authorizations.add(authorization == null ? "-" : authorization);
            if (status != 200) {
                exchange.getResponseHeaders().set("location", "/elsewhere/POS.spr");
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "PUT", "POST" -> {
                    keys.add(exchange.getRequestHeaders().getFirst("idempotency-key"));
                    stored.put(path, body);
                    exchange.sendResponseHeaders(201, -1);
                }
                case "GET" -> {
                    byte[] report = stored.get(path);
                    exchange.getResponseHeaders().set("etag", "\"1\"");
                    exchange.sendResponseHeaders(report == null ? 404 : 200, report == null ? -1 : report.length);
                    if (report != null) {
                        exchange.getResponseBody().write(report);
                    }
                }
                default -> exchange.sendResponseHeaders(stored.remove(path) == null ? 404 : 204, -1);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
