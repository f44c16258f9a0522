package io.polyport.ftp.logins;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Opened;
import io.polyport.kit.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** One login that a caller keeps: on one event loop, for one owner, with its own working directory (FT-1). */
public final class OpenedConnection implements Opened {
    private static final long PATIENCE_MILLIS = 1_000;
    private final String id;
    private final Principal owner;
    private final String origin;
    private final Place place;
    private final FtpSession session;
    private final Vertx vertx;
    private final Queue<Promise<SessionUse>> waiting = new ArrayDeque<>();
    private Future<?> keepingAlive = Future.succeededFuture();
    private FtpPath at = FtpPath.here();
    private boolean inUse;
    private String reason;
    private long lastUse = System.nanoTime();
    private long timer = -1;

    public OpenedConnection(String id, Principal owner, Place place, FtpSession session, Vertx vertx) {
        this.id = id;
        this.owner = owner;
        this.origin = place.id();
        this.place = place.as(id);
        this.session = session;
        this.vertx = vertx;
    }

    /** Asks the server now and then whether it is there, and closes after {@code idle} without a call. */
    public void keepAlive(Duration every, Duration idle) {
        timer = vertx.setPeriodic(every.toMillis(), ignored -> {
            if (inUse) {
                lastUse = System.nanoTime();
            } else if (System.nanoTime() - lastUse > idle.toNanos()) {
                close("It was not used for " + idle.toMillis() / 1000.0 + " s.");
            } else if (keepingAlive.isComplete()) {
                keepingAlive = session.noop();
            }
        });
        session.ended().onSuccess(ignored -> vertx.cancelTimer(timer));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Principal owner() {
        return owner;
    }

    @Override
    public JsonObject summary() {
        return new JsonObject()
                .put("id", id)
                .put("kind", "opened")
                .put("server", place.login().host() + ":" + place.login().port());
    }

    public FtpSession session() {
        return session;
    }

    public Place place() {
        return place;
    }

    /** The name of the configured connection that it was opened on, or the caller's own server and port. */
    public String origin() {
        return origin;
    }

    public FtpPath at() {
        return at;
    }

    public void moved(FtpPath newAt) {
        at = newAt;
    }

    /** True from the beginning of a call to its end, also between two commands. */
    public boolean isInUse() {
        return inUse;
    }

    /**
     * The login for one call. Waits a moment for the call before, whose caller may have all of its answer while the server
     * still confirms it, and for the answer to a NOOP. Fails with {@code ftp.session-busy}.
     */
    public Future<SessionUse> use() {
        if (!inUse) {
            inUse = true;
            return keepingAlive.transform(any -> Future.succeededFuture(given()));
        }
        Promise<SessionUse> turn = Promise.promise();
        waiting.add(turn);
        long late = vertx.setTimer(PATIENCE_MILLIS, ignored -> {
            waiting.remove(turn);
            turn.tryFail(FtpProblems.SESSION_BUSY.toException());
        });
        return turn.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private SessionUse given() {
        return new SessionUse(session, place, at, new Release());
    }

    /** Says good-bye to the server; later calls are told why. */
    public Future<Void> close(String why) {
        reason = why;
        return session.quit();
    }

    /** Why it was closed from this side; empty when it was not. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Once only: a late second call must not end the use of whoever came next. */
    private final class Release implements Runnable {
        private boolean done;

        @Override
        public void run() {
            if (!done) {
                done = true;
                lastUse = System.nanoTime();
                Promise<SessionUse> next = waiting.poll();
                inUse = next != null;
                if (next != null) {
                    next.complete(given());
                }
            }
        }
    }
}
