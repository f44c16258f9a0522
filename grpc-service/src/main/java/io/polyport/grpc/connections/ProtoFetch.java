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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Fetches .proto texts that callers name by URL (GR-3). Goes only where callers may (the egress guard's address is the one
 * that is connected to), follows no redirect, and is bounded in number, size and time.
 */
public final class ProtoFetch {
    static final int MOST_URLS = 100;
    private static final Pattern URL = Pattern.compile("https?://[^\\s\"{}]+");
    private static final long MOST_MILLIS = 15_000;
    private static final long MOST_MILLIS_IN_ALL = 30_000;
    private static final int AT_ONCE = 8;
    private static final int MOST_WAITING = 1024;
    private static final int OK = 200;

    private final Vertx vertx;
    private final EgressGuard guard;
    private final HttpClientAgent client;
    private final long mostBytes;
    private final long mostInAll;

    /**
     * @param mostBytes of one text
     * @param mostInAll bytes of all texts of one connection
     */
    public ProtoFetch(Vertx vertx, EgressGuard guard, long mostBytes, long mostInAll) {
        this.vertx = vertx;
        this.guard = guard;
        this.mostBytes = mostBytes;
        this.mostInAll = mostInAll;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) MOST_MILLIS)
                        .setMaxHeaderSize(16 * 1024)
                        .setVerifyHost(true)
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(MOST_WAITING));
    }

    /**
     * The same, with the text in place of each URL; fails with {@code grpc.proto-unreachable} or a problem of the guard. On an
     * event loop.
     *
     * @param caller whose look-ups of names they are
     */
    public Future<Map<String, String>> texts(Object caller, Map<String, String> protos) {
        Map<String, String> urls = new LinkedHashMap<>();
        protos.forEach((name, text) -> {
            if (URL.matcher(text.strip()).matches()) {
                urls.put(name, text.strip());
            }
        });
        if (urls.size() > MOST_URLS) {
            return Future.failedFuture(Problem.of(GrpcProblems.PROTO_UNREACHABLE)
                    .withField("body:/protos", "has " + urls.size() + " URLs")
                    .toException());
        }
        return new Round(guard.askedBy(caller), protos, urls).begin();
    }

    /** The URLs of one connection: a few at a time, and none any more when one of them fails. */
    private final class Round {
        private final EgressGuard guard;
        private final Map<String, String> texts;
        private final Deque<Map.Entry<String, String>> waiting;
        private final Set<HttpClientRequest> open = new HashSet<>();
        private final Promise<Map<String, String>> done = Promise.promise();
        private long left = mostInAll;
        private int missing;

        Round(EgressGuard guard, Map<String, String> protos, Map<String, String> urls) {
            this.guard = guard;
            this.texts = new LinkedHashMap<>(protos);
            this.waiting = new ArrayDeque<>(urls.entrySet());
            this.missing = urls.size();
        }

        Future<Map<String, String>> begin() {
            if (missing == 0) {
                return Future.succeededFuture(texts);
            }
            long timer = vertx.setTimer(
                    MOST_MILLIS_IN_ALL, late -> done.tryFail(GrpcProblems.PROTO_UNREACHABLE.toException()));
            for (int i = 0; i < AT_ONCE; i++) {
                next();
            }
            return done.future().onComplete(ended -> {
                vertx.cancelTimer(timer);
                List.copyOf(open).forEach(HttpClientRequest::reset);
            });
        }

        private void next() {
            var one = waiting.poll();
            if (one == null || isOver()) {
                return;
            }
            get(this, one.getKey(), one.getValue()).onComplete(got -> {
                if (got.failed()) {
                    done.tryFail(got.cause());
                    return;
                }
                texts.put(one.getKey(), got.result());
                if (--missing == 0) {
                    done.tryComplete(texts);
                } else {
                    next();
                }
            });
        }

        boolean isOver() {
            return done.future().isComplete();
        }

        /** Also one that got its connection only when nobody wants it any more. */
        void opened(HttpClientRequest request) {
            open.add(request);
            if (isOver()) {
                request.reset();
            }
        }

        /** Whether there is room for so many bytes more. */
        boolean takes(long bytes) {
            left -= bytes;
            return left >= 0;
        }
    }

    private Future<String> get(Round round, String name, String url) {
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
        return round.guard.check(bare(uri.getHost()), port).compose(target -> get(round, name, uri, https, target));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Future<String> get(Round round, String name, URI uri, boolean https, CheckedTarget target) {
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
                    round.opened(request);
                    return request.idleTimeout(MOST_MILLIS).send().compose(response -> body(round, name, response));
                })
                .timeout(MOST_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(ended -> round.open.remove(open.get()))
                .onFailure(failed -> {
                    if (open.get() != null) {
                        open.get().reset();
                    }
                })
                .recover(failed -> Future.failedFuture(
                        failed instanceof ProblemException ? failed : fault(name, "can't be fetched")))
                .map(bytes -> text(name, bytes));
    }

    private Future<Buffer> body(Round round, String name, HttpClientResponse response) {
        Promise<Buffer> done = Promise.promise();
        response.exceptionHandler(done::tryFail);
        if (response.statusCode() != OK) {
            return Future.failedFuture(
                    fault(name, "was answered with the status " + response.statusCode() + " instead of 200"));
        }
        Buffer collected = Buffer.buffer();
        response.handler(part -> {
            if (done.future().isComplete()) {
                return;
            }
            if (collected.length() + part.length() > mostBytes) {
                done.fail(fault(name, "has more than " + mostBytes + " bytes"));
            } else if (!round.takes(part.length())) {
                done.fail(fault(name, "has, together with the others, more than " + mostInAll + " bytes"));
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
