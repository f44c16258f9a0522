package io.polyport.odata.format;

import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Reading;
import io.polyport.odata.rows.Cursor;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Data as Atom, line for line as 1C:Enterprise lays it out (OD-20). */
final class AtomWriter implements EntityWriter {
    private static final String SPACES =
            XmlElement.attribute("xmlns:d", Names.DATA) + XmlElement.attribute("xmlns:m", Names.METADATA);
    private static final String LINE = "\n";

    private final Reading reading;
    private final String base;
    private final XmlFields elements;
    private final AtomEntry entry;

    AtomWriter(Reading reading, String base, String language, Clock clock) {
        this.reading = reading;
        this.base = base;
        elements = new XmlFields(new Presentations(language));
        var address = EntityAddress.of(reading.set(), reading.key());
        entry = AtomEntry.of(reading.set(), address, reading.fields(), base, now(clock), elements);
    }

    private static String now(Clock clock) {
        var text = new StringBuilder();
        var out = new Utf8Output(text::append);
        Scalars.moment(LocalDateTime.now(clock), out);
        out.end();
        return text.toString();
    }

    @Override
    public void writeSet(Cursor cursor, OptionalLong count, Output output) {
        var out = start(output);
        out.raw("<feed" + XmlElement.attribute("xmlns", Names.ATOM)
                + XmlElement.attribute("xmlns:at", Names.TOMBSTONES) + SPACES
                + XmlElement.attribute("xml:base", base + '/') + '>');
        while (cursor.next()) {
            out.put('\n');
            entry.writeWithTag(cursor.row(), cursor, out);
        }
        count.ifPresent(number -> out.raw("\n<m:count>" + number + "</m:count>"));
        out.raw("\n</feed>");
        out.end();
    }

    @Override
    public void writeOne(Cursor cursor, Output output) {
        var out = start(output);
        out.raw("<entry" + XmlElement.attribute("xmlns", Names.ATOM) + SPACES
                + XmlElement.attribute("xml:base", base + '/') + '>');
        entry.write(cursor.row(), cursor, out);
        out.end();
    }

    /** There is no place for a count. */
    @Override
    public void writeTable(Cursor cursor, OptionalLong count, Output output) {
        List<Cell> cells = elements.cells(reading.fields(), reading.set(), LINE);
        var out = start(output);
        out.raw("\n<d:Result" + SPACES + '>');
        while (cursor.next()) {
            out.raw("\n<d:element>");
            for (Cell cell : cells) {
                cell.write(cursor.row(), cursor, out);
            }
            out.raw("\n</d:element>");
        }
        out.raw("\n</d:Result>");
        out.end();
    }

    @Override
    public void writeProperty(Cursor cursor, Output output) {
        Field field = reading.fields().getFirst();
        Optional<Cell> cell = field instanceof Field.Composite composite
                ? Optional.of(elements.compositeValue(composite, new XmlElement(LINE, "d:" + field.name(), SPACES)))
                : elements.cell(field, reading.set(), LINE, SPACES);
        var out = start(output);
        cell.orElseThrow(() -> new IllegalStateException("no property by itself: " + field))
                .write(cursor.row(), cursor, out);
        out.end();
    }

    private static Utf8Output start(Output output) {
        var out = new Utf8Output(output);
        out.raw(Names.XML);
        return out;
    }
}
