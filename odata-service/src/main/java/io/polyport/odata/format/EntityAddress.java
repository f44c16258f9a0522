package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the address of an entity below the publication's root: {@code Catalog_Товары(guid'…')}. Letters stand as they are, as
 * 1C:Enterprise has them; only what would end or change a URL, a JSON string or an XML attribute is percent-encoded.
 */
final class EntityAddress {
    private static final String CONSTANT = "(guid'00000000-0000-0000-0000-000000000000')";
    private static final String ENCODED = "%/?#[]&+\"<>\\^`{|} ;";
    private static final byte[] HEX = Utf8Output.utf8("0123456789ABCDEF");

    /** One part of the key. */
    private interface Part {
        void write(Row row, Utf8Output out);
    }

    private final List<Part> parts = new ArrayList<>();

    private EntityAddress() {}

    /** Of entities whose key parts are these fields; nothing when they have none, and so no address. */
    static Optional<EntityAddress> of(EntitySet set, List<Field> key) {
        var address = new EntityAddress();
        if (set.form() == EntitySet.Form.VALUE) {
            address.literal(set.name() + CONSTANT);
            return Optional.of(address);
        }
        if (key.isEmpty()) {
            return Optional.empty();
        }
        boolean named = key.size() > 1 || key.getFirst() instanceof Field.Composite;
        address.literal(set.name() + '(');
        for (int number = 0; number < key.size(); number++) {
            address.part(key.get(number), number > 0 ? "," : "", named);
        }
        address.literal(")");
        return Optional.of(address);
    }

    /** Of objects whose key is in one column. */
    static EntityAddress ofObject(EntitySet set, int key) {
        return of(set, List.of(new Field.Value("Ref_Key", Field.Edm.GUID, key))).orElseThrow();
    }

    void write(Row row, Utf8Output out) {
        for (int number = 0; number < parts.size(); number++) {
            parts.get(number).write(row, out);
        }
    }

    private void part(Field field, String before, boolean named) {
        switch (field) {
            case Field.Value value -> {
                literal(before + (named ? value.name() + '=' : ""));
                value(value);
            }
            case Field.Composite composite -> composite(composite, before);
            default -> throw new IllegalStateException("a key can't have the part " + field);
        }
    }

    private void value(Field.Value value) {
        int column = value.column();
        switch (value.type()) {
            case GUID -> quoted("guid'", (row, out) -> Scalars.guid(row.guid(column), out));
            case DATE_TIME -> quoted("datetime'", (row, out) -> Scalars.moment(row.moment(column), out));
            case STRING -> quoted("'", (row, out) -> text(row.utf8(column), out));
            case BOOLEAN -> parts.add((row, out) -> Scalars.flag(row.flag(column), out));
            case INT16, INT32, INT64, DOUBLE -> parts.add((row, out) -> Scalars.decimal(row.decimal(column), out));
            case BINARY, VERSION -> throw new IllegalStateException("a key can't have the part " + value.name());
        }
    }

    private void composite(Field.Composite composite, String before) {
        var value = new CompositeValue(composite.columns());
        literal(before + composite.name() + '=');
        quoted("'", (row, out) -> composed(value, row, out));
        literal(',' + composite.name() + Names.TYPE_SUFFIX + '=');
        quoted("'", (row, out) -> out.raw(value.tag(row).typeName()));
    }

    private static void composed(CompositeValue value, Row row, Utf8Output out) {
        TypeTag tag = value.tag(row);
        if (tag.holder() == TypeTag.Holder.TEXT) {
            text(value.text(row), out);
        } else {
            value.write(tag, row, Escapes.JSON, out);
        }
    }

    private void quoted(String open, Part value) {
        literal(open);
        parts.add(value);
        literal("'");
    }

    private void literal(String text) {
        byte[] utf8 = Utf8Output.utf8(text);
        parts.add((row, out) -> out.raw(utf8));
    }

    private static void text(byte[] utf8, Utf8Output out) {
        for (byte one : utf8) {
            if (one == '\'') {
                out.put('\'');
                out.put('\'');
            } else if (one >= 0 && (one < ' ' || one == 0x7f || ENCODED.indexOf(one) >= 0)) {
                out.put('%');
                out.put((char) HEX[one >> 4]);
                out.put((char) HEX[one & 15]);
            } else {
                out.need(1);
                out.bytes[out.size++] = one;
            }
        }
    }
}
