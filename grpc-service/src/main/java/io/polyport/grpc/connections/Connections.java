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
import io.polyport.kit.stream.StreamProblems;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The connections of one event loop: the configured ones, and those that callers opened here. */
public final class Connections {
    /** What all event loops of the program share. */
    public record House(OpenedDirectory directory, OpenedIds ids, Places places, String instance) {}

    private static final Duration USUAL = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final GrpcClient client;
    private final House house;
    private final HeldSchemas held;
    private final int loop;
    private final GrpcConfig config;
    private final Map<String, Connection> configured = new HashMap<>();
    private final Map<String, OpenedConnection> opened = new HashMap<>();
    /** How many opened connections lead to each server that callers have named. */
    private final Map<GrpcTarget, Integer> users = new HashMap<>();

    private final long sweeper;

    /**
     * @param schemas how the schema of each configured connection is come by
     * @param held shared by all event loops
     */
    public Connections(
            Vertx vertx,
            GrpcConfig config,
            GrpcClient client,
            ConfiguredSchemas schemas,
            House house,
            HeldSchemas held,
            int loop) {
        this.vertx = vertx;
        this.client = client;
        this.house = house;
        this.held = held;
        this.loop = loop;
        this.config = config;
        config.connections().forEach((name, one) -> {
            GrpcTarget target = one.target();
            GrpcMetadata metadata = one.sent();
            var way = new Connection.Way(
                    name,
                    target,
                    metadata,
                    Set.copyOf(one.metadata().keySet()),
                    one.timeout(),
                    () -> schemas.of(name, client, target, metadata));
            configured.put(name, new Connection(name, client, way, kept -> {}));
        });
        long every = Math.max(10, config.opened().idle().toMillis() / 4);
        this.sweeper = vertx.setPeriodic(every, ignored -> sweep());
    }

    /**
     * The connection that the call's path names; fails with {@code connection.unknown}, {@code connection.lost}, or 403 when
     * it was opened like a configured one that the policy does not allow.
     */
    public Connection of(Call call) {
        String id = call.rawArgument("c");
        if (!id.startsWith("~")) {
            return configured(id);
        }
        Connection connection = find(call, id).connection();
        // Only here it is known what an id stands for.
        call.requireConnection(connection.origin());
        connection.used();
        return connection;
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
     * @param making the way that it goes, with all that takes time; not begun without a place
     */
    public Future<OpenedConnection> open(Call call, Supplier<Future<Connection.Way>> making) {
        house.places().take(call.principal());
        var holder = held.holder(call.principal().identity());
        return Future.succeededFuture()
                .compose(placed -> making.get())
                .compose(way -> {
                    begun(way.target());
                    return Future.succeededFuture()
                            .compose(begun -> way.schema().get())
                            .map(schema -> {
                                holder.hold(schema);
                                return keep(call, way, holder);
                            })
                            .onFailure(failed -> left(way.target()));
                })
                .onFailure(failed -> {
                    holder.end();
                    house.places().giveBack(call.principal());
                });
    }

    private OpenedConnection keep(Call call, Connection.Way way, HeldSchemas.Holder holder) {
        if (call.isGone()) {
            // Nobody would ever learn its id.
            throw StreamProblems.CANCELLED.toException();
        }
        var connection =
                new Connection(house.ids().create(house.instance(), call.principal()), client, way, holder::hold);
        var kept = new OpenedConnection(call.principal(), connection, holder);
        opened.put(kept.id(), kept);
        house.directory().opened(kept, loop);
        return kept;
    }

    private void begun(GrpcTarget target) {
        if (target.isAdHoc()) {
            users.merge(target, 1, Integer::sum);
        }
    }

    /** Behind the last of those that lead there nothing is kept open. */
    private void left(GrpcTarget target) {
        if (target.isAdHoc() && users.merge(target, -1, Integer::sum) == 0) {
            users.remove(target);
            client.leave(target);
        }
    }

    /** The way of another one like it, with more metadata. */
    public static Connection.Way like(Connection other, GrpcMetadata metadata, Optional<Duration> timeout) {
        Connection.Way way = other.way();
        return new Connection.Way(
                way.origin(),
                way.target(),
                way.metadata().with(metadata),
                way.fixedKeys(),
                timeout.orElse(way.timeout()),
                way.schema());
    }

    /** The way to a server that its caller names. */
    public static Connection.Way own(
            GrpcTarget target, GrpcMetadata metadata, Optional<Duration> timeout, Supplier<Future<Schema>> schema) {
        return new Connection.Way(Connection.OWN, target, metadata, Set.of(), timeout.orElse(USUAL), schema);
    }

    /** Forgets it; its calls under way go on. */
    public void close(OpenedConnection connection, String why) {
        if (opened.remove(connection.id()) != null) {
            connection.end();
            house.directory().ended(connection.id(), why);
            house.places().giveBack(connection.owner());
            left(connection.connection().target());
        }
    }

    private void sweep() {
        long since = System.nanoTime() - config.opened().idle().toNanos();
        List.copyOf(opened.values()).stream()
                .filter(one -> one.connection().isIdleSince(since))
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
