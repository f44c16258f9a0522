package io.polyport.grpc;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.kit.address.InstanceId;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Caller;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.bus.OutgoingCall;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.runtime.Readiness;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service with a {@link Depot} as its server, called over a local bus as a gateway calls it. */
final class ServiceOnBus implements AutoCloseable {
    static final String SERVICE = "polyport.test.Depot";
    static final String KEY = "the-configured-one";

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");
    private static final int MEBI = 1 << 20;

    private final Subject.Peer depot = Depot.start(MEBI, 1);
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final BusMember member = member(vertx);
    private final GrpcPart part;
    private final HouseCaller house;
    private final Caller caller;

    ServiceOnBus() {
        this(
                new GrpcConfig.Opened(Duration.ofMinutes(1), 3, 4, new ByteSize(MEBI), new ByteSize(MEBI)),
                new GrpcConfig.Streams(
                        Duration.ofMinutes(1), 3, 4, Duration.ofSeconds(20), new ByteSize(MEBI), new ByteSize(MEBI)));
    }

    ServiceOnBus(GrpcConfig.Opened opened, GrpcConfig.Streams streams) {
        var config = new GrpcConfig(
                Map.of("peer", connection(false), "bare", bare()),
                opened,
                streams,
                new EgressSettings(List.of("127.0.0.1/32:*"), Duration.ofSeconds(5), false),
                SchemaSettings.defaults());
        part = new GrpcPart(
                config,
                member,
                new Surroundings(vertx, new Readiness(), new SimpleMeterRegistry(), why -> {
                    throw new IllegalStateException(why);
                }),
                "test",
                2);
        Waiting.value(part.start(vertx), LONG);
        var calling = member(vertx);
        house = Waiting.value(HouseCaller.open(calling));
        caller = new Caller(calling, house.streams(), LONG);
    }

    private static BusMember member(Vertx vertx) {
        String instance = InstanceId.random();
        var usual = StreamSettings.forHeap(64L << 20);
        // Both ends stand still when the machine does: neither may take the other for lost.
        var settings = new StreamSettings(
                usual.receiveBudget(),
                usual.sendBudget(),
                usual.linkLimit(),
                usual.linkWindow(),
                usual.maxWindow(),
                usual.idleTimeout(),
                usual.pingInterval(),
                LONG);
        return new BusMember(vertx, instance, KEYS, new Streams(vertx, instance, settings));
    }

    /** Where the server listens. */
    String address() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return depot.port();
    }

    private GrpcConfig.Connection connection(boolean reflection) {
        return new GrpcConfig.Connection(
                List.of(address()),
                Optional.empty(),
                Optional.empty(),
                Map.of("x-key", Secret.of(KEY)),
                reflection,
                Map.of(),
                Optional.of(DepotSchema.write()),
                false,
                Duration.ofSeconds(20),
                GrpcLimits.defaults());
    }

    /** A connection of which nothing tells the schema. */
    private GrpcConfig.Connection bare() {
        return new GrpcConfig.Connection(
                List.of(address()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                false,
                Map.of(),
                Optional.empty(),
                false,
                Duration.ofSeconds(20),
                GrpcLimits.defaults());
    }

    /** What came back. */
    record Reply(int status, Map<String, String> headers, Buffer body) {
        JsonObject json() {
            return body.toJsonObject();
        }

        List<JsonObject> records() {
            return body.toString().lines().map(JsonObject::new).toList();
        }
    }

    Ask ask(String operation) {
        return new Ask(operation);
    }

    /** A call of a method of the configured connection. */
    Ask call(String method) {
        return ask("grpc.call").method(method);
    }

    /** One request, by anna, whom the policy allows everything. */
    final class Ask {
        private final String operation;
        private final Map<String, String> arguments = new HashMap<>(Map.of("c", "peer"));
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private List<String> objects = List.of();
        private List<String> connections = List.of();
        private String subject = "anna";
        private String httpMethod = "POST";
        private String query = "";
        private Buffer body = Buffer.buffer();
        private Envelope.Way way = Envelope.Way.DUPLEX;
        private boolean lengthKnown = true;

        private Ask(String operation) {
            this.operation = operation;
        }

        Ask by(String who) {
            subject = who;
            return this;
        }

        Ask at(String name, String value) {
            arguments.put(name, value);
            return this;
        }

        Ask method(String method) {
            return at("service", SERVICE).at("method", method);
        }

        Ask header(String name, String value) {
            headers.add(Map.entry(name, value));
            return this;
        }

        /** What the policy leaves. */
        Ask objects(String... patterns) {
            objects = List.of(patterns);
            return this;
        }

        Ask connections(String... patterns) {
            connections = List.of(patterns);
            return this;
        }

        Ask get() {
            httpMethod = "GET";
            return this;
        }

        Ask query(String raw) {
            query = raw;
            return this;
        }

        Ask body(String text) {
            body = Buffer.buffer(text);
            return this;
        }

        Ask body(JsonObject json) {
            return body(json.encode());
        }

        /** Over HTTP/1, with a body whose length nobody knows. */
        Ask overHttp1() {
            way = Envelope.Way.HALF;
            lengthKnown = false;
            return this;
        }

        /** Each line is a message of a WebSocket. */
        Ask overWebSocket() {
            way = Envelope.Way.WEBSOCKET;
            return this;
        }

        private Envelope envelope() {
            return new Envelope(
                    new Envelope.Request(
                            operation, httpMethod, "/", query, "http://test/api/v1/grpc", headers, arguments),
                    new Principal(subject, "", Set.of(), new JsonObject()),
                    objects,
                    connections,
                    List.of(),
                    new Envelope.Trace("request", ""),
                    System.currentTimeMillis() + LONG.toMillis(),
                    LONG.toMillis(),
                    new Envelope.Origin("", 0, 0),
                    new Envelope.Body(
                            body.length() == 0 ? Envelope.BodyKind.NONE : Envelope.BodyKind.INLINE,
                            lengthKnown ? body.length() : -1),
                    new Envelope.Flow(way, 0));
        }

        /** What comes, as soon as it does. */
        Future<Reply> begin() {
            Promise<Reply> done = Promise.promise();
            house.loop()
                    .runOnContext(
                            turn -> open().answer().compose(ServiceOnBus::whole).onComplete(done));
            return done.future();
        }

        private OutgoingCall open() {
            return caller.open("grpc", member.instance(), envelope(), body);
        }

        /** What comes; the service works on it already. */
        Future<Reply> accepted() {
            Promise<Void> accepted = Promise.promise();
            Promise<Reply> done = Promise.promise();
            house.loop().runOnContext(turn -> {
                OutgoingCall call = open();
                call.answer().compose(ServiceOnBus::whole).onComplete(done);
                whenAccepted(call, accepted::complete);
            });
            Waiting.value(accepted.future(), LONG);
            return done.future();
        }

        /** Asks, and goes away as soon as the service works on it. */
        void leave() {
            Promise<Void> left = Promise.promise();
            house.loop().runOnContext(turn -> {
                OutgoingCall call = open();
                whenAccepted(call, () -> {
                    call.cancel("the test leaves");
                    left.complete();
                });
            });
            Waiting.value(left.future(), LONG);
        }

        private void whenAccepted(OutgoingCall call, Runnable then) {
            vertx.setPeriodic(5, again -> {
                if (call.isAcknowledged()) {
                    vertx.cancelTimer(again);
                    then.run();
                }
            });
        }

        Reply reply(int status) {
            Reply reply = Waiting.value(begin(), LONG);
            if (reply.status() != status) {
                throw new AssertionError(reply.status() + " instead of " + status + ": " + reply.body());
            }
            return reply;
        }

        Problem problem(String code) {
            try {
                Reply reply = Waiting.value(begin(), LONG);
                throw new AssertionError("no problem: " + reply);
            } catch (ProblemException refused) {
                if (!refused.problem().code().equals(code)) {
                    throw new AssertionError(refused.problem().toJson() + " instead of " + code, refused);
                }
                return refused.problem();
            }
        }
    }

    private static Future<Reply> whole(OutgoingCall.Received answer) {
        Map<String, String> headers = new HashMap<>();
        answer.headers().forEach(one -> headers.put(one.getKey(), one.getValue()));
        if (answer.whole() != null) {
            return Future.succeededFuture(new Reply(answer.status(), headers, answer.whole()));
        }
        Promise<Reply> done = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.stream().exceptionHandler(done::tryFail);
        answer.stream().endHandler(end -> done.tryComplete(new Reply(answer.status(), headers, body)));
        answer.stream().handler(body::appendBuffer);
        return done.future();
    }

    /** Opens a connection; its id. */
    String opened(String who, JsonObject definition) {
        return ask("grpc.open-connection")
                .by(who)
                .body(definition)
                .reply(201)
                .json()
                .getString("id");
    }

    /** Opens a stream; its id. */
    String stream(String who, String connection, String method) {
        return stream(who, connection).apply(method).reply(201).json().getString("id");
    }

    java.util.function.Function<String, Ask> stream(String who, String connection) {
        return method -> ask("grpc.open-stream")
                .by(who)
                .at("c", connection)
                .body(new JsonObject().put("service", SERVICE).put("method", method));
    }

    @Override
    public void close() {
        Waiting.value(part.drain(Duration.ofSeconds(1)), LONG);
        Waiting.value(vertx.close(), LONG);
        try {
            depot.end().close();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
