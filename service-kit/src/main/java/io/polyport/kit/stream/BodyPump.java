package io.polyport.kit.stream;

import io.polyport.kit.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Moves a body into an exchange with backpressure. Unlike a pipe it never ends a body whose source failed: the exchange
 * is given up instead, so that half a body never looks whole. A source whose exchange is given up is aborted.
 */
public final class BodyPump {
    private BodyPump() {}

    /**
     * @param source its first bytes may be asked for much later, when the reader wants them
     * @param abort stops the source when nobody wants the rest; called at most once, not after a whole body
     */
    public static void pump(ReadStream<Buffer> source, Exchange exchange, Runnable abort) {
        pump(source, exchange, abort, List::of);
    }

    /** @param trailers fields behind the body; asked for when the source has ended */
    public static void pump(
            ReadStream<Buffer> source,
            Exchange exchange,
            Runnable abort,
            Supplier<List<Map.Entry<String, String>>> trailers) {
        OutboundStream out = exchange.out();
        boolean[] done = {false};
        out.exceptionHandler(gone -> {
            if (!done[0]) {
                done[0] = true;
                source.pause();
                abort.run();
            }
        });
        if (done[0]) {
            return;
        }
        out.drainHandler(ignored -> source.resume());
        source.exceptionHandler(failure -> {
            if (!done[0]) {
                done[0] = true;
                exchange.failBoth(Problems.of(failure));
            }
        });
        source.endHandler(ignored -> {
            if (!done[0]) {
                done[0] = true;
                end(out, exchange, trailers);
            }
        });
        source.handler(bytes -> {
            if (!done[0]) {
                out.write(bytes);
                if (out.writeQueueFull()) {
                    source.pause();
                }
            }
        });
        if (!out.writeQueueFull()) {
            source.resume();
        }
    }

    private static void end(OutboundStream out, Exchange exchange, Supplier<List<Map.Entry<String, String>>> trailers) {
        List<Map.Entry<String, String>> fields;
        try {
            fields = trailers.get();
        } catch (RuntimeException fault) {
            exchange.failBoth(Problems.of(fault));
            return;
        }
        out.end(fields);
    }
}
