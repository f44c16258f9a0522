package io.polyport.grpc.connections;

import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcConfig;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcTarget;
import io.polyport.grpc.schema.Schema;
import io.polyport.grpc.schema.Schemas;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas of the configured connections: read at the start where files tell them, else asked of the server. */
public final class ConfiguredSchemas {
    private final Schemas schemas;
    private final Map<String, GrpcConfig.Connection> connections;
    private final Map<String, Schema> fromFiles = new ConcurrentHashMap<>();

    public ConfiguredSchemas(Schemas schemas, GrpcConfig config) {
        this.schemas = schemas;
        this.connections = config.connections();
    }

    /** Reads the files of all connections; fails with what is wrong with them. */
    public Future<Void> load(Vertx vertx) {
        List<Future<?>> all = new ArrayList<>();
        connections.forEach((name, one) -> {
            if (one.descriptorSet().isPresent()) {
                all.add(read(vertx, name, one.descriptorSet().get())
                        .compose(schemas::ofDescriptorSet)
                        .onSuccess(schema -> fromFiles.put(name, schema)));
            } else if (!one.protos().isEmpty()) {
                all.add(protos(vertx, name, one.protos())
                        .compose(schemas::ofProtos)
                        .onSuccess(schema -> fromFiles.put(name, schema)));
            }
        });
        return Future.all(all).mapEmpty();
    }

    private static Future<Map<String, String>> protos(Vertx vertx, String name, Map<String, Path> files) {
        Map<String, String> texts = new HashMap<>();
        List<Future<?>> all = new ArrayList<>();
        files.forEach((as, file) ->
                all.add(read(vertx, name, file).onSuccess(bytes -> texts.put(as, bytes.toString()))));
        return Future.all(all).map(read -> texts);
    }

    private static Future<Buffer> read(Vertx vertx, String name, Path file) {
        return vertx.fileSystem()
                .readFile(file.toString())
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "grpc.connections." + name + ": the file " + file + " can't be read", failure)));
    }

    /** The schema of a connection. */
    public Future<Schema> of(String name, GrpcClient client, GrpcTarget target, GrpcMetadata metadata) {
        Schema read = fromFiles.get(name);
        if (read != null) {
            return Future.succeededFuture(read);
        }
        return connections.get(name).reflection()
                ? schemas.ofReflection(client, target, metadata)
                : Future.failedFuture(GrpcProblems.NO_SCHEMA.toException());
    }
}
