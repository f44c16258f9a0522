package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One message from JSON onto the wire, in one go and without an object of it. */
final class JsonToWire {
    /** As deep as JsonFormat goes; the fields of a Struct count as messages. */
    static final int DEPTH = 100;

    /** An ordinary message. */
    static final int NO_ANY = -1;

    private static final int MOST_SPOTS = 20;

    final JsonParser parser;
    final WireWriter wire;
    final JsonRules rules;
    final Shapes shapes;
    final JsonScalars scalars;
    private final JsonForms forms;
    private final List<JsonFault.Spot> unknown = new ArrayList<>(0);
    private int depth;

    JsonToWire(JsonParser parser, byte[] json, WireWriter wire, JsonRules rules, Shapes shapes) {
        this.parser = parser;
        this.wire = wire;
        this.rules = rules;
        this.shapes = shapes;
        scalars = new JsonScalars(parser, wire, rules);
        forms = new JsonForms(this, json);
    }

    static JsonFault fault(JsonParser parser, String detail) {
        return new JsonFault(path(parser), detail);
    }

    static String path(JsonParser parser) {
        return parser.getParsingContext().pathAsPointer().toString();
    }

    void document(Shape shape) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonFault("", "is empty: there has to be a JSON value");
        }
        forms.write(shape);
        if (parser.nextToken() != null) {
            throw new JsonFault("", "has something behind the end of its JSON value");
        }
        if (!unknown.isEmpty()) {
            throw new JsonFault(unknown);
        }
    }

    /** The message whose first token is at hand, in a field. */
    void nested(Field field) throws IOException {
        down();
        if (field.group) {
            wire.varint(field.tag);
            forms.write(field.shape());
            wire.varint(field.endTag);
        } else {
            wire.varint(field.tag);
            int open = wire.open(1);
            forms.write(field.shape());
            wire.close(open);
        }
        depth--;
    }

    void down() {
        if (++depth > DEPTH) {
            throw fault(parser, "nests deeper than " + DEPTH + " messages");
        }
    }

    void up() {
        depth--;
    }

    /**
     * The members of an object, from the token at hand (a name, or the object's end) up to its end.
     *
     * @param typesToCome how often {@code @type} may come, as what an Any says of itself, or {@link #NO_ANY}
     */
    void fields(Shape shape, int typesToCome) throws IOException {
        var seen = new Seen(shape.fields.length);
        int types = typesToCome;
        for (; parser.currentToken() == JsonToken.FIELD_NAME; parser.nextToken()) {
            String name = parser.currentName();
            Field field = shape.byName(name);
            if (field != null) {
                if (!seen.add(field.index)) {
                    throw fault(parser, "is given twice");
                }
                parser.nextToken();
                field(field, seen);
            } else if (typesToCome != NO_ANY && name.equals(JsonForms.TYPE)) {
                passType(types--);
            } else {
                passUnknown(name, shape);
            }
        }
        for (Field field : shape.required) {
            if (!seen.has(field.index)) {
                throw fault(parser, "lacks the required field " + field.name);
            }
        }
    }

    void passType(int toCome) throws IOException {
        if (toCome <= 0) {
            throw fault(parser, "is given twice");
        }
        parser.nextToken();
    }

    void passUnknown(String name, Shape shape) throws IOException {
        if (!rules.ignoreUnknown() && unknown.size() < MOST_SPOTS) {
            unknown.add(new JsonFault.Spot(
                    path(parser), "is not a field of " + shape.fullName + Closest.to(name, shape.names())));
        }
        parser.nextToken();
        parser.skipChildren();
    }

    private void field(Field field, Seen seen) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL && (field.repeated || !field.takesNull)) {
            if (field.required) {
                throw fault(parser, "is required and must not be null");
            }
        } else if (field.map) {
            map(field);
        } else if (field.repeated) {
            list(field);
        } else if (one(field) && field.oneof >= 0 && !seen.addOneof(field.oneof)) {
            throw fault(parser, "must not be given together with another field of the oneof " + field.oneofName);
        }
    }

    private boolean one(Field field) throws IOException {
        if (field.message) {
            nested(field);
            return true;
        }
        int before = wire.size();
        wire.varint(field.tag);
        JsonScalars.Outcome outcome = scalars.write(field);
        if (outcome == JsonScalars.Outcome.NONE || (outcome == JsonScalars.Outcome.ZERO && field.implicit)) {
            wire.truncate(before);
        }
        return outcome != JsonScalars.Outcome.NONE;
    }

    void list(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw fault(parser, "has to be an array");
        }
        if (field.packed) {
            packed(field);
            return;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            checkNull(field);
            one(field);
        }
    }

    private void packed(Field field) throws IOException {
        int before = wire.size();
        wire.varint(field.tag);
        int open = wire.open(1);
        int begin = wire.size();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            checkNull(field);
            scalars.write(field);
        }
        if (wire.size() == begin) {
            wire.truncate(before);
        } else {
            wire.close(open);
        }
    }

    private void checkNull(Field field) {
        if (parser.currentToken() == JsonToken.VALUE_NULL && !field.takesNull) {
            throw fault(parser, "must not be null");
        }
    }

    void map(Field field) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw fault(parser, "has to be an object");
        }
        Field key = field.shape().byNumber(1);
        Field value = field.shape().byNumber(2);
        Object first = null;
        Set<Object> keys = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int before = wire.size();
            wire.varint(field.tag);
            int open = wire.open(1);
            wire.varint(key.tag);
            Object said = scalars.key(key, parser.currentName());
            if (first == null) {
                first = said;
            } else {
                keys = keys == null ? new HashSet<>(List.of(first)) : keys;
                if (said.equals(first) || !keys.add(said)) {
                    throw fault(parser, "is given twice");
                }
            }
            parser.nextToken();
            checkNull(value);
            if (entryValue(value)) {
                wire.close(open);
            } else {
                wire.truncate(before);
            }
        }
    }

    private boolean entryValue(Field value) throws IOException {
        if (value.message) {
            nested(value);
            return true;
        }
        wire.varint(value.tag);
        return scalars.write(value) != JsonScalars.Outcome.NONE;
    }
}
