package io.polyport.gateway.identity;

import io.polyport.gateway.tls.ListenerTls;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An identity provider, or a listener that must hear nothing: a real HTTP server whose behaviour can be changed. */
final class Idp implements AutoCloseable {
    private final HttpServer server;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile Handler<HttpServerRequest> behaviour;

    private Idp(Vertx vertx, HttpServerOptions options, Handler<HttpServerRequest> behaviour) {
        this.behaviour = behaviour;
        this.server = Settled.value(vertx.createHttpServer(options)
                .requestHandler(request -> {
                    heard.add(request.uri());
                    this.behaviour.handle(request);
                })
                .listen(0, "127.0.0.1"));
    }

    static Idp serving(Vertx vertx, JsonObject document) {
        return new Idp(vertx, new HttpServerOptions(), answer(document));
    }

    static Idp overTls(Vertx vertx, ListenerTls tls, JsonObject document) {
        return new Idp(vertx, tls.applyTo(new HttpServerOptions()), answer(document));
    }

    static Handler<HttpServerRequest> answer(JsonObject document) {
        return request ->
                request.response().putHeader("content-type", "application/json").end(document.encode());
    }

    void behave(Handler<HttpServerRequest> other) {
        behaviour = other;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    String tlsUrl() {
        return "https://localhost:" + server.actualPort();
    }

    /** How often it was asked, for anything. */
    int asked() {
        return heard.size();
    }

    @Override
    public void close() {
        Settled.value(server.close());
    }
}
