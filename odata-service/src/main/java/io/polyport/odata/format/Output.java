package io.polyport.odata.format;

import io.vertx.core.buffer.Buffer;

/** Where a document's bytes go, piece by piece. Waits while the caller is slow; throws when the caller has left. */
@FunctionalInterface
public interface Output {
    void write(Buffer piece);
}
