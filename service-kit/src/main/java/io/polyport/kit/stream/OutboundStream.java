package io.polyport.kit.stream;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A body that leaves. {@link #write} queues and never blocks; {@link #writeQueueFull} tells when to stop, {@link
 * #drainHandler} when to go on. A write's future only says that the bytes were queued: {@link #sent} tells when the
 * last byte has been handed to the bus, and fails when the exchange was given up. Used on its endpoint's event loop.
 */
public final class OutboundStream implements WriteStream<Buffer> {
    private final Exchange exchange;
    private final SendBudget budget;
    private final ArrayDeque<Buffer> pending = new ArrayDeque<>();
    private final CRC32C crc = new CRC32C();
    private final Promise<Void> sent = Promise.promise();
    private final Promise<Void> left = Promise.promise();

    private Handler<Void> drainHandler;
    private Runnable whenWanted;
    private Handler<Throwable> exceptionHandler;
    private long pendingBytes;
    private long credit;
    private long total;
    private long acknowledged;
    private long starvingUntil;
    private int sequence;
    private boolean opened;
    private boolean ended;
    private boolean over;
    private boolean wasFull;
    private List<Map.Entry<String, String>> trailers = List.of();
    private ProblemException failure;
    boolean queuedAtLink;

    OutboundStream(Exchange exchange, SendBudget budget) {
        this.exchange = exchange;
        this.budget = budget;
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        if (failure != null) {
            return Future.failedFuture(failure);
        }
        if (over || ended) {
            return Future.failedFuture(StreamProblems.CANCELLED.toException("The body was already ended."));
        }
        open();
        if (bytes.length() > 0) {
            pending.add(bytes);
            pendingBytes += bytes.length();
            budget.queued(bytes.length());
            ready();
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        return end(List.of());
    }

    /** Ends the body with fields behind it; succeeds when the end frame has been handed to the bus. */
    public Future<Void> end(List<Map.Entry<String, String>> fields) {
        if (!ended && !over) {
            open();
            ended = true;
            trailers = fields;
            ready();
        }
        return sent.future();
    }

    /** Succeeds when the end frame has been handed to the bus; fails with the exchange's problem. */
    public Future<Void> sent() {
        return sent.future();
    }

    /**
     * Succeeds when the bus has got rid of the end frame, too: before that, a program that ends takes the last of the body
     * along. Fails with the exchange's problem.
     */
    public Future<Void> left() {
        return left.future();
    }

    @Override
    public OutboundStream setWriteQueueMaxSize(int ignored) {
        // The program's budget decides, not a single stream.
        return this;
    }

    /** Also before the reader has asked for anything: what nobody wants yet is better left where it comes from. */
    @Override
    public boolean writeQueueFull() {
        boolean full = !over && (pendingBytes >= budget.share() || pendingBytes >= credit || !budget.hasRoom());
        // Once told to stop, a writer waits for the drain handler, whatever it asks meanwhile.
        wasFull |= full;
        return full;
    }

    /** Others may have made room; who gets none before the deadline need not wait for the idle limit. */
    void tick(long now) {
        boolean starving = wasFull && !over && total == 0 && pendingBytes == 0 && credit > 0 && !budget.hasRoom();
        if (!starving) {
            starvingUntil = 0;
            hungryAgain();
        } else if (starvingUntil == 0) {
            starvingUntil = exchange.admissionDeadline();
        } else if (now > starvingUntil) {
            exchange.failBoth(StreamProblems.OUT_OF_CREDIT.toException());
        }
    }

    private void hungryAgain() {
        if (wasFull
                && !over
                && !ended
                && pendingBytes <= budget.share() / 2
                && pendingBytes < credit
                && budget.hasRoom()) {
            wasFull = false;
            exchange.link().hungry(this);
        }
    }

    @Override
    public OutboundStream drainHandler(Handler<Void> handler) {
        drainHandler = handler;
        return this;
    }

    @Override
    public OutboundStream exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        if (failure != null && handler != null) {
            handler.handle(failure);
        }
        return this;
    }

    /** Bytes of body that have been handed to the bus. */
    public long sentBytes() {
        return total;
    }

    boolean isOver() {
        return over;
    }

    boolean isStarted() {
        return opened;
    }

    /** Whether the reader has asked for the first byte. */
    public boolean isWanted() {
        return credit > 0 || total > 0;
    }

    /** Runs when the reader asks for the first byte; at once when it has done so already. */
    public void whenWanted(Runnable action) {
        if (isWanted()) {
            action.run();
        } else {
            whenWanted = action;
        }
    }

    void credit(long bytes) {
        credit += bytes;
        if (whenWanted != null && bytes > 0) {
            Runnable wanted = whenWanted;
            whenWanted = null;
            wanted.run();
        }
        ready();
        hungryAgain();
    }

    /** The peer has so many bytes of this body: the link may carry others. */
    void acknowledged(long received) {
        if (received > acknowledged && received <= total) {
            long more = received - acknowledged;
            acknowledged = received;
            exchange.link().acknowledged(more);
        }
    }

    /** To be called whenever the link might now send something of this stream. */
    void ready() {
        exchange.link().ready(this);
    }

    Future<Void> send(Frame frame) {
        return exchange.send(frame);
    }

    /** Whether the link could send something of this stream now. */
    boolean canSend() {
        return !over && exchange.peerKnown() && (pendingBytes > 0 ? credit > 0 : ended);
    }

    /** The next frame: as many queued bytes as credit and frame size allow, or the end. */
    Frame next() {
        if (pendingBytes == 0) {
            return new Frame.End(
                    exchange.id(),
                    exchange.sendsToCaller(),
                    exchange.endpointIndex(),
                    sequence,
                    total,
                    (int) crc.getValue(),
                    trailers);
        }
        int size = (int) Math.min(Math.min(credit, StreamSettings.MAX_FRAME), pendingBytes);
        Buffer bytes = take(size);
        credit -= size;
        pendingBytes -= size;
        total += size;
        budget.left(size);
        Joined.update(crc, bytes);
        exchange.touch();
        boolean acknowledge = exchange.link().sending(size);
        return new Frame.Data(
                exchange.id(), exchange.sendsToCaller(), exchange.endpointIndex(), sequence++, acknowledge, bytes);
    }

    /** One buffer of exactly {@code size} bytes. */
    private Buffer take(int size) {
        Buffer first = takeOne(size);
        if (first.length() == size) {
            return first;
        }
        List<Buffer> parts = new ArrayList<>();
        parts.add(first);
        for (int left = size - first.length(); left > 0; ) {
            Buffer next = takeOne(left);
            parts.add(next);
            left -= next.length();
        }
        return Joined.of(parts, size);
    }

    /** The next bytes, at most {@code most}. */
    private Buffer takeOne(int most) {
        Buffer next = pending.poll();
        if (next.length() <= most) {
            return next;
        }
        pending.addFirst(rest(next, most));
        return next.slice(0, most);
    }

    /** A small rest is copied, so that it does not hold the memory of the whole while it waits. */
    private static Buffer rest(Buffer bytes, int from) {
        boolean small = (bytes.length() - from) * 4 < bytes.length();
        return small ? bytes.getBuffer(from, bytes.length()) : bytes.slice(from, bytes.length());
    }

    void frameSent(Frame frame) {
        if (frame instanceof Frame.End) {
            // Who was gone may have been told of while it was sent.
            if (!over) {
                close();
                sent.tryComplete();
            }
        } else {
            hungryAgain();
        }
    }

    /** The bus has got rid of the frame, or has lost whom it was for. */
    void frameLeft(Frame frame) {
        if (frame instanceof Frame.End) {
            left.tryComplete();
        }
    }

    /** Lets the writer go on. */
    void drain() {
        if (!over && drainHandler != null) {
            exchange.guarded(() -> drainHandler.handle(null));
        }
    }

    void fail(ProblemException problem) {
        if (over) {
            return;
        }
        failure = problem;
        close();
        sent.tryFail(problem);
        left.tryFail(problem);
        if (exceptionHandler != null) {
            exceptionHandler.handle(problem);
        }
    }

    private void open() {
        if (!opened) {
            opened = true;
            budget.opened();
        }
    }

    private void close() {
        over = true;
        pending.clear();
        budget.left(pendingBytes);
        pendingBytes = 0;
        if (opened) {
            budget.closed();
        }
        // Nothing more will be heard of what is still under way.
        acknowledged(total);
        exchange.directionOver();
    }
}
