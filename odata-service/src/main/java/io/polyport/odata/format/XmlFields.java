package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the cells of fields as elements {@code d:X}; links and what is expanded are {@link AtomEntry}'s. */
final class XmlFields {
    /** What rows of a section and of a record set repeat of their owner: 1C:Enterprise leaves it out in Atom. */
    private static final Set<String> OF_OWNER = Set.of("Ref_Key", "Recorder", "Recorder_Key");

    private final Presentations presentations;

    XmlFields(Presentations presentations) {
        this.presentations = presentations;
    }

    /** @param before a line end and the tabs of the elements */
    List<Cell> cells(List<Field> fields, EntitySet owner, String before) {
        List<Cell> cells = new ArrayList<>();
        for (Field field : fields) {
            cell(field, owner, before, "").ifPresent(cells::add);
        }
        return cells;
    }

    /**
     * A field's element; nothing for links.
     *
     * @param attributes of the element, beside its type
     */
    Optional<Cell> cell(Field field, EntitySet owner, String before, String attributes) {
        String element = "d:" + field.name();
        return switch (field) {
            case Field.Value value -> Optional.of(new XmlValue(value, new XmlElement(before, element, attributes)));
            case Field.Composite composite -> Optional.of(composite(composite, before));
            case Field.Types types -> {
                String typed = attributes + XmlElement.attribute("m:type", Names.NAMESPACE + "TypeDescription");
                yield Optional.of(types(types, before, new XmlElement(before, element, typed)));
            }
            case Field.Rows rows -> {
                String typed = attributes
                        + XmlElement.attribute("m:type", "Collection(" + Names.NAMESPACE + rows.rowType() + ')');
                yield Optional.of(rows(rows, owner, before, new XmlElement(before, element, typed)));
            }
            case Field.Presented presented -> {
                var tags = new XmlElement(before, element, attributes);
                yield Optional.of((row, cursor, out) ->
                        tags.text(Utf8Output.utf8(presentations.of(presented.presentation(), row)), out));
            }
            case Field.Expanded expanded ->
                Optional.of(expanded(expanded, before, new XmlElement(before, element, attributes)));
            case Field.Choice choice -> Optional.of(choice(choice, before));
            case Field.Link link -> Optional.empty();
        };
    }

    /** {@code X} alone, as a document of its own. */
    Cell compositeValue(Field.Composite composite, XmlElement element) {
        var value = new CompositeValue(composite.columns());
        return (row, cursor, out) -> compositeValue(value, element, row, out);
    }

    private Cell composite(Field.Composite composite, String before) {
        var value = new CompositeValue(composite.columns());
        var element = new XmlElement(before, "d:" + composite.name(), "");
        var type = new XmlElement(before, "d:" + composite.name() + Names.TYPE_SUFFIX, "");
        return (row, cursor, out) -> {
            compositeValue(value, element, row, out);
            if (value.isNull(row)) {
                type.missing(out);
            } else {
                type.text(value.tag(row).typeName(), out);
            }
        };
    }

    private static void compositeValue(CompositeValue value, XmlElement element, Row row, Utf8Output out) {
        if (value.isNull(row)) {
            element.missing(out);
            return;
        }
        TypeTag tag = value.tag(row);
        if (value.isEmpty(tag, row)) {
            element.empty(out);
        } else {
            element.open(out);
            value.write(tag, row, Escapes.XML_TEXT, out);
            element.close(out);
        }
    }

    private static Cell types(Field.Types types, String before, XmlElement element) {
        int column = types.column();
        return (row, cursor, out) -> {
            if (row.isNull(column)) {
                element.missing(out);
            } else {
                XmlTypes.write(row.text(column), before, element, out);
            }
        };
    }

    private Cell rows(Field.Rows rows, EntitySet owner, String before, XmlElement element) {
        boolean records = owner.form() == EntitySet.Form.RECORD_SETS;
        String type = records ? "" : XmlElement.attribute("m:type", Names.NAMESPACE + rows.rowType());
        String inner = before + '\t';
        byte[] open = Utf8Output.utf8(inner + "<d:element" + type + '>');
        byte[] close = Utf8Output.utf8(inner + "</d:element>");
        byte[] line = Utf8Output.utf8(before);
        List<Cell> cells = cells(ofRow(rows.fields()), owner, inner + '\t');
        int child = rows.child();
        return (row, cursor, out) -> {
            Cursor.Children children = cursor.child(child);
            if (!children.next()) {
                element.empty(out);
                return;
            }
            element.open(out);
            do {
                out.raw(open);
                for (Cell cell : cells) {
                    cell.write(children.row(), cursor, out);
                }
                out.raw(close);
            } while (children.next());
            out.raw(line);
            element.close(out);
        };
    }

    private static List<Field> ofRow(List<Field> fields) {
        List<Field> own = fields.stream()
                .filter(field -> !OF_OWNER.contains(field.name()))
                .toList();
        return own.isEmpty() ? fields : own;
    }

    private Cell expanded(Field.Expanded expanded, String before, XmlElement element) {
        List<Cell> cells = cells(expanded.fields(), expanded.set(), before + '\t');
        byte[] line = Utf8Output.utf8(before);
        return (row, cursor, out) -> {
            if (row.isNull(expanded.key())) {
                element.missing(out);
                return;
            }
            element.open(out);
            cells.forEach(cell -> cell.write(row, cursor, out));
            out.raw(line);
            element.close(out);
        };
    }

    private Cell choice(Field.Choice choice, String before) {
        List<Cell> objects = choice.of().stream()
                .map(one -> expanded(one, before, new XmlElement(before, "d:" + choice.name(), "")))
                .toList();
        return (row, cursor, out) -> {
            for (int number = 0; number < objects.size(); number++) {
                if (!row.isNull(choice.of().get(number).key())) {
                    objects.get(number).write(row, cursor, out);
                    return;
                }
            }
        };
    }
}
