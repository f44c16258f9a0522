package io.polyport.odata.rows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.function.Function;

/**
 * A row of PostgreSQL, read from the bytes that came over the wire: UUIDs, moments and truth values are in text or binary
 * form, as the driver has agreed with the server; numbers and texts are always text ({@link PostgresEngine}).
 */
final class PostgresRow implements RowAtHand {
    /** As many as come first, when nobody knows yet how large they are. */
    static final int FIRST_ROWS = 50;

    /** Of rows that are fetched at once, together. */
    private static final int FETCHED_BYTES = 512 * 1024;

    private final ResultSet results;
    private final Function<SQLException, RuntimeException> failure;
    private final int fetchSize;
    private int rows;
    private long bytes;

    PostgresRow(ResultSet results, Function<SQLException, RuntimeException> failure, int fetchSize) {
        this.results = results;
        this.failure = failure;
        this.fetchSize = fetchSize;
    }

    /** Fetches fewer rows at once where they are large, so that the memory for them does not grow with them. */
    @Override
    public void moved() throws SQLException {
        if (rows++ == FIRST_ROWS - 2) {
            long each = Math.max(1, bytes / rows);
            results.setFetchSize(Math.clamp(FETCHED_BYTES / each, 1, fetchSize));
            rows = 0;
            bytes = 0;
        }
    }

    private byte[] raw(int column) {
        try {
            byte[] value = results.getBytes(column + 1);
            if (value != null) {
                bytes += value.length;
            }
            return value;
        } catch (SQLException broken) {
            throw failure.apply(broken);
        }
    }

    private byte[] value(int column) {
        byte[] value = raw(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null; ask isNull before");
        }
        return value;
    }

    @Override
    public boolean isNull(int column) {
        return raw(column) == null;
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
