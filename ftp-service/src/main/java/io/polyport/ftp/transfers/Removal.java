package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpPath;
import io.polyport.ftp.TransferProblems;
import io.polyport.ftp.logins.Sessions;
import io.polyport.ftp.transfers.Transfer.State;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
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

    /** False when the record is not as it was seen, or is gone. Fails with {@code ftp.transfer-not-ended}. */
    Future<Boolean> remove(Entry seen) {
        Transfer transfer = Transfer.of(seen.body());
        if (!transfer.state.isEnded()) {
            throw TransferProblems.NOT_ENDED.toException();
        }
        if (transfer.temporaries().isEmpty()) {
            return records.remove(seen);
        }
        return abandon(seen, transfer)
                .compose(alone -> alone.isEmpty()
                        ? Future.succeededFuture(false)
                        : clean(sessions, seen.id(), transfer).compose(clean -> records.remove(alone.get())));
    }

    /** From now on nobody can resume it, and want what is removed; empty when the record is not as it was seen. */
    private Future<Optional<Entry>> abandon(Entry seen, Transfer transfer) {
        if (transfer.state != State.FAILED) {
            return Future.succeededFuture(Optional.of(seen));
        }
        transfer.state = State.CANCELLED;
        var abandoned =
                new Entry(seen.id(), seen.owner(), seen.version() + 1, seen.due(), seen.changed(), transfer.toJson());
        return records.replace(seen, abandoned.due(), abandoned.body())
                .map(done -> done ? Optional.of(abandoned) : Optional.empty());
    }

    /** What the target's server does not let go stands in the log then. In time, and never fails. */
    static Future<Void> clean(Sessions sessions, String id, Transfer transfer) {
        Order.Side target = transfer.order.to();
        return Cleaning.remove(sessions, target, transfer.temporaries()).map(left -> {
            if (!left.isEmpty()) {
                LOG.warn(
                        "transfer {} is forgotten; its temporary files stay on the connection '{}' and have to be removed by hand: {}; what ends in .old may be the file that was to be replaced, and have to get its name back",
                        id,
                        target.connection(),
                        paths(left));
            }
            return null;
        });
    }

    private static List<String> paths(List<Temporary> left) {
        return left.stream()
                .flatMap(each -> each.paths().stream())
                .map(FtpPath::toString)
                .toList();
    }
}
