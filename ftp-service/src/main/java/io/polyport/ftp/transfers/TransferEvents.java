package io.polyport.ftp.transfers;

import io.polyport.kit.stream.Demand;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A transfer's changes as server-sent events, at most one a second, read from the store: so any instance has them. An event's
 * id is the record's version. Ends with the transfer; and when this instance leaves, for its reader to come back elsewhere.
 */
public final class TransferEvents implements ReadStream<Buffer> {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int QUIET_TICKS = 15;
    private static final String FIRST = "retry: 2000\n\n";
    private static final String HEARTBEAT = ":\n\n";

    private final Vertx vertx;
    private final Records records;
    private final String id;
    private final Consumer<TransferEvents> gone;
    private long told;
    private Entry latest;
    private boolean opened;
    private int quiet;
    private boolean looking;
    private boolean last;
    private boolean over;
    private final long timer;
    private final Demand demand = Demand.none();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;

    /**
     * @param now the transfer as it is
     * @param told the version that the reader knows already, 0 for none
     * @param gone is told when nothing more comes
     */
    TransferEvents(Vertx vertx, Records records, Entry now, long told, Consumer<TransferEvents> gone) {
        this.vertx = vertx;
        this.records = records;
        this.id = now.id();
        this.latest = now;
        this.told = told;
        this.last = TransferView.isEnded(now);
        this.gone = gone;
        this.timer = vertx.setPeriodic(EVERY.toMillis(), tick -> tick());
    }

    /** This instance leaves: the reader comes back to another one. */
    void leave() {
        last = true;
        flush();
    }

    private void tick() {
        if (looking || last) {
            flush();
            return;
        }
        looking = true;
        quiet++;
        records.find(id).onComplete(found -> {
            looking = false;
            if (found.succeeded()) {
                see(found.result());
            }
            // A store that can't be read now may be again in a second.
            flush();
        });
    }

    private void see(Optional<Entry> found) {
        if (found.isEmpty()) {
            last = true;
        } else {
            latest = found.get();
            last = last || TransferView.isEnded(latest);
        }
    }

    /** A reader who is slow gets only what is newest when he reads again. */
    private void flush() {
        if (over || !demand.isThere() || handler == null) {
            return;
        }
        var text = new StringBuilder();
        if (!opened) {
            opened = true;
            text.append(FIRST);
        }
        if (latest.version() != told) {
            told = latest.version();
            text.append("id: ").append(told).append("\ndata: ");
            text.append(TransferView.of(latest).encode()).append("\n\n");
        } else if (quiet >= QUIET_TICKS) {
            text.append(HEARTBEAT);
        }
        if (text.length() > 0) {
            quiet = 0;
            demand.take();
            handler.handle(Buffer.buffer(text.toString()));
        }
        if (last && !over && told == latest.version()) {
            abort();
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    /** Stops looking; no handler is called any more. */
    public void abort() {
        over = true;
        vertx.cancelTimer(timer);
        gone.accept(this);
    }

    @Override
    public TransferEvents exceptionHandler(Handler<Throwable> newHandler) {
        return this;
    }

    @Override
    public TransferEvents handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public TransferEvents endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public TransferEvents pause() {
        demand.stop();
        return this;
    }

    @Override
    public TransferEvents resume() {
        return fetch(Long.MAX_VALUE);
    }

    /** @param amount of pieces */
    @Override
    public TransferEvents fetch(long amount) {
        demand.add(amount);
        flush();
        return this;
    }
}
