package io.polyport.kit.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * One message of the stream protocol. {@code exchange} tells the calls apart, {@code toCaller} the two directions of one
 * call, {@code from} is the number of the sender's endpoint, so that its peer can answer.
 */
public sealed interface Frame {
    long exchange();

    boolean toCaller();

    int from();

    /**
     * Bytes of a body.
     *
     * @param sequence counts the data frames of this direction from 0
     * @param acknowledge whether the sender waits to hear that these bytes have arrived
     */
    record Data(long exchange, boolean toCaller, int from, int sequence, boolean acknowledge, Buffer bytes)
            implements Frame {}

    /** The answer's status and headers; with {@code whole} the complete body too, and no more frames follow. */
    record Head(long exchange, int from, int status, List<Map.Entry<String, String>> headers, Buffer whole)
            implements Frame {
        @Override
        public boolean toCaller() {
            return true;
        }
    }

    /**
     * The body is complete: {@code sequence} data frames, {@code total} bytes with this CRC-32C went before.
     *
     * @param trailers fields after the body
     */
    record End(
            long exchange,
            boolean toCaller,
            int from,
            int sequence,
            long total,
            int crc,
            List<Map.Entry<String, String>> trailers)
            implements Frame {}

    /** The sender gives the whole exchange up; the problem is in the form of {@code Problem.toJson}. */
    record Fail(long exchange, boolean toCaller, int from, JsonObject problem) implements Frame {}

    /**
     * The receiver of a body allows this many more bytes; {@code toCaller} is the direction of this frame.
     *
     * @param received how many bytes of the body have arrived so far, read or not
     */
    record Credit(long exchange, boolean toCaller, int from, long bytes, long received) implements Frame {}

    /** Nobody waits any longer: stop the work and everything behind it. */
    record Cancel(long exchange, boolean toCaller, int from, String reason) implements Frame {}

    /** The program {@code instance} lives. Belongs to no exchange; sent per pair of programs, not per stream. */
    record Ping(String instance) implements Frame {
        @Override
        public long exchange() {
            return 0;
        }

        @Override
        public boolean toCaller() {
            return false;
        }

        @Override
        public int from() {
            return 0;
        }
    }
}
