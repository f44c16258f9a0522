package io.polyport.grpc.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates one message slice by slice, and never more of it than the limit and one slice. Members one behind the other are
 * one message (RFC 1952 §2.2). {@code GZIPInputStream} will not do: it calls itself for each empty member, and takes any
 * number of bytes that inflate to nothing in one go.
 */
final class Gunzip {
    static final String NAME = "gzip";
    /** What one turn of the event loop takes and gives at most: about a millisecond's work. */
    private static final int SLICE = 128 << 10;
    /** What a member costs besides its bytes, in bytes. */
    private static final int MEMBER = 256;

    private static final int PIECE = 16 << 10;
    private static final int TRAILER = 8;

    private final byte[] in;
    private final long limit;
    private final Buffer out = Buffer.buffer();
    private final byte[] piece = new byte[PIECE];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int at;
    private boolean isInside;

    /** How far it is. */
    sealed interface Step {
        record More() implements Step {}

        record Done(Buffer message) implements Step {}

        record Broken(String why) implements Step {}

        record TooLarge() implements Step {}
    }

    Gunzip(Buffer in, long limit) {
        this.in = in.getBytes();
        this.limit = limit;
    }

    /** Inflates a slice. */
    Step step() {
        try {
            return slice();
        } catch (DataFormatException broken) {
            return new Step.Broken(broken.getMessage() == null ? "it is damaged" : broken.getMessage());
        }
    }

    private Step slice() throws DataFormatException {
        for (int work = 0; work < SLICE; ) {
            if (isInside) {
                work += feed();
                int count = inflater.inflate(piece);
                if (out.length() + count > limit) {
                    return new Step.TooLarge();
                }
                out.appendBytes(piece, 0, count);
                crc.update(piece, 0, count);
                work += count;
                if (inflater.finished()) {
                    endMember();
                }
            } else if (at > 0 && at == in.length) {
                return new Step.Done(out);
            } else {
                int body = GzipHead.end(in, at);
                work += body - at + MEMBER;
                at = body;
                isInside = true;
            }
        }
        return new Step.More();
    }

    /** In pieces, since what they inflate to may be nothing, and one call takes all that it has. */
    private int feed() throws DataFormatException {
        if (!inflater.needsInput()) {
            return 0;
        }
        int part = Math.min(PIECE, in.length - at);
        if (part == 0) {
            throw GzipHead.cut();
        }
        inflater.setInput(in, at, part);
        at += part;
        return part;
    }

    private void endMember() throws DataFormatException {
        at -= inflater.getRemaining();
        if (in.length - at < TRAILER) {
            throw GzipHead.cut();
        }
        boolean right = number(at) == (int) crc.getValue() && number(at + 4) == (int) inflater.getBytesWritten();
        if (!right) {
            throw new DataFormatException("its checksum is another one");
        }
        at += TRAILER;
        inflater.reset();
        crc.reset();
        isInside = false;
    }

    /** Least byte first. */
    private int number(int from) {
        return GzipHead.number(in, from) | (GzipHead.number(in, from + 2) << 16);
    }

    /** Gives the native memory back. */
    void close() {
        inflater.end();
    }
}
