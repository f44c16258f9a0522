package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.plan.Field;
import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands between the tags of an {@code entry}, line for line as 1C:Enterprise writes it: what it is, links, properties.
 * What is expanded stands in its link ({@code m:inline}, OData v3 Atom format §7.3).
 */
final class AtomEntry {
    private static final String LINE = "\n\t";
    private static final String ATTRIBUTE = "\n\t\t\t";
    private static final String LINK_TYPE = "application/atom+xml;type=entry;charset=utf-8";
    private static final String STREAM_TYPE = "application/octet-stream";
    private static final byte[] CONTENT = Utf8Output.utf8(LINE + "<content type=\"application/xml\"><m:properties"
            + XmlElement.attribute("xmlns:d", Names.DATA) + XmlElement.attribute("xmlns:m", Names.METADATA) + '>');
    private static final byte[] CONTENT_END = Utf8Output.utf8("\n</m:properties>" + LINE + "</content>\n");
    private static final byte[] ENTRY = Utf8Output.utf8("<entry>");
    private static final byte[] ENTRY_END = Utf8Output.utf8("</entry>");
    private static final byte[] INLINE = Utf8Output.utf8("><m:inline>");
    private static final byte[] INLINE_END = Utf8Output.utf8("</m:inline></link>");
    private static final byte[] INLINE_NOTHING = Utf8Output.utf8("><m:inline/></link>");
    private static final byte[] EMPTY_TAG = Utf8Output.utf8("/>");

    private final String base;
    private final String updated;
    private final XmlFields elements;
    private final List<Cell> cells = new ArrayList<>();

    private AtomEntry(String base, String updated, XmlFields elements) {
        this.base = base;
        this.updated = updated;
        this.elements = elements;
    }

    /** @param updated the moment of the answer, without a zone */
    static AtomEntry of(
            EntitySet set,
            Optional<EntityAddress> address,
            List<Field> fields,
            String base,
            String updated,
            XmlFields elements) {
        var entry = new AtomEntry(base, updated, elements);
        entry.head(set, address);
        fields.forEach(field -> entry.link(field, address));
        address.ifPresent(one -> {
            entry.addressed(
                    LINE + "<link rel=\"edit\"" + ATTRIBUTE + "href=\"", one, "\"" + ATTRIBUTE + "title=\"edit-link\"");
            entry.constant("/>");
        });
        entry.cells.add((row, cursor, out) -> out.raw(CONTENT));
        List<Field> properties = fields.stream().filter(AtomEntry::isProperty).toList();
        entry.cells.addAll(elements.cells(properties, set, LINE));
        entry.cells.add((row, cursor, out) -> out.raw(CONTENT_END));
        return entry;
    }

    /** Everything behind the start tag. */
    void write(Row row, Cursor cursor, Utf8Output out) {
        for (int number = 0; number < cells.size(); number++) {
            cells.get(number).write(row, cursor, out);
        }
        out.raw(ENTRY_END);
    }

    void writeWithTag(Row row, Cursor cursor, Utf8Output out) {
        out.raw(ENTRY);
        write(row, cursor, out);
    }

    private static boolean isProperty(Field field) {
        return !(field instanceof Field.Expanded) && !(field instanceof Field.Choice);
    }

    private void head(EntitySet set, Optional<EntityAddress> address) {
        address.ifPresent(one -> addressed(LINE + "<id>" + Escapes.XML_TEXT.of(base + '/'), one, "</id>"));
        constant(LINE + "<category" + XmlElement.attribute("term", Names.NAMESPACE + set.name())
                + ATTRIBUTE + "scheme=\"" + Names.SCHEME + "\"/>"
                + LINE + "<title type=\"text\"/>"
                + LINE + "<updated>" + updated + "</updated>"
                + LINE + "<author/>"
                + LINE + "<summary/>");
    }

    private void link(Field field, Optional<EntityAddress> address) {
        switch (field) {
            case Field.Link link -> link(link, address);
            case Field.Expanded expanded -> expanded(expanded, address);
            case Field.Choice choice -> choice(choice, address);
            default -> {}
        }
    }

    private void link(Field.Link link, Optional<EntityAddress> address) {
        if (address.isEmpty()) {
            return;
        }
        var tag = linkTag(link.name(), link.stream(), address);
        cells.add((row, cursor, out) -> {
            if (Links.leads(link, row)) {
                tag.write(row, cursor, out);
                out.raw(EMPTY_TAG);
            }
        });
    }

    private void expanded(Field.Expanded expanded, Optional<EntityAddress> address) {
        var tag = linkTag(expanded.name(), false, address);
        var inner = inner(expanded);
        cells.add((row, cursor, out) -> {
            tag.write(row, cursor, out);
            if (row.isNull(expanded.key())) {
                out.raw(INLINE_NOTHING);
            } else {
                inline(inner, row, cursor, out);
            }
        });
    }

    private void choice(Field.Choice choice, Optional<EntityAddress> address) {
        var tag = linkTag(choice.name(), false, address);
        List<AtomEntry> inner = choice.of().stream().map(this::inner).toList();
        cells.add((row, cursor, out) -> {
            for (int number = 0; number < inner.size(); number++) {
                if (!row.isNull(choice.of().get(number).key())) {
                    tag.write(row, cursor, out);
                    inline(inner.get(number), row, cursor, out);
                    return;
                }
            }
        });
    }

    private static void inline(AtomEntry entry, Row row, Cursor cursor, Utf8Output out) {
        out.raw(INLINE);
        entry.writeWithTag(row, cursor, out);
        out.raw(INLINE_END);
    }

    private AtomEntry inner(Field.Expanded expanded) {
        var address = EntityAddress.ofObject(expanded.set(), expanded.key());
        return of(expanded.set(), Optional.of(address), expanded.fields(), base, updated, elements);
    }

    /** The tag without its end. */
    private Cell linkTag(String name, boolean stream, Optional<EntityAddress> address) {
        byte[] start = Utf8Output.utf8(
                LINE + "<link" + XmlElement.attribute("rel", (stream ? Names.MEDIA_RESOURCE : Names.RELATED) + name)
                        + ATTRIBUTE + "href=\"");
        byte[] end = Utf8Output.utf8('/' + name + '"' + ATTRIBUTE + "type=\"" + (stream ? STREAM_TYPE : LINK_TYPE) + '"'
                + ATTRIBUTE + "title=\"" + name + '"');
        return (row, cursor, out) -> {
            out.raw(start);
            address.ifPresent(one -> one.write(row, out));
            out.raw(end);
        };
    }

    private void addressed(String before, EntityAddress address, String after) {
        byte[] start = Utf8Output.utf8(before);
        byte[] end = Utf8Output.utf8(after);
        cells.add((row, cursor, out) -> {
            out.raw(start);
            address.write(row, out);
            out.raw(end);
        });
    }

    private void constant(String text) {
        byte[] utf8 = Utf8Output.utf8(text);
        cells.add((row, cursor, out) -> out.raw(utf8));
    }
}
