package io.polyport.ftp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * Bytes that a server sends. Its end is reached only when the data connection has ended, the server has confirmed, and as
 * many bytes came as the file has; everything else goes to the exception handler, as a
 * {@link io.polyport.kit.problem.ProblemException}. Starts paused; a reader that pauses holds the server back.
 */
public interface FtpDownload extends ReadStream<Buffer> {
    /** Bytes that this stream will bring, -1 when the server does not tell. */
    long size();

    /**
     * Stops the transfer and ends the session at once; the server's side ends with it. No handler is called any more.
     * Does nothing after the end.
     */
    void abort();
}
