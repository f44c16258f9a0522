package io.polyport.grpc.protocol;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses a message, a large one slice by slice in several turns of the event loop. */
final class Gzip {
    /** What one turn deflates at most: a few milliseconds' work. */
    private static final int SLICE = 64 << 10;

    private final ContextInternal context;
    private final Promise<Buffer> promise;
    private final byte[] in;
    private final ByteArrayOutputStream out;
    private final GZIPOutputStream stream;
    private int done;

    private Gzip(ContextInternal context, Buffer message) throws IOException {
        this.context = context;
        this.promise = context.promise();
        this.in = message.getBytes();
        this.out = new ByteArrayOutputStream(Math.max(64, in.length / 4));
        this.stream = new GZIPOutputStream(out);
    }

    /** Never fails. */
    static Future<Buffer> compress(ContextInternal context, Buffer message) {
        try {
            var gzip = new Gzip(context, message);
            gzip.step();
            return gzip.promise.future();
        } catch (IOException toMemory) {
            throw new UncheckedIOException(toMemory);
        }
    }

    private void step() {
        try {
            int part = Math.min(SLICE, in.length - done);
            stream.write(in, done, part);
            done += part;
            if (done < in.length) {
                context.runOnContext(turn -> step());
                return;
            }
            stream.close();
            promise.complete(Buffer.buffer(out.toByteArray()));
        } catch (IOException toMemory) {
            throw new UncheckedIOException(toMemory);
        }
    }
}
