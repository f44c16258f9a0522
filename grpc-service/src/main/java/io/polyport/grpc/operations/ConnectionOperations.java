package io.polyport.grpc.operations;

import io.polyport.grpc.Addresses;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.GrpcTls;
import io.polyport.grpc.connections.Connection;
import io.polyport.grpc.connections.Connections;
import io.polyport.grpc.connections.OpenedConnection;
import io.polyport.grpc.connections.ProtoFetch;
import io.polyport.grpc.schema.Schema;
import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.grpc.schema.Schemas;
import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Call;
import io.polyport.kit.egress.EgressGuard;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Connections themselves: configured ones, and those that callers open and close (GR-1 to GR-5). */
final class ConnectionOperations {
    private static final Set<String> MEMBERS = Set.of(
            "connection",
            "address",
            "authority",
            "tls",
            "metadata",
            "protos",
            "descriptorSet",
            "zip",
            "reflection",
            "timeout");
    private static final Set<String> TLS = Set.of("verify", "hostName");
    private static final String MAIN = "main.proto";
    /** As many as calls are balanced over. */
    private static final int MOST_ADDRESSES = 64;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
    /** What a caller leaves behind is not kept for long: others may follow at once. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Connections connections;
    private final Schemas schemas;
    private final GrpcClient client;
    private final EgressGuard guard;
    private final ProtoFetch fetch;
    private final boolean insecure;
    private final int mostBody;

    /** @param insecure whether callers may say that a server's certificate is not checked */
    ConnectionOperations(
            Connections connections,
            Schemas schemas,
            SchemaSettings limits,
            GrpcClient client,
            EgressGuard guard,
            ProtoFetch fetch,
            boolean insecure) {
        this.connections = connections;
        this.schemas = schemas;
        this.client = client;
        this.guard = guard;
        this.fetch = fetch;
        this.insecure = insecure;
        // Texts grow a little as JSON, bytes by a third as base64.
        this.mostBody = (int) Math.min(Integer.MAX_VALUE / 2, limits.bytes().bytes() * 3 / 2 + 64 * 1024);
    }

    Future<Answer> list(Call call) {
        var all = new JsonArray();
        connections.configured().stream()
                .filter(call::allowsConnection)
                .forEach(name -> all.add(Connections.summary(connections.configured(name), "configured")));
        connections.openedBy(call).forEach(all::add);
        return Future.succeededFuture(Answer.json(200, new JsonObject().put("connections", all)));
    }

    Future<Answer> show(Call call) {
        String id = call.rawArgument("id");
        return Future.succeededFuture(Answer.json(
                200,
                id.startsWith("~")
                        ? connections.find(call, id).summary()
                        : Connections.summary(connections.configured(id), "configured")));
    }

    Future<Answer> close(Call call) {
        String id = call.rawArgument("id");
        if (!id.startsWith("~")) {
            connections.configured(id);
            throw GrpcProblems.NOT_OPENED.toException();
        }
        connections.close(connections.find(call, id), "It was closed by its caller.");
        return Future.succeededFuture(Answer.empty(204));
    }

    Future<Answer> open(Call call) {
        return call.wholeBody(mostBody)
                .compose(body -> {
                    Members members = Members.of(body, MEMBERS);
                    return members.has("connection") ? likeConfigured(call, members) : own(call, members);
                })
                .map(opened ->
                        Answer.json(201, opened.summary()).with("location", call.url("/connections/" + opened.id())));
    }

    private Future<OpenedConnection> likeConfigured(Call call, Members members) {
        for (String name : List.of("address", "authority", "tls", "protos", "descriptorSet", "zip", "reflection")) {
            if (members.has(name)) {
                throw members.fault(name, "stands beside 'connection', which has its own");
            }
        }
        String name = members.requiredText("connection");
        call.requireConnection(name);
        Connection other = connections.configured(name);
        var way =
                Connections.like(other, CallRequest.metadata(members, other.fixedKeys()), members.duration("timeout"));
        return connections.open(call, () -> Future.succeededFuture(way));
    }

    private Future<OpenedConnection> own(Call call, Members members) {
        Addresses addresses = addresses(members);
        Optional<String> authority = name(members, "authority");
        GrpcMetadata metadata = CallRequest.metadata(members, Set.of());
        var timeout = members.duration("timeout");
        Optional<Supplier<Future<Schema>>> given = given(call, members);
        boolean reflection = members.flag("reflection", true);
        if (given.isEmpty() && !reflection) {
            throw GrpcProblems.NO_SCHEMA.toException();
        }
        // Nothing is fetched and nothing compiled for a server that may not be reached.
        return connections.open(
                call,
                () -> checked(call, addresses, authority).map(target -> {
                    Supplier<Future<Schema>> schema = given.map(Supplier::get)
                            .<Supplier<Future<Schema>>>map(made -> () -> made)
                            .orElse(() -> schemas.ofReflection(client, target, metadata));
                    return Connections.own(target, metadata, timeout, schema);
                }));
    }

    private Addresses addresses(Members members) {
        List<String> written = members.oneOrMore("address");
        if (written.size() > MOST_ADDRESSES) {
            throw members.fault("address", "has more than " + MOST_ADDRESSES + " addresses");
        }
        Optional<GrpcTls> tls = tls(members);
        try {
            return Addresses.read(written, tls);
        } catch (IllegalArgumentException wrong) {
            throw members.fault("address", wrong.getMessage());
        }
    }

    private Optional<GrpcTls> tls(Members members) {
        return members.object("tls", TLS).map(tls -> {
            boolean verify = tls.flag("verify", true);
            if (!verify && !insecure) {
                throw GrpcProblems.INSECURE.toException();
            }
            return new GrpcTls(verify, Optional.empty(), Optional.empty(), Optional.empty(), name(tls, "hostName"));
        });
    }

    private static Optional<String> name(Members members, String member) {
        return members.text(member).map(text -> {
            if (!NAME.matcher(text).matches()) {
                throw members.fault(member, "has to be a name, or a name and a port");
            }
            return text;
        });
    }

    /** What the caller gives of a schema itself; read here, and made a schema of when it is asked for. */
    private Optional<Supplier<Future<Schema>>> given(Call call, Members members) {
        List<String> named = List.of("protos", "descriptorSet", "zip").stream()
                .filter(members::has)
                .toList();
        if (named.size() > 1) {
            throw members.fault(named.get(1), "stands beside '" + named.getFirst() + "': give one of them");
        }
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Supplier<Future<Schema>> making = switch (named.getFirst()) {
            case "protos" -> {
                Map<String, String> protos = protos(members);
                yield () -> fetch.texts(call.principal().identity(), protos).compose(schemas::ofProtos);
            }
            case "zip" -> {
                Buffer zip = members.bytes("zip").orElseThrow();
                yield () -> schemas.ofZip(zip);
            }
            default -> {
                Buffer set = members.bytes("descriptorSet").orElseThrow();
                yield () -> schemas.ofDescriptorSet(set);
            }
        };
        return Optional.of(making);
    }

    /** Names and texts, or URLs of texts; one alone is main.proto. */
    private static Map<String, String> protos(Members members) {
        return members.isText("protos") ? Map.of(MAIN, members.requiredText("protos")) : members.texts("protos");
    }

    /** Told now what is not allowed; the client asks the guard again whenever it looks a name up. */
    private Future<GrpcTarget> checked(Call call, Addresses addresses, Optional<String> authority) {
        var asked = guard.askedBy(call.principal().identity());
        List<Future<GrpcTarget.Address>> all = new ArrayList<>();
        addresses
                .list()
                .forEach(one -> all.add(asked.check(one.host(), one.port())
                        .map(target -> new GrpcTarget.Address(target.host(), target.port()))));
        return Future.all(all)
                .map(done -> new GrpcTarget(
                        all.stream().map(Future::result).toList(), authority, addresses.tls(), limits(), true));
    }

    private static GrpcLimits limits() {
        var usual = GrpcLimits.defaults();
        return new GrpcLimits(
                usual.connectTimeout(),
                usual.message(),
                usual.metadata(),
                usual.compress(),
                usual.keepAlive(),
                IDLE,
                usual.callsPerConnection(),
                usual.health());
    }
}
