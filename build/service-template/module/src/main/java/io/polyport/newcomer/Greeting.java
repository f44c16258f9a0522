package io.polyport.newcomer;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * What a server says, as it comes. Starts paused; a reader that pauses holds the server back. What goes wrong after the
 * first byte reaches the exception handler, once, as a {@link io.polyport.kit.problem.ProblemException}.
 */
public interface Greeting extends ReadStream<Buffer> {
    /**
     * Succeeds when the first bytes are there. Fails with {@code newcomer.unreachable}, {@code newcomer.timeout} or
     * {@code newcomer.cut}; no connection is left then.
     */
    Future<Void> begun();

    /** Ends the connection at once. Does nothing after the end. */
    void abort();
}
