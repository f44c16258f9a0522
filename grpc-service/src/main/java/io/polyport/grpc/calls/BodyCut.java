package io.polyport.grpc.calls;

import io.vertx.core.buffer.Buffer;

/** Cuts the bytes of a body into JSON values. */
interface BodyCut {
    /** Takes more bytes; fails with {@code request.invalid} or {@code request.too-large}. */
    void add(Buffer bytes);

    /** No more bytes come. */
    void end();
}
