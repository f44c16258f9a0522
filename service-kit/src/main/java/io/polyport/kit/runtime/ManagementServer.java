package io.polyport.kit.runtime;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.BindException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that only operators and their tools reach: health and metrics, to be read, never to be changed. */
final class ManagementServer {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final Vertx vertx;
    private final Readiness readiness;
    private final Meters meters;
    private final HttpServer server;

    private ManagementServer(Vertx vertx, Readiness readiness, Meters meters) {
        this.vertx = vertx;
        this.readiness = readiness;
        this.meters = meters;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                .setIdleTimeout(30)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxHeaderSize(8192)
                .setHttp2ClearTextEnabled(false));
        server.requestHandler(this::answer);
    }

    /** Fails with a {@link BindException} that names address and port when it cannot listen. */
    static Future<ManagementServer> start(
            Vertx vertx, ManagementSettings settings, Readiness readiness, Meters meters) {
        var management = new ManagementServer(vertx, readiness, meters);
        return management
                .server
                .listen(settings.port(), settings.host())
                .map(management)
                .recover(e -> Future.failedFuture(e instanceof BindException ? named(settings, e) : e));
    }

    private static BindException named(ManagementSettings settings, Throwable e) {
        var named = new BindException(settings.host() + ":" + settings.port() + ": " + e.getMessage());
        named.initCause(e);
        return named;
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }

    private void answer(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader("allow", "GET, HEAD");
            problem(request, RuntimeProblems.METHOD_NOT_ALLOWED);
            return;
        }
        switch (request.path() == null ? "" : request.path()) {
            case "/health/live" -> json(request, 200, new JsonObject().put("status", "live"));
            case "/health/ready" -> ready(request);
            case "/metrics" -> metrics(request);
            default -> problem(request, RuntimeProblems.NOT_FOUND);
        }
    }

    private void ready(HttpServerRequest request) {
        var reasons = readiness.reasons();
        var json = new JsonObject().put("status", reasons.isEmpty() ? "ready" : "not ready");
        if (!reasons.isEmpty()) {
            var list = new JsonObject();
            reasons.forEach(list::put);
            json.put("reasons", list);
        }
        json(request, reasons.isEmpty() ? 200 : 503, json);
    }

    private void metrics(HttpServerRequest request) {
        var accept = request.getHeader("accept");
        var type = accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
        vertx.executeBlocking(() -> meters.scrape(type), false)
                .onSuccess(text -> end(request, 200, type, text))
                .onFailure(e -> {
                    LOG.error("the metrics could not be written", e);
                    problem(request, RuntimeProblems.METRICS_FAILED);
                });
    }

    private static void problem(HttpServerRequest request, ProblemType type) {
        end(
                request,
                type.status(),
                "application/problem+json",
                Problem.of(type).toJson().encode());
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response().putHeader("cache-control", "no-store");
        end(request, status, "application/json", body.encode());
    }

    /** To HEAD, Vert.x writes the length and leaves the text out. */
    private static void end(HttpServerRequest request, int status, String type, String text) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("content-type", type);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader(
                    "content-length", String.valueOf(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length));
            response.end();
        } else {
            response.end(text);
        }
    }
}
