package io.polyport.odata.rows;

import io.polyport.odata.sql.SqlQuery;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A value storage in PostgreSQL. Its driver takes a whole value into memory, so the server is asked for one piece after the
 * other: it finds each without reading those before it, unless it has packed the value (images and archives it has not).
 *
 * @param pieces with the number of the first byte, from 1, and how many as the first values
 */
record PostgresStored(Running<?> running, String mediaType, long length, SqlQuery pieces) implements StoredValue {
    static Optional<StoredValue> of(Running<?> running, SqlQuery row, StoredColumns columns) {
        String stored = stored(row, columns);
        String bytes = "s.c" + columns.bytes();
        var head = new SqlQuery(
                "select coalesce(s.c" + columns.mediaType() + ", ''), coalesce(octet_length(" + bytes + "), 0)"
                        + stored,
                row.values());
        var results = running.open(head);
        if (!results.next()) {
            return Optional.empty();
        }
        String mediaType = results.row().text(0);
        long length = results.row().number(1).longValueExact();
        var pieces = new SqlQuery(
                "select substring(" + bytes + " from cast(? as integer) for cast(? as integer))" + stored,
                row.values());
        return Optional.of(new PostgresStored(running, mediaType, length, pieces));
    }

    /** The row with names of our own for its columns. */
    private static String stored(SqlQuery row, StoredColumns columns) {
        String names = IntStream.rangeClosed(0, Math.max(columns.mediaType(), columns.bytes()))
                .mapToObj(number -> "c" + number)
                .collect(Collectors.joining(", "));
        return " from (" + row.text() + ") as s(" + names + ")";
    }

    @Override
    public void write(Consumer<Buffer> output) {
        if (length == 0) {
            return;
        }
        var statement = running.prepare(pieces.text());
        for (long first = 0; first < length; first += PIECE) {
            List<Object> values = new ArrayList<>(List.of(first + 1, (long) PIECE));
            values.addAll(pieces.values());
            var results = running.run(statement, values);
            if (!results.next()) {
                throw new IllegalStateException("a stored value went away within one transaction");
            }
            output.accept(Buffer.buffer(results.row().bytes(0)));
        }
    }
}
