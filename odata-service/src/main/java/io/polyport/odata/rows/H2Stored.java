package io.polyport.odata.rows;

import io.polyport.odata.sql.SqlQuery;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A value storage in H2, which keeps large values aside and gives a stream of them.
 *
 * @param bytes null where nothing is stored
 */
record H2Stored(Running<?> running, String mediaType, Blob bytes, long length) implements StoredValue {
    static Optional<StoredValue> of(Running<?> running, SqlQuery query, StoredColumns columns) {
        var results = running.open(query);
        if (!results.next()) {
            return Optional.empty();
        }
        var row = results.row();
        String mediaType = row.isNull(columns.mediaType()) ? "" : row.text(columns.mediaType());
        Blob bytes = results.blob(columns.bytes());
        try {
            return Optional.of(new H2Stored(running, mediaType, bytes, bytes == null ? 0 : bytes.length()));
        } catch (SQLException broken) {
            throw running.failure(broken);
        }
    }

    @Override
    public void write(Consumer<Buffer> output) {
        if (bytes == null) {
            return;
        }
        try (InputStream stream = bytes.getBinaryStream()) {
            byte[] piece = next(stream);
            while (piece.length > 0) {
                output.accept(Buffer.buffer(piece));
                piece = next(stream);
            }
        } catch (SQLException broken) {
            throw running.failure(broken);
        } catch (IOException broken) {
            throw running.failure(new SQLException("a stored value can't be read", broken));
        }
    }

    private byte[] next(InputStream stream) throws IOException {
        running.enterDatabase();
        try {
            return stream.readNBytes(PIECE);
        } finally {
            running.leaveDatabase();
        }
    }
}
