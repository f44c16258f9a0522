package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings;
import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.files.NamePattern;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressGuard;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * URLs of somebody else: a download is sent there, a report is fetched from there, any status of 200 to 299 takes it.
 * Since a taken file can't be hidden first, what is sent again after a crash has the same {@code Idempotency-Key}.
 */
final class CallbackSide implements LocalSide {
    private static final Set<Integer> NOTHING = Set.of(204, 404, 410);
    private static final Set<Integer> GONE = Set.of(404, 410, 412);

    private final Vertx vertx;
    private final HttpClientAgent client;
    private final EgressGuard guard;
    private final ExchangeSettings.Local settings;
    private final String exchange;
    private final URI base;
    private final Set<CallbackCall> active = new HashSet<>();
    private final Future<Void> stop;

    CallbackSide(
            Vertx vertx,
            HttpClientAgent client,
            EgressGuard guard,
            ExchangeSettings.Local settings,
            String exchange,
            Future<Void> stop) {
        this.vertx = vertx;
        this.client = client;
        this.guard = guard;
        this.settings = settings;
        this.exchange = exchange;
        this.base = URI.create(settings.url().orElseThrow());
        this.stop = stop;
        stop.onSuccess(now -> List.copyOf(active).forEach(call -> call.cut(new Stopped())));
    }

    @Override
    public Future<Void> open() {
        return Future.succeededFuture();
    }

    /** What was taken is consumed. */
    @Override
    public Future<Boolean> isThere(String name) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<Optional<Found>> look(String name) {
        return call(HttpMethod.GET, name, call -> call.request().send(), (call, response) -> {
            if (NOTHING.contains(response.statusCode())) {
                return Future.succeededFuture(Optional.empty());
            }
            return requireTaken(response).map(taken -> Optional.of(found(name, response)));
        });
    }

    private static Found found(String name, HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        String tag = Objects.requireNonNullElse(response.getHeader(HttpHeaders.ETAG), "");
        String date = Objects.requireNonNullElse(response.getHeader(HttpHeaders.LAST_MODIFIED), "");
        // A weak tag is no condition for a removal, so the date is kept beside it.
        String time = tag.startsWith("\"") ? tag : (tag + " " + date).strip();
        long size = length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
        return new Found(name, size, time);
    }

    @Override
    public Future<List<Found>> find(NamePattern pattern) {
        return Future.failedFuture(ExchangeProblems.CALLBACK.toException("A URL tells no names."));
    }

    @Override
    public Future<Void> prepare(Piece piece, Found origin, ReadStream<Buffer> content) {
        return call(
                HttpMethod.valueOf(settings.method().name()),
                piece.name(),
                call -> {
                    HttpClientRequest request = call.request()
                            .putHeader("idempotency-key", key(piece, origin))
                            .putHeader("polyport-exchange", exchange)
                            .putHeader("polyport-file", encoded(origin.name()))
                            .putHeader("content-disposition", "attachment; filename*=UTF-8''" + encoded(piece.name()))
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
                    if (!origin.time().isEmpty()) {
                        request.putHeader("polyport-modified", origin.time());
                    }
                    return put(call, content);
                },
                (call, response) -> requireTaken(response));
    }

    /** An answer before the end of the body takes nothing. */
    private static Future<HttpClientResponse> put(CallbackCall call, ReadStream<Buffer> content) {
        long size = size(content);
        if (size >= 0) {
            call.request().putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(size));
        } else {
            call.request().setChunked(true);
        }
        Future<Void> sent = content.pipe()
                .endOnFailure(false)
                .to(new CallbackBody(call, size))
                .onFailure(call::cut);
        return call.request()
                .response()
                .compose(answer -> isTaken(answer) ? sent.map(answer) : Future.succeededFuture(answer));
    }

    /** Bytes that come or the stream fails, -1 when nobody knows. */
    private static long size(ReadStream<Buffer> content) {
        return switch (content) {
            case FtpDownload download -> download.size();
            case NoBytes none -> 0;
            default -> -1;
        };
    }

    private String key(Piece piece, Found origin) {
        String all = exchange + "\n" + piece.name() + "\n" + origin.name() + "\n" + origin.stamp();
        return java.util
                .UUID
                .nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** It was taken at once. */
    @Override
    public Future<Void> publish(Piece piece) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> discard(Piece piece) {
        return Future.succeededFuture();
    }

    @Override
    public <T> Future<T> reading(Found file, Function<ReadStream<Buffer>, Future<T>> reader) {
        return call(HttpMethod.GET, file.name(), call -> call.request().send(), (call, response) -> {
            var content = new CallbackContent(call, response);
            return requireTaken(response)
                    .compose(taken -> found(file.name(), response).same(file)
                            ? reader.apply(content)
                            : Future.failedFuture(ExchangeProblems.CHANGED.toException()));
        });
    }

    @Override
    public Future<Boolean> isSame(Found file) {
        return look(file.name()).map(now -> now.map(file::same).orElse(false));
    }

    /** Where the report has an entity tag or a date, one that comes at this moment stays. */
    @Override
    public Future<Void> remove(Found file) {
        return call(
                HttpMethod.DELETE,
                file.name(),
                call -> {
                    String date = date(file.time());
                    if (file.time().startsWith("\"")) {
                        call.request().putHeader(HttpHeaders.IF_MATCH, file.time());
                    } else if (!date.isEmpty()) {
                        call.request().putHeader("if-unmodified-since", date);
                    }
                    return call.request().send();
                },
                (call, response) ->
                        GONE.contains(response.statusCode()) ? Future.succeededFuture() : requireTaken(response));
    }

    /** What stands behind a weak tag, or alone. */
    private static String date(String time) {
        return time.substring(time.lastIndexOf('"') + 1).strip();
    }

    @Override
    public Future<Void> setAside(String name, String directory) {
        return Future.failedFuture(ExchangeProblems.CALLBACK.toException("Nothing can be moved at a URL."));
    }

    private static boolean isTaken(HttpClientResponse response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }

    private static Future<Void> requireTaken(HttpClientResponse response) {
        return isTaken(response)
                ? Future.succeededFuture()
                : Future.failedFuture(
                        ExchangeProblems.CALLBACK.toException(response.request().getMethod() + " was answered with "
                                + response.statusCode() + ". " + ExchangeProblems.CALLBACK.advice()));
    }

    /** One call whose connection is not used again when the answer was not read to its end. */
    private <T> Future<T> call(
            HttpMethod method,
            String name,
            Function<CallbackCall, Future<HttpClientResponse>> send,
            BiFunction<CallbackCall, HttpClientResponse, Future<T>> answered) {
        if (stop.isComplete()) {
            return Future.failedFuture(new Stopped());
        }
        boolean tls = base.getScheme().equals("https");
        int port = base.getPort() > 0 ? base.getPort() : tls ? 443 : 80;
        String path = base.getRawPath() + (base.getRawPath().endsWith("/") ? "" : "/") + encoded(name);
        return guard.check(base.getHost(), port)
                .compose(target -> client.request(new RequestOptions()
                        .setMethod(method)
                        .setServer(target.socketAddress())
                        .setHost(target.host())
                        .setPort(port)
                        .setSsl(tls)
                        .setURI(path)
                        .setFollowRedirects(false)))
                .compose(request -> {
                    settings.token()
                            .map(Secret::reveal)
                            .ifPresent(token -> request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token));
                    return during(new CallbackCall(vertx, request, settings.timeout()), send, answered);
                })
                .recover(failure -> Future.failedFuture(problem(failure)));
    }

    private <T> Future<T> during(
            CallbackCall call,
            Function<CallbackCall, Future<HttpClientResponse>> send,
            BiFunction<CallbackCall, HttpClientResponse, Future<T>> answered) {
        if (stop.isComplete()) {
            call.cut(new Stopped());
            return Future.failedFuture(new Stopped());
        }
        // What the answer breaks off with is told by who reads it.
        call.request().response().onSuccess(response -> response.exceptionHandler(ignored -> {}));
        active.add(call);
        return call.untilCut(Uses.guarded(() -> send.apply(call)))
                .compose(response -> answered.apply(call, response))
                .onSuccess(done -> call.end())
                .onFailure(call::cut)
                .recover(failure -> Future.failedFuture(call.cause(failure)))
                .onComplete(done -> active.remove(call));
    }

    private static Throwable problem(Throwable failure) {
        return failure instanceof ProblemException || failure instanceof Stopped
                ? failure
                : new ProblemException(
                        io.polyport.kit.problem.Problem.of(
                                ExchangeProblems.CALLBACK,
                                "The call broke off (" + failure.getClass().getSimpleName() + "). "
                                        + ExchangeProblems.CALLBACK.advice()),
                        failure);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
