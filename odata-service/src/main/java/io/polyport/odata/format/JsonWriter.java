package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Reading;
import io.polyport.odata.rows.Cursor;
import java.util.Optional;
import java.util.OptionalLong;

/** Data as JSON, line for line as 1C:Enterprise lays it out (OD-20). */
final class JsonWriter implements EntityWriter {
    private static final byte[] VALUE = JsonObject.prefix("value");

    private final Representation level;
    private final Reading reading;
    private final String context;
    private final JsonFields fields;

    JsonWriter(Representation level, Reading reading, String base, String language) {
        this.level = level;
        this.reading = reading;
        context = base + "/$metadata#";
        fields = new JsonFields(level, base, new Presentations(language));
    }

    @Override
    public void writeSet(Cursor cursor, OptionalLong count, Output output) {
        write(entity(), cursor, count, output);
    }

    @Override
    public void writeTable(Cursor cursor, OptionalLong count, Output output) {
        write(fields.entity(reading.set(), Optional.empty(), reading.fields()), cursor, count, output);
    }

    @Override
    public void writeOne(Cursor cursor, Output output) {
        var out = open(output, reading.set().name() + "/@Element");
        entity().members(cursor.row(), cursor, out);
        close(out);
    }

    @Override
    public void writeProperty(Cursor cursor, Output output) {
        Field field = reading.fields().getFirst();
        var out = open(output, typeName(field));
        fields.alone(field, "value").write(cursor.row(), cursor, out);
        close(out);
    }

    private JsonObject entity() {
        var address = EntityAddress.of(reading.set(), reading.key());
        return fields.entity(reading.set(), address, reading.fields());
    }

    private void write(JsonObject entity, Cursor cursor, OptionalLong count, Output output) {
        var out = open(output, reading.set().name());
        count.ifPresent(number -> JsonObject.text("odata.count", Long.toString(number), out));
        JsonObject.name(VALUE, out);
        out.put('[');
        boolean first = true;
        while (cursor.next()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            entity.write(cursor.row(), cursor, out);
        }
        out.put(']');
        close(out);
    }

    private Utf8Output open(Output output, String what) {
        var out = new Utf8Output(output);
        out.put('{');
        out.fresh = true;
        if (level != Representation.JSON_NONE) {
            JsonObject.text("odata.metadata", context + what, out);
        }
        return out;
    }

    private static void close(Utf8Output out) {
        JsonObject.end(out);
        out.end();
    }

    private static String typeName(Field field) {
        return switch (field) {
            case Field.Value value -> value.type().typeName();
            case Field.Composite composite -> Field.Edm.STRING.typeName();
            case Field.Types types -> Names.NAMESPACE + "TypeDescription";
            case Field.Rows rows -> "Collection(" + Names.NAMESPACE + rows.rowType() + ')';
            case Field.Presented presented -> Field.Edm.STRING.typeName();
            case Field.Expanded expanded -> expanded.set().name() + "/@Element";
            case Field.Choice choice -> throw new IllegalStateException("no property by itself: " + choice.name());
            case Field.Link link -> throw new IllegalStateException("no property by itself: " + link.name());
        };
    }
}
