package io.polyport.odata.rows;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

/** The values of a statement; both databases take them in the same way. */
final class BoundValues {
    private BoundValues() {}

    static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        int number = 0;
        for (Object value : values) {
            number++;
            switch (value) {
                case String text -> statement.setString(number, text);
                case BigDecimal decimal -> statement.setBigDecimal(number, decimal);
                case Long whole -> statement.setLong(number, whole);
                case Boolean flag -> statement.setBoolean(number, flag);
                // As they are: java.sql.Timestamp would pass through the zone of this machine.
                case LocalDateTime moment -> statement.setObject(number, moment);
                case UUID guid -> statement.setObject(number, guid);
                case byte[] bytes -> statement.setBytes(number, bytes);
                default ->
                    throw new IllegalArgumentException("value " + number + " is of a type that is never bound: "
                            + value.getClass().getName());
            }
        }
    }
}
