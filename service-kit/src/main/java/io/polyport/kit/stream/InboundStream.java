package io.polyport.kit.stream;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.zip.CRC32C;

/**
 * A body that arrives. Nothing is granted to its sender before somebody reads: the first handler with demand takes a
 * lease of the {@link CreditBudget}. Ends only when the sender's end frame, the byte count and the CRC-32C agree;
 * everything else reaches the exception handler, once, as a {@link ProblemException}. Used on its endpoint's event loop.
 */
public final class InboundStream implements ReadStream<Buffer> {
    private final Exchange exchange;
    private final CreditBudget budget;
    private final ArrayDeque<Buffer> queue = new ArrayDeque<>();
    private final CRC32C crc = new CRC32C();

    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private final Demand demand = Demand.any();
    private boolean delivering;

    private Future<CreditBudget.Lease> admission;
    private CreditBudget.Lease lease;
    private long admissionDeadline;
    private long queued;
    private long consumed;
    private long total;
    private long told;
    private int sequence;
    private Frame.End end;
    private boolean over;
    private boolean delivered;
    private boolean endTold;
    private ProblemException failure;

    InboundStream(Exchange exchange, CreditBudget budget) {
        this.exchange = exchange;
        this.budget = budget;
    }

    @Override
    public InboundStream handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public InboundStream endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        tellEnd();
        return this;
    }

    @Override
    public InboundStream exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        if (failure != null && newHandler != null) {
            newHandler.handle(failure);
        }
        return this;
    }

    @Override
    public InboundStream pause() {
        demand.stop();
        return this;
    }

    @Override
    public InboundStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public InboundStream fetch(long amount) {
        demand.add(amount);
        deliver();
        return this;
    }

    /** Bytes that have arrived so far. */
    public long received() {
        return total;
    }

    /** Fields that the sender put behind the body; empty until the end handler has run. */
    public java.util.List<java.util.Map.Entry<String, String>> trailers() {
        return end == null ? java.util.List.of() : end.trailers();
    }

    boolean isOver() {
        return over;
    }

    /** Whether bytes have arrived of which the sender does not know it. */
    boolean hasUntold() {
        return total > told;
    }

    /** The number of bytes that have arrived, which the sender is being told. */
    long tellReceived() {
        told = total;
        return total;
    }

    /** Whether the sender has nothing more to say: all bytes are here, though perhaps not read yet. */
    boolean isWhole() {
        return end != null;
    }

    /** Whether somebody has begun to read. */
    public boolean isStarted() {
        return admission != null;
    }

    void data(Frame.Data frame) {
        if (over) {
            return;
        }
        int length = frame.bytes().length();
        if (frame.sequence() != sequence || end != null || lease == null || queued + consumed + length > lease.held()) {
            exchange.failBoth(StreamProblems.STREAM_BROKEN.toException());
            return;
        }
        sequence++;
        total += length;
        Joined.update(crc, frame.bytes());
        queue.add(frame.bytes());
        queued += length;
        deliver();
    }

    void end(Frame.End frame) {
        if (over) {
            return;
        }
        if (frame.sequence() != sequence || frame.total() != total || frame.crc() != (int) crc.getValue()) {
            exchange.failBoth(StreamProblems.STREAM_BROKEN.toException());
            return;
        }
        end = frame;
        deliver();
    }

    void fail(ProblemException problem) {
        if (over) {
            return;
        }
        failure = problem;
        queue.clear();
        close();
        if (exceptionHandler != null) {
            exceptionHandler.handle(problem);
        }
    }

    /** Gives up waiting for memory when the deadline has passed. */
    void tick(long now) {
        if (admission != null && lease == null && !over && now > admissionDeadline) {
            exchange.failBoth(StreamProblems.OUT_OF_CREDIT.toException());
        }
    }

    private void deliver() {
        if (over || delivering || handler == null || !demand.isThere()) {
            return;
        }
        if (admission == null && end == null) {
            askForLease();
        }
        delivering = true;
        try {
            while (demand.isThere() && handler != null && !over && !queue.isEmpty()) {
                deliverNext();
            }
        } finally {
            delivering = false;
        }
        if (end != null && queue.isEmpty() && !over && demand.isThere()) {
            delivered = true;
            close();
            tellEnd();
        }
    }

    /** Also for a handler that is set after an empty body has ended. */
    private void tellEnd() {
        if (delivered && !endTold && endHandler != null) {
            endTold = true;
            endHandler.handle(null);
        }
    }

    private void deliverNext() {
        demand.take();
        Buffer next = queue.poll();
        queued -= next.length();
        consumed += next.length();
        exchange.touch();
        exchange.guarded(() -> handler.handle(next));
        grantMore();
    }

    private void askForLease() {
        admissionDeadline = exchange.admissionDeadline();
        admission = budget.open(exchange.context());
        admission.onSuccess(granted -> {
            if (over) {
                granted.close();
                return;
            }
            lease = granted;
            exchange.grant(granted.held());
        });
    }

    private void grantMore() {
        if (over || end != null || consumed < lease.threshold()) {
            return;
        }
        long more = lease.renew(consumed);
        consumed = 0;
        if (more > 0) {
            exchange.grant(more);
        }
    }

    private void close() {
        over = true;
        queued = 0;
        if (lease != null) {
            lease.close();
        } else if (admission != null) {
            budget.abandon(admission);
        }
        exchange.directionOver();
    }
}
