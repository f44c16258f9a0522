package io.polyport.ftp.listing;

import io.polyport.ftp.FtpEntry;
import io.polyport.kit.stream.Demand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a listing that comes as bytes. Reads {@link #SLICE} bytes per turn of the event loop, lets the source
 * wait while nobody takes entries, and has rare formats read on a worker. Starts paused; all calls are made on the
 * context that made it.
 *
 * <p>Fails with {@code ftp.listing-too-large}, {@code ftp.listing-unreadable} or what the source failed with; nothing
 * comes after a failure, and the source is left paused: its owner closes it.
 */
public final class ListingStream implements ReadStream<FtpEntry> {
    static final int SLICE = 32 * 1024;
    private static final int BATCH = 1000;
    private static final int TURNS_IN_A_ROW = 16;

    private final Vertx vertx;
    private final Context context;
    private final ReadStream<Buffer> source;
    private final ListingReader reader;
    private final OtherFormats otherFormats;
    private final ArrayDeque<FtpEntry> ready = new ArrayDeque<>();
    private Handler<FtpEntry> entryHandler;
    private Handler<Throwable> failureHandler;
    private Handler<Void> endHandler;
    private Buffer piece = Buffer.buffer();
    private int taken;
    private int turns;
    private final Demand demand = Demand.none();
    private boolean asked;
    private boolean sourceEnded;
    private boolean readerEnded;
    private boolean away;
    private boolean scheduled;
    private boolean done;

    /** Takes over the source's handlers; the source must be paused or not have begun. */
    public ListingStream(Vertx vertx, ReadStream<Buffer> source, ListingSettings settings) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.source = source;
        this.reader = new ListingReader(settings, ready::add);
        this.otherFormats = new OtherFormats(settings);
        source.pause();
        source.exceptionHandler(this::fail);
        source.endHandler(ended -> {
            sourceEnded = true;
            schedule();
        });
        source.handler(next -> {
            asked = false;
            piece = piece.length() == taken
                    ? next
                    : Buffer.buffer()
                            .appendBuffer(piece, taken, piece.length() - taken)
                            .appendBuffer(next);
            taken = 0;
            schedule();
        });
    }

    /** The entry of an answer to {@code MLST}, without its leading blank; empty when it holds no facts. */
    public static Optional<FtpEntry> machineEntry(byte[] line, Charset configured) {
        return ListingReader.machineEntry(line, configured);
    }

    /** The format, once the first lines have told it. */
    public Optional<ListingFormat> format() {
        return reader.format();
    }

    /** The charset in which the names were read; worth using for the names that are sent to this server. */
    public Charset charset() {
        return reader.charset();
    }

    /** All entries; the limits of the settings keep them in bounds. Fails with what the stream fails with. */
    public Future<List<FtpEntry>> all() {
        Promise<List<FtpEntry>> promise = Promise.promise();
        var entries = new ArrayList<FtpEntry>();
        exceptionHandler(promise::tryFail);
        endHandler(ended -> promise.tryComplete(entries));
        handler(entries::add);
        resume();
        return promise.future();
    }

    @Override
    public ListingStream handler(Handler<FtpEntry> handler) {
        entryHandler = handler;
        return this;
    }

    @Override
    public ListingStream exceptionHandler(Handler<Throwable> handler) {
        failureHandler = handler;
        return this;
    }

    @Override
    public ListingStream endHandler(Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public ListingStream pause() {
        demand.stop();
        return this;
    }

    @Override
    public ListingStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ListingStream fetch(long amount) {
        demand.add(amount);
        schedule();
        return this;
    }

    /** The event loop runs what is put on it before it looks at timers and sockets again: now and then it has to. */
    private void schedule() {
        if (scheduled || done) {
            return;
        }
        scheduled = true;
        turns++;
        if (turns % TURNS_IN_A_ROW == 0) {
            vertx.setTimer(1, timer -> turn());
        } else {
            context.runOnContext(next -> turn());
        }
    }

    private void turn() {
        scheduled = false;
        guarded(this::step);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (io.polyport.kit.problem.ProblemException problem) {
            fail(problem);
        }
    }

    private void step() {
        deliver();
        if (done || away || !ready.isEmpty() || !demand.isThere()) {
            return;
        }
        if (taken < piece.length()) {
            int end = Math.min(piece.length(), taken + SLICE);
            int start = taken;
            taken = end;
            reader.feed(piece.slice(start, end));
            readOthers(false);
            schedule();
        } else if (!sourceEnded) {
            ask();
        } else if (!readerEnded) {
            readerEnded = true;
            reader.end();
            readOthers(true);
            schedule();
        } else {
            reader.checkUnderstood();
            done = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            source.fetch(1);
        }
    }

    private void deliver() {
        while (!done && demand.isThere() && !ready.isEmpty()) {
            demand.take();
            var entry = ready.poll();
            if (entryHandler != null) {
                entryHandler.handle(entry);
            }
        }
    }

    /** Nothing else happens to this listing while a batch is away. */
    private void readOthers(boolean last) {
        if (reader.others() == 0 || (!last && reader.others() < BATCH)) {
            return;
        }
        away = true;
        var batch = reader.takeOthers();
        var charset = reader.charset();
        vertx.executeBlocking(() -> otherFormats.read(batch, charset, last)).onComplete(read -> {
            away = false;
            if (done) {
                return;
            }
            if (read.failed()) {
                fail(read.cause());
                return;
            }
            guarded(() -> read.result().forEach(reader::give));
            schedule();
        });
    }

    private void fail(Throwable failure) {
        if (done) {
            return;
        }
        done = true;
        ready.clear();
        source.pause();
        if (failureHandler != null) {
            failureHandler.handle(failure);
        }
    }
}
