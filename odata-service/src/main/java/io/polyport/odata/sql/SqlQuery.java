package io.polyport.odata.sql;

import java.util.List;

/**
 * A statement's text with a question mark for each bound value.
 *
 * @param values String, BigDecimal, Long, Boolean, LocalDateTime, UUID or byte[], in order
 */
public record SqlQuery(String text, List<Object> values) {
    public SqlQuery {
        values = List.copyOf(values);
    }
}
