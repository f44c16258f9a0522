package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcProblems;
import io.polyport.kit.egress.CheckedTarget;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Fetches .proto texts that callers name by URL (GR-3). Goes only where callers may (the egress guard's address is the one
 * that is connected to), follows no redirect, and is bounded in size and time.
 */
public final class ProtoFetch {
    private static final Pattern URL = Pattern.compile("https?://[^\\s\"{}]+");
    private static final long MOST_MILLIS = 15_000;
    private static final int OK = 200;

    private final EgressGuard guard;
    private final HttpClientAgent client;
    private final long mostBytes;

    /** @param mostBytes of one text */
    public ProtoFetch(Vertx vertx, EgressGuard guard, long mostBytes) {
        this.guard = guard;
        this.mostBytes = mostBytes;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) MOST_MILLIS)
                        .setMaxHeaderSize(16 * 1024)
                        .setVerifyHost(true)
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(64));
    }

    /** The same, with the text in place of each URL; fails with {@code grpc.proto-unreachable} or a problem of the guard. */
    public Future<Map<String, String>> texts(Map<String, String> protos) {
        Map<String, String> texts = new LinkedHashMap<>(protos);
        List<Future<?>> all = new ArrayList<>();
        protos.forEach((name, text) -> {
            if (URL.matcher(text.strip()).matches()) {
                all.add(get(name, text.strip()).onSuccess(fetched -> texts.put(name, fetched)));
            }
        });
        return Future.all(all).map(done -> texts);
    }

    private Future<String> get(String name, String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException malformed) {
            return Future.failedFuture(fault(name, "is no URL"));
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Future.failedFuture(fault(name, "has to be http://host/path or https://host/path, without a user"));
        }
        boolean https = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : https ? 443 : 80;
        return guard.check(bare(uri.getHost()), port).compose(target -> get(name, uri, https, target));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Future<String> get(String name, URI uri, boolean https, CheckedTarget target) {
        var open = new AtomicReference<HttpClientRequest>();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(target.socketAddress())
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(https)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false);
        return client.request(options)
                .compose(request -> {
                    open.set(request);
                    return request.idleTimeout(MOST_MILLIS).send().compose(response -> body(name, response));
                })
                .timeout(MOST_MILLIS, TimeUnit.MILLISECONDS)
                .onFailure(failed -> {
                    if (open.get() != null) {
                        open.get().reset();
                    }
                })
                .recover(failed -> Future.failedFuture(
                        failed instanceof ProblemException ? failed : fault(name, "can't be fetched")))
                .map(bytes -> text(name, bytes));
    }

    private Future<Buffer> body(String name, HttpClientResponse response) {
        Promise<Buffer> done = Promise.promise();
        response.exceptionHandler(done::tryFail);
        if (response.statusCode() != OK) {
            return Future.failedFuture(
                    fault(name, "was answered with the status " + response.statusCode() + " instead of 200"));
        }
        Buffer collected = Buffer.buffer();
        response.handler(part -> {
            if (collected.length() + part.length() > mostBytes) {
                done.tryFail(fault(name, "has more than " + mostBytes + " bytes"));
                response.request().reset();
            } else {
                collected.appendBuffer(part);
            }
        });
        response.endHandler(end -> done.tryComplete(collected));
        return done.future();
    }

    private static String text(String name, Buffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString();
        } catch (CharacterCodingException other) {
            throw fault(name, "is no UTF-8 text");
        }
    }

    private static ProblemException fault(String name, String what) {
        return Problem.of(
                        GrpcProblems.PROTO_UNREACHABLE,
                        "The URL of '" + name + "' " + what + ". " + GrpcProblems.PROTO_UNREACHABLE.advice())
                .withField("body:/protos/" + name.replace("~", "~0").replace("/", "~1"), what)
                .toException();
    }

    public Future<Void> close() {
        return client.close();
    }
}
