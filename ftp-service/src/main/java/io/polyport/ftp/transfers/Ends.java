package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.logins.Place;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.vertx.core.Future;
import java.nio.charset.Charset;

/**
 * The logins of a transfer, one at each server. They stand beside the pools: a transfer can take hours, and must neither
 * keep callers from their logins nor wait for a second one of a pool while it holds the first.
 */
record Ends(SessionUse source, SessionUse target, FtpPath from, FtpPath to) {
    static Future<Ends> open(Sessions sessions, Order order) {
        Place from = place(sessions, order.from());
        Place to = place(sessions, order.to());
        FtpPath source = order.from().in(from, order.isTree());
        FtpPath target = order.to().in(to, order.isTree());
        return fresh(sessions, from)
                .compose(one -> fresh(sessions, to)
                        .onFailure(failed -> one.quit())
                        .map(other -> new Ends(use(one, from), use(other, to), source, target)));
    }

    private static Future<FtpSession> fresh(Sessions sessions, Place place) {
        return sessions.fresh(place).recover(failure -> RefusedLogins.of(place.id(), failure));
    }

    static Place place(Sessions sessions, Order.Side side) {
        return Place.of(side.connection(), sessions.configured(side.connection()));
    }

    static SessionUse use(FtpSession session, Place place) {
        return new SessionUse(session, place, FtpPath.here(), session::quit);
    }

    Charset sourceNames() {
        return source.session().info().charset();
    }

    /** The path at the target, as a caller would name it; fails with {@code ftp.name-not-encodable}. */
    FtpPath translated(FtpPath relative) {
        return Names.translated(relative, sourceNames(), target.session().info().charset());
    }

    /** Whether contents go as lines on one side: then lengths are not those of the files, and nothing begins in the middle. */
    boolean areLines() {
        return source.place().login().lines() || target.place().login().lines();
    }

    void close() {
        close(source.session());
        close(target.session());
    }

    static void close(FtpSession session) {
        if (session.isBusy()) {
            session.abort();
        } else {
            session.quit();
        }
    }

    void abort() {
        source.session().abort();
        target.session().abort();
    }
}
