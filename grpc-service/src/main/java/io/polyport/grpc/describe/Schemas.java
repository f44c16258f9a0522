package io.polyport.grpc.describe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The JSON Schemas (draft 2020-12) of all types that are reached from those asked for, each once, under its full name; types
 * refer to each other, so recursion ends there.
 */
final class Schemas {
    private final String place;
    private final Comments comments;
    private final Budget budget;
    private final JsonObject made = new JsonObject();
    private final Set<String> seen = new HashSet<>();
    private final Deque<GenericDescriptor> waiting = new ArrayDeque<>();

    /** @param place where the schemas will stand: {@code #/$defs/} */
    Schemas(String place, Comments comments, Budget budget) {
        this.place = place;
        this.comments = comments;
        this.budget = budget;
    }

    /** A reference to the type, which will be among {@link #made()}. */
    JsonObject ref(GenericDescriptor type) {
        if (seen.add(type.getFullName())) {
            waiting.add(type);
        }
        return new JsonObject().put("$ref", placeOf(type.getFullName()));
    }

    String placeOf(String name) {
        return place + name;
    }

    /** The schemas by the full names of their types, when all has been asked for. */
    JsonObject made() {
        while (!waiting.isEmpty()) {
            GenericDescriptor type = waiting.poll();
            budget.take(type.getFullName());
            made.put(type.getFullName(), type instanceof EnumDescriptor names ? of(names) : of((Descriptor) type));
        }
        return made;
    }

    /** Of one field as it stands in its message: with list or map around the value. */
    JsonObject field(FieldDescriptor field) {
        if (field.isMapField()) {
            FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
            JsonObject map = WellKnown.type("object")
                    .put("additionalProperties", value(field.getMessageType().findFieldByNumber(2)));
            JsonObject keys = ScalarSchema.key(key);
            return keys.isEmpty() ? map : map.put("propertyNames", keys);
        }
        return field.isRepeated() ? WellKnown.type("array").put("items", value(field)) : value(field);
    }

    private JsonObject value(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case ENUM -> ref(field.getEnumType());
            case MESSAGE -> ref(field.getMessageType());
            default -> ScalarSchema.of(field);
        };
    }

    private JsonObject of(EnumDescriptor type) {
        boolean deprecated = type.getOptions().getDeprecated();
        var wellKnown = WellKnown.schema(type.getFullName());
        if (wellKnown.isPresent()) {
            return comments.describe(wellKnown.get(), type, deprecated, budget);
        }
        var names = new JsonArray();
        for (EnumValueDescriptor value : type.getValues()) {
            budget.take(value.getName());
            names.add(value.getName());
        }
        var known = new JsonObject().put("enum", names);
        // An open enum may have values that this schema does not know; they come as numbers.
        JsonObject schema = type.isClosed()
                ? known
                : new JsonObject().put("anyOf", new JsonArray().add(known).add(ScalarSchema.int32()));
        return comments.describe(schema, type, deprecated, budget);
    }

    private JsonObject of(Descriptor message) {
        boolean deprecated = message.getOptions().getDeprecated();
        var wellKnown = WellKnown.schema(message.getFullName());
        if (wellKnown.isPresent()) {
            return comments.describe(wellKnown.get(), message, deprecated, budget);
        }
        var properties = new JsonObject();
        var required = new JsonArray();
        for (FieldDescriptor field : message.getFields()) {
            budget.take(field.getJsonName());
            properties.put(field.getJsonName(), property(field));
            if (field.isRequired()) {
                required.add(field.getJsonName());
            }
        }
        var schema = comments.describe(WellKnown.type("object"), message, deprecated, budget)
                .put("properties", properties)
                .put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (message.isExtendable()) {
            schema.put("patternProperties", new JsonObject().put("^\\[[A-Za-z0-9_.]+\\]$", new JsonObject()));
        }
        return oneofs(message, schema);
    }

    private JsonObject property(FieldDescriptor field) {
        JsonObject schema =
                comments.describe(field(field), field, field.getOptions().getDeprecated(), budget);
        if (field.hasDefaultValue()) {
            schema.put("default", ScalarSchema.defaultValue(field));
        }
        return schema;
    }

    private JsonObject oneofs(Descriptor message, JsonObject schema) {
        var rules = new JsonArray();
        for (OneofDescriptor oneof : message.getRealOneofs()) {
            if (oneof.getFieldCount() > 1) {
                rules.add(atMostOne(oneof));
            }
        }
        return rules.isEmpty() ? schema : schema.put("allOf", rules);
    }

    private JsonObject atMostOne(OneofDescriptor oneof) {
        var ways = new JsonArray();
        var any = new JsonArray();
        for (FieldDescriptor field : oneof.getFields()) {
            budget.take(field.getJsonName() + field.getJsonName());
            ways.add(has(field));
            any.add(has(field));
        }
        ways.add(new JsonObject().put("not", new JsonObject().put("anyOf", any)));
        return new JsonObject().put("title", oneof.getName()).put("oneOf", ways);
    }

    private static JsonObject has(FieldDescriptor field) {
        return new JsonObject().put("required", new JsonArray().add(field.getJsonName()));
    }
}
