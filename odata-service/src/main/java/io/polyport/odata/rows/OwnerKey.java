package io.polyport.odata.rows;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Tells whether a child's row belongs to the entity at hand: its first columns are equal to the entity's key. */
final class OwnerKey {
    /** How two values are compared; the driver may have sent one as text and the other in binary form. */
    private enum Comparison {
        GUID,
        MOMENT,
        NUMBER,
        FLAG,
        TEXT
    }

    private final Row owner;
    private final Row row;
    private final int[] columns;
    private final Comparison[] comparisons;

    private OwnerKey(Row owner, Row row, int[] columns, Comparison[] comparisons) {
        this.owner = owner;
        this.row = row;
        this.columns = columns;
        this.comparisons = comparisons;
    }

    /** @param columns of the owner that the first columns of the rows are equal to */
    static OwnerKey of(Running<?> running, Results owner, Results rows, List<Integer> columns) {
        var comparisons = new Comparison[columns.size()];
        try {
            for (int number = 0; number < comparisons.length; number++) {
                comparisons[number] = comparison(rows.typeName(number));
            }
        } catch (SQLException broken) {
            throw running.failure(broken);
        }
        return new OwnerKey(
                owner.row(),
                rows.row(),
                columns.stream().mapToInt(Integer::intValue).toArray(),
                comparisons);
    }

    private static Comparison comparison(String typeName) {
        String name = typeName.toLowerCase(Locale.ROOT);
        if (name.startsWith("timestamp")) {
            return Comparison.MOMENT;
        }
        return switch (name) {
            case "uuid" -> Comparison.GUID;
            case "bool", "boolean" -> Comparison.FLAG;
            case "numeric", "decimal", "bigint", "integer", "smallint", "int2", "int4", "int8" -> Comparison.NUMBER;
            default -> Comparison.TEXT;
        };
    }

    boolean isOwners() {
        for (int number = 0; number < columns.length; number++) {
            int column = columns[number];
            boolean equal = switch (comparisons[number]) {
                case GUID -> row.guid(number).equals(owner.guid(column));
                case MOMENT -> row.moment(number).equals(owner.moment(column));
                case NUMBER -> row.number(number).compareTo(owner.number(column)) == 0;
                case FLAG -> row.flag(number) == owner.flag(column);
                case TEXT -> Arrays.equals(row.utf8(number), owner.utf8(column));
            };
            if (!equal) {
                return false;
            }
        }
        return true;
    }
}
