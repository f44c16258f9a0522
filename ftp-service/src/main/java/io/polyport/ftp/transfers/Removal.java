package io.polyport.ftp.transfers;

import io.polyport.ftp.TransferProblems;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.transfers.Transfer.State;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.polyport.store.StateProblems;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets ended transfers, and removes the temporary files that are left of them. */
final class Removal {
    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);

    private final Sessions sessions;
    private final Records records;

    Removal(Sessions sessions, Records records) {
        this.sessions = sessions;
        this.records = records;
    }

    /** As the caller wishes it. Fails with {@code ftp.transfer-not-ended} and {@code state.changed}. */
    Future<Void> remove(Entry seen) {
        Transfer transfer = Transfer.of(seen.body());
        if (!transfer.state.isEnded()) {
            throw TransferProblems.NOT_ENDED.toException();
        }
        if (transfer.temporaries().isEmpty()) {
            return records.remove(seen.id()).mapEmpty();
        }
        return abandon(seen, transfer)
                .compose(alone -> clean(sessions, seen.id(), transfer))
                .compose(clean -> records.remove(seen.id()))
                .mapEmpty();
    }

    /** From now on nobody can resume it, and want what is removed. */
    private Future<Void> abandon(Entry seen, Transfer transfer) {
        if (transfer.state != State.FAILED) {
            return Future.succeededFuture();
        }
        transfer.state = State.CANCELLED;
        return records.replace(seen, seen.due(), transfer.toJson())
                .compose(done ->
                        done ? Future.succeededFuture() : Future.failedFuture(StateProblems.CHANGED.toException()));
    }

    /** What the target's server does not let go stands in the log then. In time, and never fails. */
    static Future<Void> clean(Sessions sessions, String id, Transfer transfer) {
        Order.Side target = transfer.order.to();
        return Cleaning.remove(sessions, target, transfer.temporaries()).map(left -> {
            if (!left.isEmpty()) {
                LOG.warn(
                        "transfer {} is forgotten; its temporary files stay on the connection '{}' and have to be removed by hand: {}",
                        id,
                        target.connection(),
                        paths(left));
            }
            return null;
        });
    }

    private static List<String> paths(List<Temporary> left) {
        return left.stream().map(each -> each.path().toString()).toList();
    }
}
