package io.polyport.grpc.protocol;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Inflates one message slice by slice, and never more of it than the limit and one slice. */
final class Gunzip {
    static final String NAME = "gzip";
    /** What one turn of the event loop inflates at most: about a millisecond's work. */
    private static final int SLICE = 128 << 10;

    private static final int PIECE = 16 << 10;

    private final Buffer in;
    private final long limit;
    private final Buffer out = Buffer.buffer();
    private GZIPInputStream stream;

    /** How far it is. */
    sealed interface Step {
        record More() implements Step {}

        record Done(Buffer message) implements Step {}

        record Broken(String why) implements Step {}

        record TooLarge() implements Step {}
    }

    Gunzip(Buffer in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Inflates a slice. */
    Step step() {
        try {
            if (stream == null) {
                stream = new GZIPInputStream(new ByteArrayInputStream(in.getBytes()), PIECE);
            }
            return slice();
        } catch (IOException noGzip) {
            return new Step.Broken(String.valueOf(noGzip.getMessage()));
        }
    }

    private Step slice() throws IOException {
        byte[] piece = new byte[PIECE];
        for (int done = 0; done < SLICE; ) {
            int count = stream.read(piece);
            if (count < 0) {
                return new Step.Done(out);
            }
            if (out.length() + count > limit) {
                return new Step.TooLarge();
            }
            out.appendBytes(piece, 0, count);
            done += count;
        }
        return new Step.More();
    }

    /** Gives the native memory back. */
    void close() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException _fromMemory) {
            // Nothing behind it can fail.
        }
    }
}
