package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCallEnded;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;

/**
 * The messages of a question. They are written at the end of a turn of the event loop, so that a unary call's head, message
 * and half-close leave in one go; the sender waits while more than {@link #FULL} bytes are on their way.
 */
final class Outbox {
    static final int FULL = 64 << 10;

    /** Then others have their turn: tiny messages would otherwise follow one another until the last. */
    private static final int MOST_IN_A_TURN = 256;

    private final ContextInternal context;
    private final Frames frames;
    private final Replay replay = new Replay();
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final ArrayDeque<Promise<Void>> senders = new ArrayDeque<>();
    private Future<Void> prepared = Future.succeededFuture();
    private Stream stream;
    private long unsent;
    private boolean isCompleting;
    private boolean isComplete;
    private boolean isEnded;
    private boolean isScheduled;

    Outbox(ContextInternal context, Frames frames) {
        this.context = context;
        this.frames = frames;
    }

    Future<Void> send(Buffer message) {
        if (isEnded || isCompleting) {
            return context.failedFuture(new GrpcCallEnded());
        }
        Promise<Void> sender = context.promise();
        unsent += message.length();
        senders.add(sender);
        // One after the other: a small message must not overtake a large one that is still being compressed.
        prepared = prepared.compose(before -> frames.of(context, message)).map(frame -> {
            unsent += frame.length() - message.length();
            put(frame);
            return null;
        });
        letGo();
        return sender.future();
    }

    void complete() {
        if (!isEnded && !isCompleting) {
            isCompleting = true;
            prepared.onComplete(done -> {
                isComplete = true;
                schedule();
            });
        }
    }

    private void put(Buffer frame) {
        if (!isEnded) {
            waiting.add(frame);
            schedule();
        }
    }

    /** The stream is there; whatever a stream before it was given is given to this one too. */
    void to(Stream opened) {
        stream = opened;
        replay.again().descendingIterator().forEachRemaining(frame -> {
            unsent += frame.length();
            waiting.addFirst(frame);
        });
        schedule();
    }

    /** The stream is gone, and another one may come. */
    void detach() {
        stream = null;
    }

    boolean canReplay() {
        return replay.isPossible();
    }

    /** The server has begun to answer: nothing has to be sent a second time. */
    void forget() {
        replay.stop();
    }

    private void schedule() {
        if (!isScheduled && stream != null) {
            isScheduled = true;
            context.runOnContext(turn -> {
                isScheduled = false;
                flush();
            });
        }
    }

    private void flush() {
        if (stream == null || isEnded) {
            return;
        }
        if (waiting.isEmpty()) {
            stream.write(null, isComplete);
            return;
        }
        for (int written = 0; !waiting.isEmpty() && stream != null; written++) {
            if (written == MOST_IN_A_TURN) {
                schedule();
                return;
            }
            Buffer frame = waiting.remove();
            replay.keep(frame);
            int length = frame.length();
            stream.write(frame, isComplete && waiting.isEmpty()).onComplete(sent -> written(length));
        }
    }

    private void written(int length) {
        unsent -= length;
        letGo();
    }

    private void letGo() {
        while (unsent < FULL && !senders.isEmpty()) {
            senders.remove().complete();
        }
    }

    /** The call has ended: who waits to send hears it. */
    void end() {
        isEnded = true;
        waiting.clear();
        replay.stop();
        while (!senders.isEmpty()) {
            senders.remove().fail(new GrpcCallEnded());
        }
    }
}
