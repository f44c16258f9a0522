package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Synonym;
import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Reading;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Statement.Purpose;
import io.polyport.odata.query.Tables;
import io.polyport.odata.rows.Cursor;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** Readings made by hand, and their documents as text. */
final class Documents {
    static final String BASE = "http://depot/trade/odata/standard.odata";
    static final UUID NO_KEY = new UUID(0, 0);
    static final LocalDateTime NO_MOMENT = LocalDateTime.of(1, 1, 1, 0, 0);
    static final Object NULL = MemoryRows.Missing.NULL;
    static final Clock CLOCK =
            Clock.fixed(LocalDateTime.of(2024, 2, 1, 12, 30, 45).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

    private Documents() {}

    static UUID key(int number) {
        return UUID.fromString("8bbfc2cc-cdb9-11e6-aede-%012x".formatted(number));
    }

    static EntitySet set(ObjectKind kind, String name, Form form) {
        var synonym = new Synonym(name, Map.of());
        var object =
                new ModelObject(kind, name, synonym, synonym, Optional.empty(), Optional.empty(), Optional.empty());
        return new EntitySet(object.resource(), form, object, List.of(), List.of(), "table", Optional.empty());
    }

    static EntitySet catalog(String name) {
        return set(ObjectKind.CATALOG, name, Form.OBJECTS);
    }

    static EntitySet document(String name) {
        return set(ObjectKind.DOCUMENT, name, Form.OBJECTS);
    }

    static Field value(String name, Field.Edm type, int column) {
        return new Field.Value(name, type, column);
    }

    static Field refKey(int column) {
        return value("Ref_Key", Field.Edm.GUID, column);
    }

    /** All columns from the given one on: tag, reference, text, number, flag, moment. */
    static Field.Composite composite(String name, int tag) {
        return new Field.Composite(
                name,
                new Field.Composite.Columns(
                        tag,
                        OptionalInt.of(tag + 1),
                        OptionalInt.of(tag + 2),
                        OptionalInt.of(tag + 3),
                        OptionalInt.of(tag + 4),
                        OptionalInt.of(tag + 5)));
    }

    static Reading reading(EntitySet set, List<Field> key, Field... fields) {
        var statement = new Statement(
                new Tables(new Relation.Stored(set), () -> 1),
                List.of(),
                Optional.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Purpose.ROWS);
        return new Reading(set, statement, List.of(fields), key, List.of(), Optional.empty(), Optional.empty());
    }

    static EntityWriter writer(Representation format, Reading reading) {
        return EntityWriter.of(format, reading, BASE, "ru", CLOCK);
    }

    static String set(Representation format, Reading reading, Cursor rows) {
        return text(output -> writer(format, reading).writeSet(rows, OptionalLong.empty(), output));
    }

    static String one(Representation format, Reading reading, MemoryRows rows) {
        return text(output -> writer(format, reading).writeOne(rows.first(), output));
    }

    static String property(Representation format, Reading reading, MemoryRows rows) {
        return text(output -> writer(format, reading).writeProperty(rows.first(), output));
    }

    static String table(Representation format, Reading reading, Cursor rows) {
        return text(output -> writer(format, reading).writeTable(rows, OptionalLong.empty(), output));
    }

    static String text(Consumer<Output> writing) {
        var whole = Buffer.buffer();
        writing.accept(whole::appendBuffer);
        return whole.toString();
    }
}
