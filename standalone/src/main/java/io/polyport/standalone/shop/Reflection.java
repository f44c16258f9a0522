package io.polyport.standalone.shop;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells what the server offers (grpc.reflection.v1). Not Vert.x' own service, which in 5.0.7 ends the stream behind its
 * first answer.
 */
final class Reflection {
    private final List<ServiceDescriptor> services;
    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

    Reflection(List<ServiceDescriptor> services) {
        this.services = services;
        var found = new ArrayDeque<FileDescriptor>();
        services.forEach(service -> found.add(service.getFile()));
        while (!found.isEmpty()) {
            FileDescriptor file = found.poll();
            if (files.put(file.getName(), file) == null) {
                found.addAll(file.getDependencies());
            }
        }
    }

    /** By their names in the schema. */
    Map<String, Consumer<DemoCall>> methods() {
        return Map.of(
                "ServerReflectionInfo",
                call -> call.onMessage(asked -> call.send(answer(asked).put("originalRequest", asked)), call::end));
    }

    private JsonObject answer(JsonObject asked) {
        if (asked.containsKey("listServices")) {
            var names = new JsonArray();
            services.forEach(service -> names.add(new JsonObject().put("name", service.getFullName())));
            return new JsonObject().put("listServicesResponse", new JsonObject().put("service", names));
        }
        if (asked.containsKey("fileByFilename")) {
            return file(Optional.ofNullable(files.get(asked.getString("fileByFilename"))));
        }
        return file(
                asked.containsKey("fileContainingSymbol")
                        ? declaring(asked.getString("fileContainingSymbol"))
                        : Optional.empty());
    }

    private Optional<FileDescriptor> declaring(String symbol) {
        return files.values().stream()
                .filter(file -> symbol.startsWith(file.getPackage() + "."))
                .filter(file ->
                        declares(file, symbol.substring(file.getPackage().length() + 1)))
                .findFirst();
    }

    /** @param name within the package; of what is nested or a method, the first part decides */
    private static boolean declares(FileDescriptor file, String name) {
        String outer = name.split("\\.", 2)[0];
        return file.findServiceByName(outer) != null
                || file.findMessageTypeByName(outer) != null
                || file.findEnumTypeByName(outer) != null
                || file.findExtensionByName(outer) != null;
    }

    private static JsonObject file(Optional<FileDescriptor> file) {
        return file.map(found -> new JsonObject()
                        .put("fileDescriptorResponse", new JsonObject().put("fileDescriptorProto", JsonArray.of((Object)
                                        found.toProto().toByteArray()))))
                .orElseGet(() -> new JsonObject()
                        .put(
                                "errorResponse",
                                new JsonObject()
                                        .put("errorCode", GrpcStatus.NOT_FOUND.code)
                                        .put("errorMessage", "nothing here has that name")));
    }
}
