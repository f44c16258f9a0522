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
import java.util.function.Supplier;

/** A way to a server on one event loop: configured, or opened by a caller. */
public final class Connection {
    private final String id;
    private final GrpcClient client;
    private final GrpcTarget target;
    private final GrpcMetadata metadata;
    private final Duration timeout;
    private final Supplier<Future<Schema>> schema;
    private Catalog catalog;

    /**
     * @param metadata sent with every call
     * @param timeout of calls with one answer whose caller sets none
     * @param schema asked for at each call: it may be another one after a while
     */
    Connection(
            String id,
            GrpcClient client,
            GrpcTarget target,
            GrpcMetadata metadata,
            Duration timeout,
            Supplier<Future<Schema>> schema) {
        this.id = id;
        this.client = client;
        this.target = target;
        this.metadata = metadata;
        this.timeout = timeout;
        this.schema = schema;
    }

    public String id() {
        return id;
    }

    public GrpcTarget target() {
        return target;
    }

    GrpcMetadata metadata() {
        return metadata;
    }

    Duration timeout() {
        return timeout;
    }

    Future<Schema> schema() {
        return schema.get();
    }

    /** What its server knows; the same one as long as the schema is the same. Fails with the schema's problem. */
    public Future<Catalog> catalog() {
        return schema.get().map(now -> {
            if (catalog == null || catalog.schema() != now) {
                catalog = new Catalog(now, mostMessage());
            }
            return catalog;
        });
    }

    /** Bytes that a message may have. */
    public int mostMessage() {
        return (int) target.limits().message().bytes();
    }

    /**
     * Begins a call.
     *
     * @param own the caller's metadata, behind the connection's
     * @param asked the caller's time; where it gives none, calls with one answer have the connection's, and others any
     */
    public GrpcCall call(GrpcMethod method, GrpcMetadata own, Optional<Duration> asked) {
        Optional<Duration> limit =
                asked.or(() -> method.kind().serverStreams() ? Optional.empty() : Optional.of(timeout));
        return client.call(target, method.path(), new GrpcCallSettings(metadata.with(own), limit));
    }

    /** Begins a call whose caller takes his time over each message: without an end unless he sets one. */
    public GrpcCall stream(GrpcMethod method, GrpcMetadata own, Optional<Duration> asked) {
        return client.call(target, method.path(), new GrpcCallSettings(metadata.with(own), asked));
    }
}
