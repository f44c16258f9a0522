package io.polyport.odata.format;

import io.polyport.odata.rows.Cursor;
import io.polyport.odata.rows.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** Rows that stand in memory as a driver has them: text as UTF-8, numbers as digits. */
final class MemoryRows implements Cursor {
    /** A row with its own rows of each child. */
    private static final class Whole {
        final Object[] values;
        final List<List<Object[]>> children;

        Whole(Object[] values, List<List<Object[]>> children) {
            this.values = values;
            this.children = children;
        }
    }

    private final Iterator<Whole> rows;
    private Whole at;

    private MemoryRows(List<Whole> rows) {
        this.rows = rows.iterator();
    }

    /** Rows without children. */
    @SafeVarargs
    static MemoryRows of(List<Object>... rows) {
        List<Whole> whole = new ArrayList<>();
        for (List<Object> row : rows) {
            whole.add(new Whole(kept(row), List.of()));
        }
        return new MemoryRows(whole);
    }

    /** One row and the rows of its children. */
    @SafeVarargs
    static MemoryRows with(List<Object> row, List<List<Object>>... children) {
        List<List<Object[]>> kept = new ArrayList<>();
        for (List<List<Object>> child : children) {
            kept.add(child.stream().map(MemoryRows::kept).toList());
        }
        return new MemoryRows(List.of(new Whole(kept(row), kept)));
    }

    /** At its first row. */
    MemoryRows first() {
        if (!next()) {
            throw new IllegalStateException("there is no row");
        }
        return this;
    }

    static Row row(Object... values) {
        return new MemoryRow(kept(List.of(values)));
    }

    private static Object[] kept(List<Object> values) {
        return values.stream().map(MemoryRows::kept).toArray();
    }

    private static Object kept(Object value) {
        return switch (value) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case BigDecimal number -> number.toPlainString().getBytes(StandardCharsets.US_ASCII);
            case Integer number -> number.toString().getBytes(StandardCharsets.US_ASCII);
            case Long number -> number.toString().getBytes(StandardCharsets.US_ASCII);
            default -> value;
        };
    }

    @Override
    public boolean next() {
        boolean more = rows.hasNext();
        at = more ? rows.next() : null;
        return more;
    }

    @Override
    public Row row() {
        return new MemoryRow(at.values);
    }

    @Override
    public Children child(int number) {
        Iterator<Object[]> rest = at.children.get(number).iterator();
        return new Children() {
            private Object[] values;

            @Override
            public boolean next() {
                boolean more = rest.hasNext();
                values = more ? rest.next() : null;
                return more;
            }

            @Override
            public Row row() {
                return new MemoryRow(values);
            }
        };
    }

    /** What stands for null, since lists have none. */
    enum Missing {
        NULL
    }

    private static final class MemoryRow implements Row {
        private final Object[] values;

        MemoryRow(Object... values) {
            this.values = values;
        }

        @Override
        public boolean isNull(int column) {
            return values[column] == Missing.NULL;
        }

        @Override
        public byte[] utf8(int column) {
            return (byte[]) values[column];
        }

        @Override
        public String text(int column) {
            return new String(utf8(column), StandardCharsets.UTF_8);
        }

        @Override
        public byte[] decimal(int column) {
            return (byte[]) values[column];
        }

        @Override
        public BigDecimal number(int column) {
            return new BigDecimal(text(column));
        }

        @Override
        public boolean flag(int column) {
            return (boolean) values[column];
        }

        @Override
        public LocalDateTime moment(int column) {
            return (LocalDateTime) values[column];
        }

        @Override
        public UUID guid(int column) {
            return (UUID) values[column];
        }

        @Override
        public byte[] bytes(int column) {
            return (byte[]) values[column];
        }
    }
}
