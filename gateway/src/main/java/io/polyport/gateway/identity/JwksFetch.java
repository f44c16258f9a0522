package io.polyport.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One look at an issuer: its JWK set, where configured by way of the discovery document (OpenID Connect Discovery §4).
 * Bounded in time and size; redirects are not followed; answers are not decompressed.
 */
final class JwksFetch {
    private static final int OK = 200;

    private final IssuerConfig issuer;
    private final HttpClientAgent client;

    JwksFetch(Vertx vertx, IssuerConfig issuer) {
        this.issuer = issuer;
        var options = new HttpClientOptions()
                .setConnectTimeout((int) issuer.keys().timeout().toMillis())
                .setMaxHeaderSize(16 * 1024)
                .setKeepAlive(false);
        issuer.keys()
                .trustFile()
                .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(2).setMaxWaitQueueSize(2));
    }

    /** Succeeds with a strictly read JSON object; fails with whatever went wrong, for the log. */
    Future<JsonObject> run() {
        return issuer.keys().jwksUrl().map(this::get).orElseGet(this::discovered);
    }

    private Future<JsonObject> discovered() {
        var name = issuer.issuer();
        var base = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (!KeysConfig.isSafe(base)) {
            return Future.failedFuture("the issuer's name " + KeysConfig.SAFE);
        }
        return get(base + "/.well-known/openid-configuration").compose(document -> {
            if (!name.equals(document.getValue("issuer"))) {
                return Future.failedFuture("the discovery document is another issuer's");
            }
            return document.getValue("jwks_uri") instanceof String url && KeysConfig.isSafe(url)
                    ? get(url)
                    : Future.failedFuture("jwks_uri " + KeysConfig.SAFE);
        });
    }

    private Future<JsonObject> get(String url) {
        var open = new AtomicReference<HttpClientRequest>();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(URI.create(url).toString())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
        return client.request(options)
                .compose(request -> {
                    open.set(request);
                    return request.idleTimeout(issuer.keys().timeout().toMillis())
                            .send()
                            .compose(this::body);
                })
                .timeout(issuer.keys().timeout().toMillis(), TimeUnit.MILLISECONDS)
                .compose(JwksFetch::parsed)
                .onFailure(_failure -> breakOff(open.get()));
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> done = Promise.promise();
        // First of all: an answer that is refused is reset, and tells so to this handler or to the log.
        response.exceptionHandler(done::tryFail);
        var encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (response.statusCode() != OK) {
            return Future.failedFuture("status " + response.statusCode() + " instead of 200");
        }
        if (encoding != null && !encoding.equals("identity")) {
            return Future.failedFuture("the answer is compressed, which nobody asked for");
        }
        var limit = issuer.keys().maximumSize().bytes();
        var collected = Buffer.buffer();
        response.handler(part -> {
            if (collected.length() + part.length() > limit) {
                done.tryFail("more than " + limit + " bytes");
                response.request().reset();
            } else {
                collected.appendBuffer(part);
            }
        });
        response.endHandler(_end -> done.tryComplete(collected));
        return done.future();
    }

    private static Future<JsonObject> parsed(Buffer body) {
        try {
            return Future.succeededFuture(StrictJson.object(body.getBytes()));
        } catch (IOException _notJson) {
            return Future.failedFuture("the answer is not JSON that reads in one way only");
        }
    }

    private static void breakOff(HttpClientRequest request) {
        if (request != null) {
            request.reset();
        }
    }

    Future<Void> close() {
        return client.close();
    }
}
