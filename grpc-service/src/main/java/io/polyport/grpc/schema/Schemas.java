package io.polyport.grpc.schema;

import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcTarget;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * The way to schemas: one for a program, safe to use on any thread. Everything that takes long happens aside, on threads of
 * its own; futures come back on the caller's context and fail with a {@link io.polyport.kit.problem.ProblemException} of
 * {@link SchemaProblems}. The same content is compiled once, also when several ask for it at the same time.
 */
public final class Schemas {
    private final Vertx vertx;

    private Schemas(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Takes no time: the compiler is looked for when it is needed first. */
    public static Schemas open(Vertx vertx, SchemaSettings settings) {
        return new Schemas(vertx);
    }

    /**
     * From texts that may import each other by name, in any order, and everything in {@link BuiltIns}.
     *
     * @param protos text by name; a name is what other files import, {@code a/b.proto}
     */
    public Future<Schema> ofProtos(Map<String, String> protos) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    /** From a {@code google.protobuf.FileDescriptorSet}, its files in any order, self-contained but for built-in ones. */
    public Future<Schema> ofDescriptorSet(Buffer set) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    /** From the .proto files in a ZIP, which import each other relative to any folder of it. */
    public Future<Schema> ofZip(Buffer zip) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    /** From what a server tells of itself (grpc.reflection.v1, or v1alpha); kept for a while by target and metadata. */
    public Future<Schema> ofReflection(GrpcClient client, GrpcTarget target, GrpcMetadata metadata) {
        return Future.failedFuture(new UnsupportedOperationException());
    }

    /** The next {@link #ofReflection} with these asks the server anew. */
    public void forget(GrpcTarget target, GrpcMetadata metadata) {}

    /** Ends compilers that are under way, and removes what was unpacked. */
    public Future<Void> close() {
        return vertx == null ? null : Future.succeededFuture();
    }
}
