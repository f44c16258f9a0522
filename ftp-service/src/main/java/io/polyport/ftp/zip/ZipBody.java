package io.polyport.ftp.zip;

import io.polyport.ftp.FtpDownload;
import io.polyport.ftp.logins.Uses;
import io.polyport.kit.stream.Demand;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;

/**
 * A ZIP file as a body: one member after the other is fetched, compressed and handed on, no faster than the reader takes
 * it. Any failure breaks it off before the directory at its end, so that no reader takes it for whole. Starts paused.
 */
public final class ZipBody implements ReadStream<Buffer> {
    private static final int PIECE = 64 * 1024;
    private static final int WORTHWHILE = 16 * 1024;

    private final ZipMembers members;
    private final Runnable giveBack;
    private final ZipWriter zip = new ZipWriter();
    private FtpDownload current;
    private Handler<Buffer> handler;
    private Handler<Throwable> exceptionHandler;
    private Handler<Void> endHandler;
    private final Demand demand = Demand.none();
    private boolean asking;
    private boolean working;
    private boolean finished;
    private boolean over;

    /** @param giveBack gives the login back, once or more often */
    public ZipBody(ZipMembers members, Runnable giveBack) {
        this.members = members;
        this.giveBack = giveBack;
    }

    /** Hands on what is there, and sees to it that more comes; nobody is called from within himself. */
    private void work() {
        if (working) {
            return;
        }
        working = true;
        try {
            boolean entryOver = current == null;
            while (!over && demand.isThere() && handler != null && zip.ready() >= (entryOver ? 1 : WORTHWHILE)) {
                demand.take();
                handler.handle(zip.take(PIECE));
            }
        } finally {
            working = false;
        }
        if (over) {
            return;
        }
        if (finished && zip.ready() == 0 && demand.isThere()) {
            succeed();
        } else if (current != null) {
            flow();
        } else if (!asking && !finished && demand.isThere()) {
            next();
        }
    }

    private void flow() {
        if (demand.isThere()) {
            current.resume();
        } else {
            current.pause();
        }
    }

    private void next() {
        asking = true;
        Uses.guarded(members::next).onComplete(found -> {
            asking = false;
            if (over) {
                // Nobody wants it any more; its session has been ended.
                return;
            }
            if (found.failed()) {
                fail(found.cause());
            } else {
                guarded(() -> begin(found.result()));
            }
        });
    }

    private void begin(Optional<ZipMembers.Member> member) {
        if (member.isEmpty()) {
            zip.finish();
            finished = true;
            giveBack.run();
            work();
            return;
        }
        zip.begin(member.get().name(), member.get().modified());
        FtpDownload content = member.get().content();
        if (content == null) {
            zip.end();
            work();
            return;
        }
        current = content;
        content.exceptionHandler(this::fail);
        content.endHandler(ended -> guarded(() -> {
            current = null;
            zip.end();
            work();
        }));
        content.handler(bytes -> guarded(() -> {
            zip.write(bytes.getBytes());
            work();
        }));
        work();
    }

    /** A name that is too long for ZIP, say. */
    private void guarded(Runnable step) {
        if (!over) {
            try {
                step.run();
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }
    }

    private void succeed() {
        over = true;
        zip.close();
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void fail(Throwable failure) {
        if (!over) {
            abort();
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure);
            }
        }
    }

    /** Ends the work; no handler is called any more. */
    public void abort() {
        if (!over) {
            over = true;
            zip.close();
            if (current != null) {
                current.abort();
            }
            // Once all has been fetched, the login may be somebody else's.
            if (!finished) {
                members.abort();
                giveBack.run();
            }
        }
    }

    @Override
    public ZipBody handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        return this;
    }

    @Override
    public ZipBody exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public ZipBody endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        return this;
    }

    @Override
    public ZipBody pause() {
        demand.stop();
        if (current != null) {
            current.pause();
        }
        return this;
    }

    @Override
    public ZipBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    /** @param amount of pieces */
    @Override
    public ZipBody fetch(long amount) {
        demand.add(amount);
        guarded(this::work);
        return this;
    }
}
