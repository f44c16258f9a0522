package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One type of a schema, with the JSON Schema of its JSON. May take 100 ms for the largest ones: not for an event loop.
 * Throws {@link DescribeProblems#TOO_LARGE}.
 */
public final class TypeView {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Comments comments = new Comments();
    private final Budget budget = Budget.full();

    private TypeView() {}

    /** {@code {"name", "kind":"message", "fields":[…], "oneofs":[…], "schema"}}. */
    public static JsonObject of(Descriptor message) {
        return new TypeView().message(message).put("schema", schema(message));
    }

    /** {@code {"name", "kind":"enum", "values":[{"name","number"}], "schema"}}. */
    public static JsonObject of(EnumDescriptor type) {
        return new TypeView().enumeration(type).put("schema", schema(type));
    }

    /** The JSON Schema of the type's proto3 JSON form, with all types it needs below {@code $defs}. */
    public static JsonObject schema(GenericDescriptor type) {
        var schemas = new Schemas("#/$defs/", new Comments(), Budget.full());
        String ref = schemas.ref(type).getString("$ref");
        return new JsonObject().put("$schema", DIALECT).put("$ref", ref).put("$defs", schemas.made());
    }

    private JsonObject message(Descriptor message) {
        var fields = new JsonArray();
        message.getFields().forEach(field -> fields.add(field(field)));
        var json = new JsonObject().put("name", message.getFullName()).put("kind", "message");
        comments.describe(json, message, message.getOptions().getDeprecated(), budget)
                .put("fields", fields);
        var oneofs = new JsonArray();
        for (OneofDescriptor oneof : message.getRealOneofs()) {
            oneofs.add(oneof.getName());
        }
        return oneofs.isEmpty() ? json : json.put("oneofs", oneofs);
    }

    private JsonObject field(FieldDescriptor field) {
        budget.take(field.getName() + field.getJsonName());
        var json = new JsonObject()
                .put("name", field.getName())
                .put("jsonName", field.getJsonName())
                .put("number", field.getNumber())
                .put("type", type(field))
                .put("label", label(field));
        if (field.isMapField()) {
            json.put("map", map(field.getMessageType()));
        }
        if (!field.isRepeated()) {
            json.put("presence", field.hasPresence() ? "explicit" : "implicit");
        }
        if (field.getRealContainingOneof() != null) {
            json.put("oneof", field.getRealContainingOneof().getName());
        }
        if (field.hasDefaultValue()) {
            json.put("default", ScalarSchema.defaultValue(field));
        }
        return comments.describe(json, field, field.getOptions().getDeprecated(), budget);
    }

    private static JsonObject map(Descriptor entry) {
        return new JsonObject()
                .put("key", type(entry.findFieldByNumber(1)))
                .put("value", type(entry.findFieldByNumber(2)));
    }

    private static String label(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map";
        }
        return field.isRepeated() ? "repeated" : field.isRequired() ? "required" : "optional";
    }

    private static String type(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    private JsonObject enumeration(EnumDescriptor type) {
        var values = new JsonArray();
        for (EnumValueDescriptor value : type.getValues()) {
            budget.take(value.getName());
            var json = new JsonObject().put("name", value.getName()).put("number", value.getNumber());
            values.add(comments.describe(json, value, value.getOptions().getDeprecated(), budget));
        }
        var json = new JsonObject().put("name", type.getFullName()).put("kind", "enum");
        return comments.describe(json, type, type.getOptions().getDeprecated(), budget)
                .put("values", values);
    }
}
