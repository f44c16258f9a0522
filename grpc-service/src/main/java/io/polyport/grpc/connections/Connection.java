package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.catalog.Catalog;
import io.polyport.grpc.schema.Schema;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A way to a server on one event loop: configured, or opened by a caller. */
public final class Connection {
    /** What policies call a connection to a server that its caller named. */
    static final String OWN = "~";

    /**
     * Where it leads, and how.
     *
     * @param origin the configured connection that it is, or is like; {@link #OWN} for a server that its caller named
     * @param metadata sent with every call
     * @param fixedKeys of the metadata that are the configuration's: no caller may add to them
     * @param timeout of calls with one answer whose caller sets none
     * @param schema asked for at each call: it may be another one after a while
     */
    public record Way(
            String origin,
            GrpcTarget target,
            GrpcMetadata metadata,
            Set<String> fixedKeys,
            Duration timeout,
            Supplier<Future<Schema>> schema) {}

    private final String id;
    private final GrpcClient client;
    private final Way way;
    private final Consumer<Schema> hold;
    private Catalog catalog;
    private int underWay;
    private long lastUse = System.nanoTime();

    /** @param hold told each schema that is kept from now on, in place of the one before; fails with a problem to refuse it */
    Connection(String id, GrpcClient client, Way way, Consumer<Schema> hold) {
        this.id = id;
        this.client = client;
        this.way = way;
        this.hold = hold;
    }

    public String id() {
        return id;
    }

    public GrpcTarget target() {
        return way.target();
    }

    /** What policies call it: the name of a configured connection, also when this one was opened like it. */
    public String origin() {
        return way.origin();
    }

    /** Metadata that callers can't set. */
    public Set<String> fixedKeys() {
        return way.fixedKeys();
    }

    Way way() {
        return way;
    }

    /** What its server knows; the same one as long as the schema is the same. Fails with the schema's problem. */
    public Future<Catalog> catalog() {
        return way.schema().get().map(now -> {
            if (catalog == null || catalog.schema() != now) {
                hold.accept(now);
                catalog = new Catalog(now, mostMessage());
            }
            return catalog;
        });
    }

    /** Bytes that a message may have. */
    public int mostMessage() {
        return (int) way.target().limits().message().bytes();
    }

    void used() {
        lastUse = System.nanoTime();
    }

    /** Whether no call has been under way since then. */
    boolean isIdleSince(long nanos) {
        return underWay == 0 && lastUse - nanos < 0;
    }

    /**
     * Begins a call.
     *
     * @param own the caller's metadata, behind the connection's
     * @param asked the caller's time; where it gives none, calls with one answer have the connection's, and others any
     */
    public GrpcCall call(GrpcMethod method, GrpcMetadata own, Optional<Duration> asked) {
        return stream(
                method,
                own,
                asked.or(() -> method.kind().serverStreams() ? Optional.empty() : Optional.of(way.timeout())));
    }

    /** Begins a call whose caller takes his time over each message: without an end unless he sets one. */
    public GrpcCall stream(GrpcMethod method, GrpcMetadata own, Optional<Duration> asked) {
        GrpcCall call = client.call(
                way.target(), method.path(), new GrpcCallSettings(way.metadata().with(own), asked));
        underWay++;
        call.status().onComplete(over -> {
            underWay--;
            used();
        });
        return call;
    }
}
