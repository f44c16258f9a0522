package io.polyport.grpc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/**
 * One call of any of the four kinds. It always ends, and then with a status. Used on one event loop; none of its methods
 * throws for anything that the server or the network did.
 */
public interface GrpcCall {
    /**
     * The metadata with which the answer began; empty where the server sent its status alone. Succeeds before the first
     * message is handed over, and at the latest with the status; never fails.
     */
    Future<GrpcMetadata> head();

    /**
     * The messages that come, one buffer each, uncompressed; paused at first. Bytes are taken from the connection only as
     * far as messages are wanted, so that the server's sender waits for a reader who does. Its end is told when the
     * last message has been handed over; its exception handler is never called: what goes wrong is the status.
     */
    ReadStream<Buffer> messages();

    /** How the call ended; succeeds after the end of {@link #messages} and never fails. */
    Future<GrpcStatus> status();

    /**
     * Sends one message. Succeeds when the next one may be sent: until then the server, or the way to it, takes no more.
     * Fails with {@link GrpcCallEnded} when the call has ended, or ends before that.
     */
    Future<Void> send(Buffer message);

    /** No more messages will be sent (half-close). Nothing happens the second time. */
    void complete();

    /**
     * Ends the call now: the server is told (RST_STREAM with CANCEL, RFC 9113 §7), messages that were not handed over are
     * dropped, and the status is CANCELLED. Nothing happens after the end.
     */
    void cancel();
}
