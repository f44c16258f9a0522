package io.polyport.odata.plan;

import io.polyport.odata.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * The entities of a reading as text, one a line: {@code Name=value}, sections as {@code [row|row]}, expanded objects as
 * {@code {…}}, links as {@code ~Name}. The statements are read side by side, so that a section in another order than its owners
 * is noticed.
 */
final class ShownRows {
    private final List<ChildRows> children = new ArrayList<>();
    private final Reading reading;

    private ShownRows(Reading reading) {
        this.reading = reading;
    }

    static List<String> of(Reading reading, Connection connection, Dialect dialect) throws SQLException {
        return new ShownRows(reading).read(connection, dialect);
    }

    private List<String> read(Connection connection, Dialect dialect) throws SQLException {
        var lines = new ArrayList<String>();
        for (var child : reading.children()) {
            children.add(new ChildRows(child, RunStatement.open(child.rows(), connection, dialect)));
        }
        try (var rows = RunStatement.open(reading.rows(), connection, dialect)) {
            while (rows.next()) {
                lines.add(fields(reading.fields(), rows));
            }
        }
        for (var child : children) {
            child.requireEnd();
        }
        return lines;
    }

    private String fields(List<Field> fields, ResultSet row) throws SQLException {
        var text = new StringJoiner(" ");
        for (var field : fields) {
            text.add(field(field, row));
        }
        return text.toString();
    }

    private String field(Field field, ResultSet row) throws SQLException {
        return switch (field) {
            case Field.Value value -> value.name() + "=" + value(row, value.column());
            case Field.Composite composite -> composite.name() + "=" + composite(composite.columns(), row);
            case Field.Types types -> types.name() + "=" + value(row, types.column());
            case Field.Rows rows -> rows.name() + "=[" + section(rows, row) + "]";
            case Field.Expanded expanded -> expanded.name() + "=" + expanded(expanded, row);
            case Field.Choice choice -> choice.name() + "=" + choice(choice, row);
            case Field.Link link -> "~" + link.name();
            case Field.Presented presented -> presented.name() + "=" + presented(presented.presentation(), row);
        };
    }

    static String value(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column + 1);
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> bytes.length + " bytes";
            case java.sql.Blob blob -> blob.length() + " bytes";
            case java.sql.Timestamp moment -> moment(row.getObject(column + 1, LocalDateTime.class));
            case java.math.BigDecimal number -> number.stripTrailingZeros().toPlainString();
            case java.util.UUID key -> Keyed.shown(key);
            default -> value.toString().strip();
        };
    }

    private static String moment(LocalDateTime moment) {
        return moment.toString();
    }

    private static String composite(Field.Composite.Columns columns, ResultSet row) throws SQLException {
        String tag = row.getString(columns.tag() + 1);
        if (tag == null) {
            return "null";
        }
        OptionalInt column = switch (tag) {
            case "" -> OptionalInt.empty();
            case "String" -> columns.text();
            case "Number" -> columns.number();
            case "Boolean" -> columns.flag();
            case "Date" -> columns.moment();
            default -> tag.startsWith("Enum.") ? columns.text() : columns.reference();
        };
        return tag + ":" + (column.isPresent() ? value(row, column.getAsInt()) : "");
    }

    private String section(Field.Rows rows, ResultSet row) throws SQLException {
        var text = new StringJoiner("|");
        var child = children.get(rows.child());
        while (child.belongsTo(row)) {
            text.add(fields(rows.fields(), child.rows));
            child.pass();
        }
        return text.toString();
    }

    private String expanded(Field.Expanded expanded, ResultSet row) throws SQLException {
        String fields = fields(expanded.fields(), row);
        return row.getObject(expanded.key() + 1) == null ? "null" : "{" + fields + "}";
    }

    private String choice(Field.Choice choice, ResultSet row) throws SQLException {
        String shown = "none";
        for (var one : choice.of()) {
            String text = expanded(one, row);
            shown = text.equals("null") ? shown : one.set().name() + text;
        }
        return shown;
    }

    private static String presented(Presentation presentation, ResultSet row) throws SQLException {
        return switch (presentation) {
            case Presentation.Text text -> value(row, text.column());
            case Presentation.Decimal decimal -> value(row, decimal.column());
            case Presentation.Bool bool -> value(row, bool.column());
            case Presentation.Moment moment -> value(row, moment.column());
            case Presentation.Guid guid -> value(row, guid.column());
            case Presentation.Enumerated one -> "enum:" + value(row, one.column());
            case Presentation.FirstOf first -> "first " + values(first.columns(), row);
            case Presentation.Document document ->
                document.synonym().in("ru") + " " + value(row, document.number().orElseThrow()) + " "
                        + value(row, document.date());
            case Presentation.ByTag byTag -> {
                var one = byTag.presentations().get(row.getString(byTag.tag() + 1));
                yield one == null ? "" : presented(one, row);
            }
        };
    }

    private static String values(List<Integer> columns, ResultSet row) throws SQLException {
        var text = new StringJoiner(",");
        for (int column : columns) {
            text.add(value(row, column));
        }
        return text.toString();
    }

    /** Goes through the rows of all owners once. */
    private static final class ChildRows {
        private final Reading.Child child;
        private final ResultSet rows;
        private boolean there;

        ChildRows(Reading.Child child, ResultSet rows) throws SQLException {
            this.child = child;
            this.rows = rows;
            this.there = rows.next();
        }

        boolean belongsTo(ResultSet owner) throws SQLException {
            if (!there) {
                return false;
            }
            for (int n = 0; n < child.keys().size(); n++) {
                if (!Objects.equals(
                        rows.getObject(n + 1), owner.getObject(child.keys().get(n) + 1))) {
                    return false;
                }
            }
            return true;
        }

        void pass() throws SQLException {
            there = rows.next();
        }

        void requireEnd() throws SQLException {
            if (there) {
                throw new IllegalStateException("a row of a section belongs to no owner in their order");
            }
            rows.close();
        }
    }
}
