package io.polyport.grpc.describe;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/**
 * Scalars in JSON, as answers show them and as requests should have them. Readers take a little more: numbers in quotes,
 * whole numbers of 64 bits without.
 */
final class ScalarSchema {
    private static final long UINT32_MAX = 0xffff_ffffL;

    private ScalarSchema() {}

    /** @param field neither a message nor an enum */
    static JsonObject of(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> int32();
            case UINT32, FIXED32 -> uint32();
            case INT64, SINT64, SFIXED64 -> int64();
            case UINT64, FIXED64 -> uint64();
            case FLOAT, DOUBLE -> floating();
            case BOOL -> WellKnown.type("boolean");
            case STRING -> WellKnown.type("string");
            case BYTES -> bytes();
            case ENUM, MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    static JsonObject int32() {
        return WellKnown.type("integer")
                .put("format", "int32")
                .put("minimum", Integer.MIN_VALUE)
                .put("maximum", Integer.MAX_VALUE);
    }

    static JsonObject uint32() {
        return WellKnown.type("integer")
                .put("format", "uint32")
                .put("minimum", 0)
                .put("maximum", UINT32_MAX);
    }

    static JsonObject int64() {
        return new JsonObject()
                .put("type", new JsonArray().add("string").add("integer"))
                .put("format", "int64")
                .put("pattern", "^-?[0-9]{1,19}$");
    }

    static JsonObject uint64() {
        return new JsonObject()
                .put("type", new JsonArray().add("string").add("integer"))
                .put("format", "uint64")
                .put("pattern", "^[0-9]{1,20}$")
                .put("minimum", 0);
    }

    static JsonObject floating() {
        var special = new JsonArray().add("NaN").add("Infinity").add("-Infinity");
        return new JsonObject()
                .put("anyOf", new JsonArray().add(WellKnown.type("number")).add(new JsonObject().put("enum", special)));
    }

    static JsonObject bytes() {
        return WellKnown.type("string").put("contentEncoding", "base64").put("pattern", "^[A-Za-z0-9+/_-]*={0,2}$");
    }

    /** The keys of a map are strings in JSON, whatever they are. */
    static JsonObject key(FieldDescriptor key) {
        return switch (key.getJavaType()) {
            case INT, LONG -> new JsonObject().put("pattern", "^-?[0-9]{1,20}$");
            case BOOLEAN ->
                new JsonObject().put("enum", new JsonArray().add("true").add("false"));
            default -> new JsonObject();
        };
    }

    /** A default of the schema (proto2, editions) as JSON. */
    static Object defaultValue(FieldDescriptor field) {
        Object value = field.getDefaultValue();
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedLong((Integer) value);
            case INT64, SINT64, SFIXED64 -> value.toString();
            case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
            case FLOAT, DOUBLE -> {
                double number = ((Number) value).doubleValue();
                yield Double.isFinite(number) ? value : value.toString();
            }
            case BYTES -> Base64.getEncoder().encodeToString(((ByteString) value).toByteArray());
            case ENUM -> ((EnumValueDescriptor) value).getName();
            default -> value;
        };
    }
}
