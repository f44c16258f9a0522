package io.polyport.system.ftp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    /** The header {@code Content-Length} of each body that came or began to come, or a hyphen. */
    final List<String> lengths = new CopyOnWriteArrayList<>();

    /** Method and path of calls whose body broke off. */
    final List<String> cut = new CopyOnWriteArrayList<>();

    /** Other than 200: the answer to everything. */
    volatile int status = 200;

    /** Says 201 before it reads what comes. */
    volatile boolean hasty;

    /** Until it is counted down a report comes but for its last byte. */
    volatile CountDownLatch rest = new CountDownLatch(0);

    /** Headers told with every report, and compared before one is removed. */
    volatile Map<String, String> stamps = Map.of("etag", "\"1\"");

    /** Done before a report is removed. */
    volatile Runnable beforeRemoval = () -> {};

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private CallbackServer(HttpServer http) {
        this.http = http;
        http.createContext("/", this::serve);
        http.setExecutor(threads);
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
            boolean brings = Set.of("PUT", "POST").contains(exchange.getRequestMethod());
            if (brings) {
                lengths.add(header(exchange, "content-length"));
            }
            authorizations.add(header(exchange, "authorization"));
            calls.add(exchange.getRequestMethod() + " " + path);
            if (brings && hasty) {
                exchange.sendResponseHeaders(201, 0);
            }
            byte[] body = body(exchange);
            if (status != 200) {
                exchange.getResponseHeaders().set("location", "/elsewhere/POS.spr");
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            if (brings) {
                keys.add(exchange.getRequestHeaders().getFirst("idempotency-key"));
                stored.put(path, body);
                if (!hasty) {
                    exchange.sendResponseHeaders(201, -1);
                }
            } else if (exchange.getRequestMethod().equals("GET")) {
                give(exchange, stored.get(path));
            } else {
                remove(exchange, path);
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "-" : value;
    }

    private byte[] body(HttpExchange exchange) throws IOException {
        String length = header(exchange, "content-length");
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!length.equals("-") && body.length != Integer.parseInt(length)) {
                throw new EOFException();
            }
            return body;
        } catch (IOException brokenOff) {
            cut.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
            throw brokenOff;
        }
    }

    private void give(HttpExchange exchange, byte[] report) throws IOException {
        stamps.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(report == null ? 404 : 200, report == null ? -1 : report.length);
        if (report != null) {
            var out = exchange.getResponseBody();
            out.write(report, 0, report.length - 1);
            out.flush();
            try {
                rest.await();
            } catch (InterruptedException closed) {
                throw new IOException(closed);
            }
            out.write(report, report.length - 1, 1);
        }
    }

    private void remove(HttpExchange exchange, String path) throws IOException {
        beforeRemoval.run();
        boolean other = !Set.of("-", stamps.getOrDefault("etag", "")).contains(header(exchange, "if-match"))
                || !Set.of("-", stamps.getOrDefault("last-modified", ""))
                        .contains(header(exchange, "if-unmodified-since"));
        exchange.sendResponseHeaders(other ? 412 : stored.remove(path) == null ? 404 : 204, -1);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
