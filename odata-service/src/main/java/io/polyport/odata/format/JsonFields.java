package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the cells of a reading's fields, for one level of metadata. */
final class JsonFields {
    private static final byte[] NULL = Utf8Output.utf8("null");
    private static final String LINK = "@navigationLinkUrl";

    private final Representation level;
    private final String base;
    private final Presentations presentations;

    JsonFields(Representation level, String base, Presentations presentations) {
        this.level = level;
        this.base = base;
        this.presentations = presentations;
    }

    /** @param address of the entities; without it they have no links */
    JsonObject entity(EntitySet set, Optional<EntityAddress> address, List<Field> fields) {
        List<Cell> cells = new ArrayList<>();
        if (level == Representation.JSON_FULL) {
            cells.add(constant("odata.type", Names.NAMESPACE + set.name()));
            address.ifPresent(one -> {
                cells.add(addressed("odata.id", base + '/', one, ""));
                cells.add(addressed("odata.editLink", "", one, ""));
            });
        }
        fields.forEach(field -> cells.add(cell(field, address)));
        return new JsonObject(cells);
    }

    /** A field that is shown by itself, under another name than its own. */
    Cell alone(Field field, String name) {
        return switch (field) {
            case Field.Value value -> new JsonValue(value, JsonObject.prefix(name));
            case Field.Composite composite -> {
                var value = new CompositeValue(composite.columns());
                byte[] prefix = JsonObject.prefix(name);
                yield (row, cursor, out) -> compositeText(value, prefix, row, out);
            }
            case Field.Rows rows -> rows(rows, JsonObject.prefix(name));
            case Field.Types types -> types(types, JsonObject.prefix(name));
            case Field.Presented presented -> presented(presented, JsonObject.prefix(name));
            case Field.Expanded expanded -> expanded(expanded, Optional.empty());
            case Field.Choice choice -> choice(choice);
            case Field.Link link -> throw new IllegalStateException("a link is no property: " + link);
        };
    }

    private Cell cell(Field field, Optional<EntityAddress> address) {
        return switch (field) {
            case Field.Value value -> new JsonValue(value, typed(value.name(), type(value.type())));
            case Field.Composite composite -> composite(composite);
            case Field.Types types -> types(types, typed(types.name(), Names.NAMESPACE + "TypeDescription"));
            case Field.Rows rows ->
                rows(rows, typed(rows.name(), "Collection(" + Names.NAMESPACE + rows.rowType() + ')'));
            case Field.Expanded expanded -> expanded(expanded, address);
            case Field.Choice choice -> choice(choice);
            case Field.Link link -> link(link, address);
            case Field.Presented presented -> presented(presented, JsonObject.prefix(presented.name()));
        };
    }

    /** With {@code X@odata.type} before, where full metadata are asked for and JSON itself does not tell the type. */
    private byte[] typed(String name, String type) {
        byte[] prefix = JsonObject.prefix(name);
        if (level != Representation.JSON_FULL || type.isEmpty()) {
            return prefix;
        }
        String annotation = new String(JsonObject.prefix(name + "@odata.type"), StandardCharsets.UTF_8);
        return Utf8Output.utf8(annotation + '"' + type + '"' + new String(prefix, StandardCharsets.UTF_8));
    }

    private static String type(Field.Edm type) {
        return switch (type) {
            case STRING, VERSION, BOOLEAN, INT32 -> "";
            case GUID, DATE_TIME, INT16, INT64, DOUBLE, BINARY -> type.typeName();
        };
    }

    private static Cell constant(String name, String value) {
        byte[] member = Utf8Output.utf8(
                new String(JsonObject.prefix(name), StandardCharsets.UTF_8) + '"' + Escapes.JSON.of(value) + '"');
        return (row, cursor, out) -> JsonObject.name(member, out);
    }

    private static Cell addressed(String name, String before, EntityAddress address, String after) {
        byte[] start = Utf8Output.utf8(
                new String(JsonObject.prefix(name), StandardCharsets.UTF_8) + '"' + Escapes.JSON.of(before));
        byte[] end = Utf8Output.utf8(Escapes.JSON.of(after) + '"');
        return (row, cursor, out) -> {
            JsonObject.name(start, out);
            address.write(row, out);
            out.raw(end);
        };
    }

    private Cell composite(Field.Composite composite) {
        var value = new CompositeValue(composite.columns());
        byte[] name = JsonObject.prefix(composite.name());
        byte[] typeName = JsonObject.prefix(composite.name() + Names.TYPE_SUFFIX);
        return (row, cursor, out) -> {
            compositeText(value, name, row, out);
            JsonObject.name(typeName, out);
            if (value.isNull(row)) {
                out.raw(NULL);
            } else {
                out.put('"');
                out.raw(value.tag(row).typeName());
                out.put('"');
            }
        };
    }

    private static void compositeText(CompositeValue value, byte[] name, Row row, Utf8Output out) {
        JsonObject.name(name, out);
        if (value.isNull(row)) {
            out.raw(NULL);
            return;
        }
        out.put('"');
        value.write(value.tag(row), row, Escapes.JSON, out);
        out.put('"');
    }

    private static Cell types(Field.Types types, byte[] name) {
        int column = types.column();
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            byte[] json = row.isNull(column) ? NULL : row.utf8(column);
            out.raw(json.length == 0 ? NULL : json);
        };
    }

    private Cell rows(Field.Rows rows, byte[] name) {
        List<Cell> cells = new ArrayList<>();
        rows.fields().forEach(field -> cells.add(cell(field, Optional.empty())));
        var object = new JsonObject(cells);
        int child = rows.child();
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            section(cursor.child(child), object, cursor, out);
        };
    }

    private static void section(Cursor.Children children, JsonObject object, Cursor cursor, Utf8Output out) {
        out.put('[');
        boolean first = true;
        while (children.next()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            out.put('\n');
            object.write(children.row(), cursor, out);
        }
        if (!first) {
            out.put('\n');
        }
        out.put(']');
    }

    private Cell expanded(Field.Expanded expanded, Optional<EntityAddress> owner) {
        byte[] name = JsonObject.prefix(expanded.name());
        int key = expanded.key();
        var object =
                entity(expanded.set(), Optional.of(EntityAddress.ofObject(expanded.set(), key)), expanded.fields());
        Optional<Cell> link = expanded.link()
                .filter(one -> hasLinks())
                .flatMap(one -> owner.map(address -> addressed(one.name() + LINK, "", address, '/' + one.name())));
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            if (row.isNull(key)) {
                out.raw(NULL);
                link.ifPresent(cell -> cell.write(row, cursor, out));
            } else {
                object.write(row, cursor, out);
            }
        };
    }

    private Cell choice(Field.Choice choice) {
        byte[] name = JsonObject.prefix(choice.name());
        List<Field.Expanded> of = choice.of();
        List<JsonObject> objects = of.stream()
                .map(one -> entity(one.set(), Optional.of(EntityAddress.ofObject(one.set(), one.key())), one.fields()))
                .toList();
        return (row, cursor, out) -> {
            for (int number = 0; number < of.size(); number++) {
                if (!row.isNull(of.get(number).key())) {
                    JsonObject.name(name, out);
                    objects.get(number).write(row, cursor, out);
                    return;
                }
            }
        };
    }

    private Cell link(Field.Link link, Optional<EntityAddress> owner) {
        if (owner.isEmpty() || !hasLinks()) {
            return (row, cursor, out) -> {};
        }
        var cell = addressed(link.name() + LINK, "", owner.get(), '/' + link.name());
        return (row, cursor, out) -> {
            if (Links.leads(link, row)) {
                cell.write(row, cursor, out);
            }
        };
    }

    private Cell presented(Field.Presented presented, byte[] name) {
        return (row, cursor, out) -> {
            JsonObject.name(name, out);
            out.put('"');
            Escapes.JSON.write(presentations.of(presented.presentation(), row), out);
            out.put('"');
        };
    }

    private boolean hasLinks() {
        return level != Representation.JSON_NONE;
    }
}
