package io.polyport.ftp.uploads;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Optional;

/**
 * A body of which all that came counts, also when it breaks off: then it ends here, and says afterwards what happened. Of one
 * that is too long it gives no byte too many.
 */
final class LimitedBody implements ReadStream<Buffer> {
    private final ReadStream<Buffer> body;
    private final long most;
    private long bytes;
    private boolean tooLong;
    private boolean over;
    private boolean told;
    private Throwable failure;
    private Handler<Void> endHandler;

    LimitedBody(ReadStream<Buffer> body, long most) {
        this.body = body;
        this.most = most;
    }

    long bytes() {
        return bytes;
    }

    boolean isTooLong() {
        return tooLong;
    }

    /** Why it is not whole. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public LimitedBody handler(Handler<Buffer> handler) {
        body.handler(handler == null ? null : piece -> take(piece, handler));
        return this;
    }

    private void take(Buffer piece, Handler<Buffer> handler) {
        if (over) {
            return;
        }
        int room = (int) Math.min(piece.length(), most - bytes);
        bytes += room;
        if (room > 0) {
            handler.handle(room == piece.length() ? piece : piece.slice(0, room));
        }
        if (room < piece.length()) {
            tooLong = true;
            body.pause();
            end();
        }
    }

    private void end() {
        over = true;
        if (!told && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }

    @Override
    public LimitedBody endHandler(Handler<Void> handler) {
        endHandler = handler;
        body.endHandler(handler == null ? null : ended -> end());
        if (over && handler != null) {
            // It broke off before anybody asked for its end.
            end();
        }
        return this;
    }

    /** Never used: it ends instead. */
    @Override
    public LimitedBody exceptionHandler(Handler<Throwable> handler) {
        body.exceptionHandler(
                handler == null
                        ? null
                        : broken -> {
                            if (!over) {
                                failure = broken;
                                end();
                            }
                        });
        return this;
    }

    @Override
    public LimitedBody pause() {
        body.pause();
        return this;
    }

    @Override
    public LimitedBody resume() {
        if (!over) {
            body.resume();
        }
        return this;
    }

    @Override
    public LimitedBody fetch(long amount) {
        if (!over) {
            body.fetch(amount);
        }
        return this;
    }
}
