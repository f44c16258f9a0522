package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcStatus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/** One stream of HTTP/2: a try of a call. What goes wrong is told once, after all that had come before it. */
final class Stream {
    private static final long NO_ERROR = 0;
    private static final long CANCEL = 8;

    private final ContextInternal context;
    private final HttpClientRequest request;
    private final Events events;
    private final Owner owner;
    private HttpClientResponse response;
    private boolean isWritten;
    private boolean isClosed;
    private boolean isOver;
    private boolean isLost;
    private boolean isWanted;
    private boolean isHeadApart;

    /** The connection that it is on. */
    interface Owner {
        /** It takes no place any more. */
        void onOver(Stream stream);

        /** The GOAWAY that has come. */
        Optional<Away> away();
    }

    /** What comes of it, on the call's context. */
    interface Events {
        void onHead(HttpClientResponse response);

        void onBytes(Buffer bytes);

        /** @param trailers empty when there were none */
        void onEnd(MultiMap trailers);

        /** @param untouched whether the server has certainly not looked at it */
        void onLost(GrpcStatus why, boolean untouched);
    }

    Stream(ContextInternal context, HttpClientRequest request, Events events, Owner owner) {
        this.owner = owner;
        this.context = context;
        this.request = request;
        this.events = events;
        request.exceptionHandler(this::lost);
        request.response().onComplete(answer -> {
            if (answer.succeeded()) {
                head(answer.result());
            } else {
                lost(answer.cause());
            }
        });
    }

    /** Writes the head too, if it was not yet; fails when the bytes can't get out any more. */
    Future<Void> write(Buffer bytes, boolean isLast) {
        if (isOver || isClosed) {
            return Future.failedFuture("the stream is over");
        }
        isClosed = isLast;
        boolean first = !isWritten;
        isWritten = true;
        return put(bytes, isLast, first).onFailure(this::lost);
    }

    /**
     * The head is written by itself. Vert.x closes the whole connection when a head that is longer than the server takes can't
     * be written together with bytes; alone it is only its stream that fails.
     */
    void headApart() {
        isHeadApart = true;
    }

    private Future<Void> put(Buffer bytes, boolean isLast, boolean first) {
        if (first && isHeadApart && bytes != null) {
            request.sendHead().onFailure(this::lost);
        }
        if (bytes != null) {
            return isLast ? request.end(bytes) : request.write(bytes);
        }
        if (isLast) {
            return request.end();
        }
        return first ? request.sendHead() : Future.succeededFuture();
    }

    /** Whether bytes are taken; none before the first time. */
    void want(boolean more) {
        isWanted = more;
        if (response == null || isOver || isLost) {
            return;
        }
        if (more) {
            response.resume();
        } else {
            response.pause();
        }
    }

    /** Ends it now and tells the server; nothing is told any more but that it is over. */
    void cancel() {
        if (!isOver) {
            over();
            if (!isWritten) {
                // Without a head there is no stream yet, but a place on the connection is already taken by it.
                request.sendHead();
            }
            request.reset(CANCEL);
        }
    }

    /** Whether it should be known to the connection, and the server has not answered. */
    boolean isHeadless() {
        return isWritten && response == null && !isOver;
    }

    /** Its number on the connection; 0 when it never got one. */
    private int id() {
        try {
            return isWritten ? request.streamId() : 0;
        } catch (NullPointerException _neverOpened) {
            return 0;
        }
    }

    private void head(HttpClientResponse answer) {
        if (isOver) {
            return;
        }
        response = answer;
        answer.handler(this::bytes).endHandler(end -> end()).exceptionHandler(this::lost);
        answer.pause();
        events.onHead(answer);
        if (isWanted && !isOver) {
            answer.resume();
        }
    }

    private void bytes(Buffer bytes) {
        if (!isOver) {
            events.onBytes(bytes);
        }
    }

    private void end() {
        if (isOver) {
            return;
        }
        over();
        if (!isClosed) {
            // The server wants no more, but its half of the stream alone does not free the stream's place.
            request.reset(NO_ERROR);
        }
        events.onEnd(response.trailers());
    }

    /**
     * The failure overtakes what the connection has read and the reader has not taken yet; often that is the end (a server
     * may reset a stream after its trailers, RFC 9113 §8.1, and Vert.x reports every end after a GOAWAY as a failure). So
     * that is taken first: it is no more than the stream's window.
     */
    void lost(Throwable failure) {
        if (isOver || isLost) {
            return;
        }
        isLost = true;
        if (response == null) {
            fail(failure);
            return;
        }
        response.resume();
        context.runOnContext(turn -> fail(failure));
    }

    private void fail(Throwable failure) {
        if (!isOver) {
            over();
            boolean untouched = response == null && StreamFaults.isUntouched(failure, id(), owner.away());
            events.onLost(StreamFaults.status(failure, untouched, owner.away()), untouched);
        }
    }

    private void over() {
        isOver = true;
        owner.onOver(this);
    }
}
