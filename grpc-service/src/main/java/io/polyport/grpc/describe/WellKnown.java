package io.polyport.grpc.describe;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The JSON of the types that have a form of their own in proto3's JSON mapping. */
final class WellKnown {
    private static final String TIME =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$";
    private static final String DURATION = "^-?[0-9]{1,12}(\\.[0-9]{1,9})?s$";
    private static final String MASK = "^([A-Za-z0-9.]+(,[A-Za-z0-9.]+)*)?$";

    private static final Map<String, Supplier<JsonObject>> SCHEMAS = Map.ofEntries(
            Map.entry("google.protobuf.Timestamp", () -> text(TIME).put("format", "date-time")),
            Map.entry("google.protobuf.Duration", () -> text(DURATION)),
            Map.entry("google.protobuf.FieldMask", () -> text(MASK)),
            Map.entry("google.protobuf.Struct", () -> type("object")),
            Map.entry("google.protobuf.ListValue", () -> type("array")),
            Map.entry("google.protobuf.Value", JsonObject::new),
            Map.entry("google.protobuf.NullValue", () -> type("null")),
            Map.entry("google.protobuf.Any", WellKnown::any),
            Map.entry("google.protobuf.DoubleValue", ScalarSchema::floating),
            Map.entry("google.protobuf.FloatValue", ScalarSchema::floating),
            Map.entry("google.protobuf.Int64Value", ScalarSchema::int64),
            Map.entry("google.protobuf.UInt64Value", ScalarSchema::uint64),
            Map.entry("google.protobuf.Int32Value", ScalarSchema::int32),
            Map.entry("google.protobuf.UInt32Value", ScalarSchema::uint32),
            Map.entry("google.protobuf.BoolValue", () -> type("boolean")),
            Map.entry("google.protobuf.StringValue", () -> type("string")),
            Map.entry("google.protobuf.BytesValue", ScalarSchema::bytes));

    private WellKnown() {}

    /** A fresh schema of the type of that full name; empty when its JSON is the usual one. */
    static Optional<JsonObject> schema(String fullName) {
        return Optional.ofNullable(SCHEMAS.get(fullName)).map(Supplier::get);
    }

    static JsonObject type(String name) {
        return new JsonObject().put("type", name);
    }

    private static JsonObject text(String pattern) {
        return type("string").put("pattern", pattern);
    }

    /** Whatever is in it stands beside its type; an empty one has none. */
    private static JsonObject any() {
        return type("object")
                .put("properties", new JsonObject().put("@type", type("string")))
                .put(
                        "anyOf",
                        new JsonArray()
                                .add(new JsonObject().put("required", new JsonArray().add("@type")))
                                .add(new JsonObject().put("maxProperties", 0)));
    }
}
