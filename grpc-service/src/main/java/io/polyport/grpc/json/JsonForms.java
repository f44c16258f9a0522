package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The JSON forms of messages: an object of fields, or what Google's own types have instead. */
final class JsonForms {
    static final String TYPE = "@type";
    private static final String VALUE = "value";

    private final JsonToWire reader;
    private final JsonParser parser;
    private final WireWriter wire;
    private final byte[] json;
    /** Where each object begins that has a type, and which; made when it is first needed. */
    private Map<Long, String> types;

    JsonForms(JsonToWire reader, byte[] json) {
        this.reader = reader;
        this.json = json;
        parser = reader.parser;
        wire = reader.wire;
    }

    /** The message whose first token is at hand, without tag and length. */
    void write(Shape shape) throws IOException {
        switch (shape.wellKnown) {
            case NONE -> {
                open(shape);
                parser.nextToken();
                reader.fields(shape, JsonToWire.NO_ANY);
            }
            case ANY -> any(shape);
            case TIMESTAMP ->
                moment(
                        Moment.timestamp(text(shape)),
                        "has to be a time as 2026-11-22T08:30:00.5Z, from year 1 to 9999");
            case DURATION ->
                moment(Moment.duration(text(shape)), "has to be a duration as 1.5s, of at most 315576000000 s");
            case FIELD_MASK -> mask(shape);
            case STRUCT -> reader.map(shape.fields[0]);
            case LIST_VALUE -> reader.list(shape.fields[0]);
            case VALUE -> value(shape);
            case WRAPPER -> wrapped(shape);
        }
    }

    private void open(Shape shape) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw JsonToWire.fault(parser, "has to be an object (" + shape.fullName + ")");
        }
    }

    private String text(Shape shape) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw JsonToWire.fault(parser, "has to be a string (" + shape.fullName + ")");
        }
        return parser.getText();
    }

    private void moment(Moment moment, String wanted) {
        if (moment == null) {
            throw JsonToWire.fault(parser, wanted);
        }
        if (moment.seconds() != 0) {
            wire.put(1 << 3);
            wire.varint(moment.seconds());
        }
        if (moment.nanos() != 0) {
            wire.put(2 << 3);
            wire.varint((long) moment.nanos());
        }
    }

    private void mask(Shape shape) throws IOException {
        List<String> paths = MaskPaths.parse(text(shape));
        if (paths == null) {
            throw JsonToWire.fault(
                    parser, "has to be field paths in camelCase with commas between them: fooBar,baz.qux");
        }
        for (String path : paths) {
            wire.varint(shape.fields[0].tag);
            if (!wire.text(path.toCharArray(), 0, path.length())) {
                throw JsonToWire.fault(parser, "has half of a surrogate pair, which is no character");
            }
        }
    }

    private void wrapped(Shape shape) throws IOException {
        Field field = shape.fields[0];
        int before = wire.size();
        wire.varint(field.tag);
        if (reader.scalars.write(field) != JsonScalars.Outcome.SET) {
            wire.truncate(before);
        }
    }

    private void value(Shape shape) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NULL -> scalar(shape.fields[0]);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(shape.fields[1]);
            case VALUE_STRING -> scalar(shape.fields[2]);
            case VALUE_TRUE, VALUE_FALSE -> scalar(shape.fields[3]);
            case START_OBJECT -> inner(shape.fields[4]);
            default -> inner(shape.fields[5]);
        }
    }

    private void scalar(Field field) throws IOException {
        wire.varint(field.tag);
        reader.scalars.write(field);
    }

    /** Not one level deeper: the object is the value itself. */
    private void inner(Field field) throws IOException {
        wire.varint(field.tag);
        int open = wire.open(1);
        write(field.shape());
        wire.close(open);
    }

    private void any(Shape shape) throws IOException {
        open(shape);
        long begin = parser.currentTokenLocation().getByteOffset();
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            return;
        }
        String url;
        int typesToCome = 0;
        if (parser.currentName().equals(TYPE)) {
            url = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
            parser.skipChildren();
        } else {
            url = types().get(begin);
            typesToCome = 1;
        }
        Shape content = url == null ? null : reader.shapes.ofUrl(url);
        if (content == null) {
            throw unknownType(url);
        }
        wire.varint(shape.fields[0].tag);
        wire.text(url.toCharArray(), 0, url.length());
        wire.varint(shape.fields[1].tag);
        int open = wire.open(1);
        content(content, typesToCome);
        wire.close(open);
    }

    private JsonFault unknownType(String url) throws IOException {
        String name = parser.currentName();
        if (url == null) {
            return JsonToWire.fault(
                    parser,
                    TYPE.equals(name)
                            ? "has to be a string"
                            : "is within a google.protobuf.Any, which needs \"@type\": \"type.googleapis.com/<message>\"");
        }
        return JsonToWire.fault(
                parser,
                url.indexOf('/') < 0
                        ? "has the @type '" + url + "', which has to be a URL: type.googleapis.com/<message>"
                        : "has the @type '" + url + "', which the schema of the connection does not know");
    }

    private void content(Shape content, int typesToCome) throws IOException {
        reader.down();
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
            parser.nextToken();
        }
        if (content.wellKnown == WellKnown.NONE) {
            reader.fields(content, typesToCome);
        } else {
            special(content, typesToCome);
        }
        reader.up();
    }

    private void special(Shape content, int typesToCome) throws IOException {
        boolean written = false;
        int types = typesToCome;
        for (; parser.currentToken() == JsonToken.FIELD_NAME; parser.nextToken()) {
            String name = parser.currentName();
            if (name.equals(VALUE)) {
                if (written) {
                    throw JsonToWire.fault(parser, "is given twice");
                }
                written = true;
                parser.nextToken();
                write(content);
            } else if (name.equals(TYPE)) {
                reader.passType(types--);
            } else {
                reader.passUnknown(name, content);
            }
        }
    }

    private Map<Long, String> types() throws IOException {
        if (types == null) {
            types = AnyTypes.of(json);
        }
        return types;
    }
}
