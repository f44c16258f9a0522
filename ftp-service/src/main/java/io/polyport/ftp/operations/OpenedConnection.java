package io.polyport.ftp.operations;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.kit.bus.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** One login that a caller keeps: on one event loop, for one owner, with its own working directory (FT-1). */
final class OpenedConnection {
    private final String id;
    private final Principal owner;
    private final Place place;
    private final FtpSession session;
    private final Vertx vertx;
    private FtpPath at = FtpPath.here();
    private long lastUse = System.nanoTime();
    private long timer = -1;

    OpenedConnection(String id, Principal owner, Place place, FtpSession session, Vertx vertx) {
        this.id = id;
        this.owner = owner;
        this.place = place.as(id);
        this.session = session;
        this.vertx = vertx;
    }

    /** Asks the server now and then whether it is there, and closes after {@code idleNanos} without a call. */
    void keepAlive(long everyMillis, long idleNanos) {
        timer = vertx.setPeriodic(everyMillis, ignored -> {
            if (session.isBusy()) {
                lastUse = System.nanoTime();
            } else if (System.nanoTime() - lastUse > idleNanos) {
                session.quit();
            } else {
                session.noop();
            }
        });
        session.ended().onSuccess(ignored -> vertx.cancelTimer(timer));
    }

    String id() {
        return id;
    }

    boolean belongsTo(Principal asker) {
        return owner.subject().equals(asker.subject()) && owner.tenant().equals(asker.tenant());
    }

    /** What does not change about it; any thread may ask. */
    JsonObject summary() {
        return new JsonObject()
                .put("id", id)
                .put("kind", "opened")
                .put("server", place.login().host() + ":" + place.login().port());
    }

    FtpSession session() {
        return session;
    }

    Place place() {
        return place;
    }

    FtpPath at() {
        return at;
    }

    void moved(FtpPath newAt) {
        at = newAt;
    }

    SessionUse use() {
        lastUse = System.nanoTime();
        return new SessionUse(session, place, at, () -> lastUse = System.nanoTime());
    }
}
