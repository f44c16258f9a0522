package io.polyport.odata.rows;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/** What a value storage holds; its bytes come from the database piece by piece. Valid while its reading runs. */
interface StoredValue {
    /** Bytes that are in memory at once. */
    int PIECE = 256 * 1024;

    /** As it was stored: any text; empty when nothing is stored. */
    String mediaType();

    /** How many bytes there are. */
    long length();

    /** Reads the bytes; waits while {@code output} does. */
    void write(Consumer<Buffer> output);
}
