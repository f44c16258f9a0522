package io.polyport.grpc.streams;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.connections.Connections;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The streams that callers have open on one event loop. */
public final class Streams {
    private final Vertx vertx;
    private final GrpcConfig.Streams limits;
    private final Connections.House house;
    private final HeldBytes held;
    private final int loop;
    private final Map<String, OpenStream> open = new HashMap<>();
    private final long sweeper;

    /**
     * @param house with the places of streams
     * @param held shared by all event loops
     */
    public Streams(Vertx vertx, GrpcConfig.Streams limits, Connections.House house, HeldBytes held, int loop) {
        this.vertx = vertx;
        this.limits = limits;
        this.house = house;
        this.held = held;
        this.loop = loop;
        this.sweeper = vertx.setPeriodic(Math.max(10, limits.idle().toMillis() / 4), ignored -> sweep());
    }

    public GrpcConfig.Streams limits() {
        return limits;
    }

    /**
     * Begins a call and keeps it; fails with the problem when there is no place for it.
     *
     * @param begin not called without a place
     */
    public OpenStream open(Call call, OpenStream.Subject subject, Supplier<GrpcCall> begin) {
        house.places().take(call.principal());
        GrpcCall begun;
        try {
            begun = begin.get();
        } catch (RuntimeException failure) {
            house.places().giveBack(call.principal());
            throw failure;
        }
        var stream = new OpenStream(
                vertx, house.ids().create(house.instance(), call.principal()), call.principal(), subject, begun, held);
        open.put(stream.id(), stream);
        house.directory().opened(stream, loop);
        return stream;
    }

    /** The caller's stream, for one more use; fails with {@code connection.lost}, {@code connection.unknown} or 403. */
    public OpenStream of(Call call) {
        String id = call.rawArgument("id");
        if (!id.startsWith("~")) {
            throw BusProblems.UNKNOWN_ID.toException();
        }
        OpenStream stream = open.get(id);
        if (stream == null) {
            throw house.directory().lost(id);
        }
        if (!stream.belongsTo(call.principal())) {
            throw BusProblems.UNKNOWN_ID.toException();
        }
        stream.requireAllowed(call);
        stream.touch();
        return stream;
    }

    /** What this caller has open, on every event loop. */
    public List<JsonObject> openedBy(Call call) {
        return house.directory().of(call.principal()).stream()
                .filter(one -> one.getString("kind").equals("stream"))
                .toList();
    }

    /** Cancels its call and forgets it. */
    public void close(OpenStream stream, String why) {
        if (open.remove(stream.id()) != null) {
            house.directory().ended(stream.id(), why);
            house.places().giveBack(stream.owner());
            stream.cancel();
        }
    }

    private void sweep() {
        long since = System.nanoTime() - limits.idle().toNanos();
        List.copyOf(open.values()).stream()
                .filter(one -> one.isIdleSince(since))
                .forEach(
                        one -> close(one, "It was not used for " + limits.idle().toSeconds() + " s."));
    }

    public Future<Void> close() {
        vertx.cancelTimer(sweeper);
        List.copyOf(open.values()).forEach(one -> close(one, "The service was stopped."));
        return Future.succeededFuture();
    }
}
