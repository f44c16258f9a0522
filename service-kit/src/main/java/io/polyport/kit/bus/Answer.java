package io.polyport.kit.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What an operation answers: an HTTP status, headers, and a body that is there or that streams. */
public sealed interface Answer {
    int status();

    List<Map.Entry<String, String>> headers();

    /** An answer whose body is there already. */
    record Whole(int status, List<Map.Entry<String, String>> headers, Buffer body) implements Answer {
        public Whole {
            headers = List.copyOf(headers);
        }

        /** The same with one more header. */
        public Whole with(String name, String value) {
            return new Whole(status, plus(headers, name, value), body);
        }
    }

    /**
     * An answer whose body streams. Its reader stops it with {@code abort} when nobody wants the rest; the stream's
     * exception handler breaks the answer off.
     *
     * @param trailers asked for when the body has ended: fields behind it (RFC 9110 §6.5). They reach only callers who say
     *     {@code TE: trailers}, so nothing that matters may stand there alone
     */
    record Streamed(
            int status,
            List<Map.Entry<String, String>> headers,
            ReadStream<Buffer> body,
            Runnable abort,
            Supplier<List<Map.Entry<String, String>>> trailers)
            implements Answer {
        public Streamed {
            headers = List.copyOf(headers);
        }

        public Streamed(int status, List<Map.Entry<String, String>> headers, ReadStream<Buffer> body, Runnable abort) {
            this(status, headers, body, abort, List::of);
        }

        /** The same with one more header. */
        public Streamed with(String name, String value) {
            return new Streamed(status, plus(headers, name, value), body, abort, trailers);
        }
    }

    static Whole empty(int status) {
        return new Whole(status, List.of(), Buffer.buffer());
    }

    static Whole json(int status, JsonObject json) {
        return new Whole(status, List.of(Map.entry("content-type", "application/json")), json.toBuffer());
    }

    private static List<Map.Entry<String, String>> plus(
            List<Map.Entry<String, String>> headers, String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return more;
    }
}
