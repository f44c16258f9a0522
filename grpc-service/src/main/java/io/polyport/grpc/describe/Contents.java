package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.MethodDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What requests and answers of a method look like, by media type. */
final class Contents {
    /** No type of a schema has a hyphen in its name. */
    private static final String PROBLEM = "polyport-problem";

    private static final String STATUS = "polyport-status";

    private final Schemas schemas;

    Contents(Schemas schemas) {
        this.schemas = schemas;
    }

    /** The schemas that are not the connection's. */
    static JsonObject own() {
        return new JsonObject().put(PROBLEM, problem()).put(STATUS, status());
    }

    private static JsonObject problem() {
        var properties = new JsonObject();
        for (String name : new String[] {"type", "title", "code", "detail"}) {
            properties.put(name, WellKnown.type("string"));
        }
        return WellKnown.type("object")
                .put("description", "RFC 9457; with the gRPC status where the server gave one.")
                .put("properties", properties.put("status", WellKnown.type("integer")))
                .put(
                        "required",
                        new JsonArray().add("type").add("title").add("status").add("code"));
    }

    private static JsonObject status() {
        var status = new JsonObject()
                .put("code", ScalarSchema.int32())
                .put("name", WellKnown.type("string"))
                .put("message", WellKnown.type("string"))
                .put("details", WellKnown.type("array"))
                .put("trailers", WellKnown.type("object"));
        return WellKnown.type("object")
                .put("description", "The last record of a stream: how it ended.")
                .put(
                        "properties",
                        new JsonObject().put("status", WellKnown.type("object").put("properties", status)))
                .put("required", new JsonArray().add("status"))
                .put("additionalProperties", false);
    }

    /** @param message schema of one message */
    JsonObject request(MethodDescriptor method, JsonObject message) {
        var content = new JsonObject();
        if (!method.isClientStreaming()) {
            return content.put("application/json", schema(message));
        }
        return content.put("application/x-ndjson", schema(message.copy()))
                .put("application/json", schema(list(message)));
    }

    /** @param message schema of one message */
    JsonObject responses(MethodDescriptor method, JsonObject message) {
        var content = new JsonObject();
        if (method.isServerStreaming()) {
            content.put("application/x-ndjson", schema(record(message)))
                    .put("text/event-stream", schema(WellKnown.type("string")))
                    .put("application/json", schema(list(record(message))));
        } else {
            content.put("application/json", schema(message));
        }
        var problem = new JsonObject()
                .put("application/problem+json", schema(new JsonObject().put("$ref", schemas.placeOf(PROBLEM))));
        return new JsonObject()
                .put("200", new JsonObject().put("description", "The answer.").put("content", content))
                .put(
                        "default",
                        new JsonObject().put("description", "What went wrong.").put("content", problem));
    }

    private JsonObject record(JsonObject message) {
        var one = WellKnown.type("object")
                .put("properties", new JsonObject().put("message", message.copy()))
                .put("required", new JsonArray().add("message"))
                .put("additionalProperties", false);
        return new JsonObject()
                .put("oneOf", new JsonArray().add(one).add(new JsonObject().put("$ref", schemas.placeOf(STATUS))));
    }

    private static JsonObject list(JsonObject items) {
        return WellKnown.type("array").put("items", items);
    }

    private static JsonObject schema(JsonObject schema) {
        return new JsonObject().put("schema", schema);
    }
}
