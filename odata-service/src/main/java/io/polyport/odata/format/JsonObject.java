package io.polyport.odata.format;

import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;
import java.util.List;

/** An object with every member on a line of its own, as 1C:Enterprise writes it. */
final class JsonObject {
    private static final byte[] END = Utf8Output.utf8("\n}");

    private final Cell[] cells;

    JsonObject(List<Cell> cells) {
        this.cells = cells.toArray(Cell[]::new);
    }

    void write(Row row, Cursor cursor, Utf8Output out) {
        out.put('{');
        out.fresh = true;
        members(row, cursor, out);
        end(out);
    }

    void members(Row row, Cursor cursor, Utf8Output out) {
        for (Cell cell : cells) {
            cell.write(row, cursor, out);
        }
    }

    static void end(Utf8Output out) {
        out.raw(END);
        out.fresh = false;
    }

    /** What stands before a member's value; {@link #name} leaves the comma out where it is the first. */
    static byte[] prefix(String name) {
        return Utf8Output.utf8(",\n\"" + Escapes.JSON.of(name) + "\": ");
    }

    static void name(byte[] prefix, Utf8Output out) {
        out.raw(prefix, out.fresh ? 1 : 0, prefix.length);
        out.fresh = false;
    }

    static void text(String name, String value, Utf8Output out) {
        name(prefix(name), out);
        out.put('"');
        Escapes.JSON.write(value, out);
        out.put('"');
    }
}
