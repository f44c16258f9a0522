package io.polyport.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayProblems;
import io.polyport.gateway.exchange.Forwarder;
import io.polyport.gateway.identity.Authenticator;
import io.polyport.gateway.identity.Challenges;
import io.polyport.gateway.identity.Tickets;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.Passwords;
import io.polyport.gateway.policy.Policies;
import io.polyport.gateway.route.Publications;
import io.polyport.gateway.route.Registry;
import io.polyport.gateway.tls.ListenerTls;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.Places;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The listeners of one event loop. Several event loops listen on the same ports and share the connections. */
public final class HttpEdge {
    private static final int LARGEST_CHUNK = 64 * 1024;
    private static final int MOST_STREAMS = 100;
    private static final int PINGS_PER_IDLE_TIMEOUT = 3;
    private static final int STREAM_WINDOW = 1024 * 1024;
    /** How long a client has to answer the close behind a whole answer, of which much may still be on its way to him. */
    private static final int CLOSING_SECONDS = 60;
    /** Vert.x takes one free port for all event loops that ask for the same number below zero. */
    private static final int ANY_PLAIN_PORT = -1;

    private static final int ANY_TLS_PORT = -2;

    /** What the gateway's event loops share. */
    public record Shared(
            Authenticator authenticator,
            Passwords passwords,
            Publications publications,
            Policies policies,
            Registry registry,
            OpenedIds openedIds,
            Tickets tickets,
            Places places,
            Observer observer,
            OpenApiDocument openApi,
            ServiceDocuments documents,
            Optional<ListenerTls> tls) {}

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Shared shared;
    private final Forwarder forwarder;
    private final OpenSockets sockets = new OpenSockets();
    private final List<HttpServer> servers = new ArrayList<>();

    public HttpEdge(Vertx vertx, GatewayConfig config, Shared shared, Forwarder forwarder) {
        this.vertx = vertx;
        this.config = config;
        this.shared = shared;
        this.forwarder = forwarder;
    }

    /** Succeeds when both listeners are open; fails when an address can't be bound. */
    public Future<Void> open() {
        var forwarding = new Forwarding(config.trustedProxies(), config.proxyHeaders());
        var baseUrl = new BaseUrl(config.externalUrl(), forwarding);
        Edge edge = new Edge(
                vertx,
                shared.authenticator(),
                shared.passwords(),
                shared.publications(),
                shared.policies(),
                shared.registry(),
                forwarder,
                shared.openedIds(),
                shared.tickets(),
                forwarding,
                baseUrl,
                shared.observer(),
                shared.openApi(),
                shared.documents(),
                config.timeout(),
                config.http().idleTimeout().dividedBy(PINGS_PER_IDLE_TIMEOUT),
                config.webSockets(),
                new Origins(config.webSockets().origins(), baseUrl),
                shared.places(),
                sockets,
                config.identity().realm(),
                shared.tls().flatMap(ListenerTls::strictTransportSecurity));
        Future<Void> plain = config.http().enabled()
                ? listen(
                        edge,
                        options()
                                .setHost(config.http().host())
                                .setPort(shared(config.http().port(), ANY_PLAIN_PORT)))
                : Future.succeededFuture();
        return plain.compose(ignored -> shared.tls()
                .map(tls -> listen(
                        edge,
                        tls.applyTo(options())
                                .setHost(config.https().host())
                                .setPort(shared(config.https().port(), ANY_TLS_PORT))))
                .orElse(Future.succeededFuture()));
    }

    private static int shared(int port, int any) {
        return port == 0 ? any : port;
    }

    /** The ports that were really taken, the plain one first. */
    public List<Integer> ports() {
        return servers.stream().map(HttpServer::actualPort).toList();
    }

    /**
     * Takes no further connections and lets those that work finish, for at most {@code limit}; WebSockets for half of it.
     */
    public Future<Void> drain(Duration limit) {
        long timer = vertx.setTimer(Math.max(1, limit.toMillis() / 2), ignored -> sockets.goAway());
        return Future.join(servers.stream()
                        .map(server -> server.shutdown(limit.toMillis(), TimeUnit.MILLISECONDS))
                        .toList())
                .<Void>mapEmpty()
                .onComplete(ignored -> vertx.cancelTimer(timer));
    }

    private Future<Void> listen(Edge edge, HttpServerOptions options) {
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(request -> begin(edge, request))
                .invalidRequestHandler(request -> refuse(edge, request))
                .exceptionHandler(ignored -> {});
        servers.add(server);
        return server.listen()
                .recover(failure ->
                        Future.failedFuture(failure instanceof BindException ? named(options, failure) : failure))
                .mapEmpty();
    }

    private static void begin(Edge edge, HttpServerRequest request) {
        if (Handshake.isAskedBy(request)) {
            new SocketFlow(edge, request).begin();
        } else {
            new RequestFlow(edge, request).begin();
        }
    }

    /** There are several ports, so the message says which one. */
    private static BindException named(HttpServerOptions options, Throwable cause) {
        var named = new BindException(options.getHost() + ":" + options.getPort() + ": " + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    /** What could not be read as a request; where the next one would begin is not known either. */
    private static void refuse(Edge edge, HttpServerRequest request) {
        ProblemType type = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException tooLong -> GatewayProblems.LINE_TOO_LONG;
            case TooLongHttpHeaderException tooLong -> GatewayProblems.HEADERS_TOO_LARGE;
            case null, default -> GatewayProblems.BAD_REQUEST;
        };
        String id = RequestIds.of(null, null).requestId();
        request.response().putHeader("connection", "close");
        request.response().endHandler(ignored -> request.connection().close());
        var form = ProblemForm.document(new Challenges(edge.realm(), Set.of(Way.BEARER)));
        new Reply(edge.vertx(), request, id, form, edge.hsts()).problem(Problem.of(type));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(config.http().requestLine().toInt())
                .setMaxHeaderSize(config.http().headers().toInt())
                .setMaxChunkSize(LARGEST_CHUNK)
                .setIdleTimeout((int) config.http().idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ConnectionWindowSize(STREAM_WINDOW)
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MOST_STREAMS))
                .setMaxWebSocketFrameSize(config.webSockets().message().toInt())
                .setWebSocketClosingTimeout(CLOSING_SECONDS)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setTcpNoDelay(true);
    }
}
