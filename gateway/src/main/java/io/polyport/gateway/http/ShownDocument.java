package io.polyport.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A document that a service has shown beside its contract, under names that no contract and no other document has: those of
 * contracts begin with the service and a dot, these with {@code <service>_<document>_}, and neither word has a {@code _}.
 */
final class ShownDocument {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final String words;
    private final String tag;
    private final JsonObject paths = new JsonObject();
    private final JsonObject schemas = new JsonObject();
    private final JsonArray tags = new JsonArray();

    /** @throws RuntimeException of any kind when it is none that can be shown */
    ShownDocument(ServiceDocuments.Key key, Buffer bytes) {
        words = key.service() + "_" + key.name() + "_";
        tag = key.service() + "/" + key.name() + " ";
        var document = new JsonObject(bytes);
        String prefix = OpenApiDocument.prefix(key.service()) + "/";
        document.getJsonObject("paths").forEach(path -> {
            if (!path.getKey().startsWith(prefix)) {
                throw new IllegalArgumentException("the path " + path.getKey() + " is not the service's");
            }
            paths.put(path.getKey(), item(map(path.getValue())));
        });
        document.getJsonObject("components", new JsonObject())
                .getJsonObject("schemas", new JsonObject())
                .forEach(schema -> schemas.put(words + schema.getKey(), renamed(schema.getValue())));
        document.getJsonArray("tags", new JsonArray()).forEach(one -> {
            var told = ((JsonObject) one).copy();
            tags.add(told.put("name", tag + told.getString("name")));
        });
    }

    /** What stands under a path already stays. */
    void addTo(JsonObject allPaths, JsonObject allSchemas, JsonArray allTags) {
        paths.forEach(path -> {
            if (!allPaths.containsKey(path.getKey())) {
                allPaths.put(path.getKey(), path.getValue());
            }
        });
        allSchemas.mergeIn(schemas);
        allTags.addAll(tags);
    }

    private JsonObject item(Map<String, Object> item) {
        var shown = new JsonObject(item);
        METHODS.forEach(method -> {
            JsonObject operation = shown.getJsonObject(method);
            if (operation != null) {
                if (operation.getValue("operationId") instanceof String id) {
                    operation.put("operationId", words + id);
                }
                if (operation.getValue("tags") instanceof JsonArray own) {
                    operation.put(
                            "tags",
                            new JsonArray(own.stream().map(each -> tag + each).toList()));
                }
            }
        });
        return shown;
    }

    private Map<String, Object> map(Object value) {
        return ((JsonObject) renamed(value)).getMap();
    }

    /** A copy, its references to schemas under their new names. */
    private Object renamed(Object value) {
        return switch (value) {
            case JsonObject object -> new JsonObject(renamed(object.getMap()));
            case JsonArray array -> new JsonArray(renamed(array.getList()));
            case Map<?, ?> map -> renamed(map);
            case List<?> list -> renamed(list);
            case null -> null;
            default -> value;
        };
    }

    private Map<String, Object> renamed(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> copy.put(
                (String) key, key.equals("$ref") && value instanceof String ref ? reference(ref) : renamed(value)));
        return copy;
    }

    private List<Object> renamed(List<?> list) {
        var copy = new java.util.ArrayList<Object>(list.size());
        list.forEach(value -> copy.add(renamed(value)));
        return copy;
    }

    private String reference(String ref) {
        if (!ref.startsWith(SCHEMAS)) {
            throw new IllegalArgumentException("it refers to " + ref + "; only " + SCHEMAS + " is shown along");
        }
        return SCHEMAS + words + ref.substring(SCHEMAS.length());
    }
}
