package io.polyport.odata.sql;

import java.util.List;

/**
 * A statement's text with a question mark for each bound value. Values are bound by their class, so that the database knows
 * the type without a cast: String with {@code setString}, BigDecimal with {@code setBigDecimal}, Long with {@code setLong},
 * Boolean with {@code setBoolean}, byte[] with {@code setBytes}, LocalDateTime and UUID with {@code setObject}. None is null.
 *
 * @param values String, BigDecimal, Long, Boolean, LocalDateTime, UUID or byte[], in order
 */
public record SqlQuery(String text, List<Object> values) {
    public SqlQuery {
        values = List.copyOf(values);
    }
}
