package io.polyport.odata.rows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A row of PostgreSQL, read from the bytes that came over the wire: UUIDs, moments and truth values are in text or binary
 * form, as the driver has agreed with the server; numbers and texts are always text ({@link PostgresEngine}).
 */
final class PostgresRow implements RowAtHand {
    private static final byte[][] NONE = {};

    private final FetchAhead ahead;
    private List<byte[][]> rows = List.of();
    private int following;
    private byte[][] values = NONE;

    PostgresRow(FetchAhead ahead) {
        this.ahead = ahead;
    }

    @Override
    public boolean next() throws SQLException {
        if (following == rows.size()) {
            // Not to be kept while others are waited for, nor taken for the end should these fail.
            rows = List.of();
            following = 0;
            values = NONE;
            rows = ahead.take();
        }
        if (rows.isEmpty()) {
            return false;
        }
        values = rows.get(following++);
        return true;
    }

    @Override
    public boolean isFetching() {
        return ahead.isFetching();
    }

    @Override
    public void awaitIdle() {
        ahead.awaitIdle();
    }

    private byte[] value(int column) {
        byte[] value = values[column];
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null; ask isNull before");
        }
        return value;
    }

    @Override
    public boolean isNull(int column) {
        return values[column] == null;
    }

    @Override
    public byte[] utf8(int column) {
        return value(column);
    }

    @Override
    public String text(int column) {
        return new String(value(column), StandardCharsets.UTF_8);
    }

    @Override
    public byte[] decimal(int column) {
        return value(column);
    }

    @Override
    public BigDecimal number(int column) {
        return new BigDecimal(new String(value(column), StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean flag(int column) {
        byte first = value(column)[0];
        return first == 't' || first == 1;
    }

    @Override
    public LocalDateTime moment(int column) {
        return PostgresBytes.moment(value(column));
    }

    @Override
    public UUID guid(int column) {
        return PostgresBytes.guid(value(column));
    }

    @Override
    public byte[] bytes(int column) {
        return value(column);
    }
}
