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
    private final ResultSet results;
    private final Function<SQLException, RuntimeException> failure;
    private final RowsAtOnce atOnce;
    private long bytes;

    PostgresRow(ResultSet results, Function<SQLException, RuntimeException> failure, RowsAtOnce atOnce) {
        this.results = results;
        this.failure = failure;
        this.atOnce = atOnce;
    }

    /** The driver fetches so many rows as it is told before the last of those it has is left. */
    @Override
    public void leave() throws SQLException {
        if (atOnce.left(bytes)) {
            results.setFetchSize(atOnce.rows());
        }
        bytes = 0;
    }

    private byte[] raw(int column) {
        try {
            return results.getBytes(column + 1);
        } catch (SQLException broken) {
            throw failure.apply(broken);
        }
    }

    private byte[] value(int column) {
        byte[] value = raw(column);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null; ask isNull before");
        }
        bytes += value.length;
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
