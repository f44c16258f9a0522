package io.polyport.odata.rows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.function.Function;

/** A row of H2, read without {@code java.sql.Timestamp}, which would shift moments that a zone's clock skips. */
final class H2Row implements RowAtHand {
    private final ResultSet results;
    private final Function<SQLException, RuntimeException> failure;

    H2Row(ResultSet results, Function<SQLException, RuntimeException> failure) {
        this.results = results;
        this.failure = failure;
    }

    @FunctionalInterface
    private interface Getter<T> {
        T get(int number) throws SQLException;
    }

    private <T> T value(int column, Getter<T> getter) {
        try {
            T value = getter.get(column + 1);
            if (value == null) {
                throw new IllegalStateException("column " + column + " is null; ask isNull before");
            }
            return value;
        } catch (SQLException broken) {
            throw failure.apply(broken);
        }
    }

    @Override
    public boolean next() throws SQLException {
        return results.next();
    }

    @Override
    public boolean isFetching() {
        return false;
    }

    @Override
    public void awaitIdle() {}

    @Override
    public boolean isNull(int column) {
        try {
            return results.getObject(column + 1) == null;
        } catch (SQLException broken) {
            throw failure.apply(broken);
        }
    }

    @Override
    public byte[] utf8(int column) {
        return text(column).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String text(int column) {
        return value(column, results::getString);
    }

    @Override
    public byte[] decimal(int column) {
        return number(column).toPlainString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public BigDecimal number(int column) {
        return value(column, results::getBigDecimal);
    }

    @Override
    public boolean flag(int column) {
        return value(column, results::getBoolean);
    }

    @Override
    public LocalDateTime moment(int column) {
        return value(column, number -> results.getObject(number, LocalDateTime.class))
                .withNano(0);
    }

    @Override
    public UUID guid(int column) {
        return value(column, number -> results.getObject(number, UUID.class));
    }

    @Override
    public byte[] bytes(int column) {
        return value(column, results::getBytes);
    }
}
