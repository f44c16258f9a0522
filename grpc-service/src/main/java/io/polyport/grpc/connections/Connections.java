package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.schema.Schema;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.polyport.kit.bus.OpenedDirectory;
import io.polyport.kit.bus.OpenedIds;
import io.polyport.kit.bus.Places;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The connections of one event loop: the configured ones, and those that callers opened here. */
public final class Connections {
    /** What all event loops of the program share. */
    public record House(OpenedDirectory directory, OpenedIds ids, Places places, String instance) {}

    private final Vertx vertx;
    private final GrpcClient client;
    private final House house;
    private final int loop;
    private final GrpcConfig config;
    private final Map<String, Connection> configured = new HashMap<>();
    private final Map<String, OpenedConnection> opened = new HashMap<>();
    private final long sweeper;

    /** @param schemas how the schema of each configured connection is come by */
    public Connections(
            Vertx vertx, GrpcConfig config, GrpcClient client, ConfiguredSchemas schemas, House house, int loop) {
        this.vertx = vertx;
        this.client = client;
        this.house = house;
        this.loop = loop;
        this.config = config;
        config.connections().forEach((name, one) -> {
            GrpcTarget target = one.target();
            GrpcMetadata metadata = one.sent();
            configured.put(
                    name,
                    new Connection(
                            name,
                            client,
                            target,
                            metadata,
                            one.timeout(),
                            () -> schemas.of(name, client, target, metadata)));
        });
        long every = Math.max(10, config.opened().idle().toMillis() / 4);
        this.sweeper = vertx.setPeriodic(every, ignored -> sweep());
    }

    /** The connection that the call's path names; fails with {@code connection.unknown} or {@code connection.lost}. */
    public Connection of(Call call) {
        String id = call.rawArgument("c");
        return id.startsWith("~") ? find(call, id).used() : configured(id);
    }

    public Connection configured(String name) {
        Connection connection = configured.get(name);
        if (connection == null) {
            throw BusProblems.UNKNOWN_ID.toException(
                    "No connection is configured under the name '" + name + "'. GET /connections lists them.");
        }
        return connection;
    }

    /** The caller's opened connection. */
    public OpenedConnection find(Call call, String id) {
        OpenedConnection connection = opened.get(id);
        if (connection == null) {
            throw house.directory().lost(id);
        }
        if (!connection.belongsTo(call.principal())) {
            throw BusProblems.UNKNOWN_ID.toException();
        }
        return connection;
    }

    /** The names of the configured ones. */
    public List<String> configured() {
        return configured.keySet().stream().sorted().toList();
    }

    /** What this caller has opened, on every event loop. */
    public List<JsonObject> openedBy(Call call) {
        return house.directory().of(call.principal()).stream()
                .filter(one -> one.getString("kind").equals("opened"))
                .toList();
    }

    /**
     * Keeps a connection under a new id once its schema is known, so that what is wrong with it is told now.
     *
     * @param schema asked for at each call
     */
    public Future<OpenedConnection> open(
            Call call,
            GrpcTarget target,
            GrpcMetadata metadata,
            Optional<Duration> timeout,
            Supplier<Future<Schema>> schema) {
        house.places().take(call.principal());
        return schema.get()
                .map(known -> {
                    var connection = new Connection(
                            house.ids().create(house.instance(), call.principal()),
                            client,
                            target,
                            metadata,
                            timeout.orElse(Duration.ofSeconds(60)),
                            schema);
                    var kept = new OpenedConnection(call.principal(), connection);
                    // Nobody would ever learn its id.
                    if (call.isGone()) {
                        house.places().giveBack(call.principal());
                    } else {
                        opened.put(kept.id(), kept);
                        house.directory().opened(kept, loop);
                    }
                    return kept;
                })
                .onFailure(failed -> house.places().giveBack(call.principal()));
    }

    /** Another one like it, with more metadata. */
    public Future<OpenedConnection> open(
            Call call, Connection like, GrpcMetadata metadata, Optional<Duration> timeout) {
        return open(
                call,
                like.target(),
                like.metadata().with(metadata),
                timeout.or(() -> Optional.of(like.timeout())),
                like::schema);
    }

    /** Forgets it; its calls under way go on. */
    public void close(OpenedConnection connection, String why) {
        if (opened.remove(connection.id()) != null) {
            house.directory().ended(connection.id(), why);
            house.places().giveBack(connection.owner());
        }
    }

    private void sweep() {
        long idle = config.opened().idle().toNanos();
        List.copyOf(opened.values()).stream()
                .filter(one -> System.nanoTime() - one.lastUse() > idle)
                .forEach(one -> close(
                        one, "It was not used for " + config.opened().idle().toSeconds() + " s."));
    }

    public static JsonObject summary(Connection connection, String kind) {
        return new JsonObject()
                .put("id", connection.id())
                .put("kind", kind)
                .put("servers", OpenedConnection.servers(connection));
    }

    public Future<Void> close() {
        vertx.cancelTimer(sweeper);
        return client.close();
    }
}
