package io.polyport.ftp.transfers;

import io.polyport.ftp.logins.Place;
import io.polyport.ftp.logins.SessionUse;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.logins.Uses;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Removes temporary files over a login of its own at the target. */
final class Cleaning {
    private static final long SECONDS = 15;

    private Cleaning() {}

    /** Succeeds with what stays, since the server can't be reached or refuses it; in time, and never fails. */
    static Future<List<Temporary>> remove(Sessions sessions, Order.Side target, List<Temporary> all) {
        var left = new ArrayList<>(all);
        if (left.isEmpty()) {
            return Future.succeededFuture(left);
        }
        return Uses.guarded(() -> {
                    Place place = Ends.place(sessions, target);
                    return sessions.fresh(place).compose(session -> {
                        SessionUse use = Ends.use(session, place);
                        return each(use, left).onComplete(done -> Ends.close(session));
                    });
                })
                .timeout(SECONDS, TimeUnit.SECONDS)
                .transform(done -> Future.succeededFuture(List.copyOf(left)));
    }

    /** Over a login that is there; takes what is gone out of the list. Never fails. */
    static Future<Void> each(SessionUse target, List<Temporary> left) {
        var todo = List.copyOf(left).iterator();
        return Steps.repeat(() -> {
            if (!todo.hasNext()) {
                return Future.succeededFuture(false);
            }
            Temporary one = todo.next();
            return one.remove(target).map(gone -> {
                if (gone) {
                    left.remove(one);
                }
                return true;
            });
        });
    }
}
