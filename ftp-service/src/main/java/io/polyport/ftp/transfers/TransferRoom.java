package io.polyport.ftp.transfers;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.TransferProblems;
import io.polyport.ftp.logins.Sessions;
import io.polyport.kit.problem.Problem;
import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.polyport.store.StateProblems;
import io.polyport.store.StateStore;
import io.polyport.store.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The transfers of one event loop: orders are taken and looked at here, and those that are due are worked on. */
public final class TransferRoom {
    private static final String KIND = "transfer";
    private static final int PAGE = 100;
    private static final SecureRandom RANDOM = new SecureRandom();
    /** A dead process's transfers are gone on with after this time. */
    private static final Duration CLAIM = Duration.ofSeconds(8);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(5);
    /** A transfer that runs writes its record often, too. */
    private static final int MOST_TRIES = 50;

    private final Vertx vertx;
    private final FtpConfig config;
    private final Sessions sessions;
    private final Optional<Records> records;
    private final Optional<WorkQueue> queue;
    private final Set<TransferEvents> readers = new HashSet<>();
    private boolean leaving;

    /** @param share this event loop's part of the transfers that are worked on at once */
    public TransferRoom(
            Vertx vertx,
            FtpConfig config,
            Sessions sessions,
            Optional<StateStore> state,
            TransferMeters meters,
            int share) {
        this.vertx = vertx;
        this.config = config;
        this.sessions = sessions;
        this.records = state.map(store -> store.records(KIND));
        this.queue = records.filter(any -> share > 0)
                .map(kept -> new WorkQueue(
                        vertx,
                        kept,
                        new WorkQueue.Settings(LOOK, share, CLAIM, RETRY),
                        job -> new TransferRun(vertx, config, sessions, meters, kept, job).run()));
        queue.ifPresent(WorkQueue::start);
    }

    private Records records() {
        return records.orElseThrow(StateProblems.OFF::toException);
    }

    /** Fails with {@code ftp.too-many-transfers} and what the state can fail with. */
    public Future<Entry> create(String owner, Order order, StoredGrants grants) {
        int most = config.transfers().perCaller();
        return records().countOwnedBy(owner).compose(count -> {
            if (count >= most) {
                throw TransferProblems.TOO_MANY.toException(
                        "You have " + count + " transfers, and no caller may have more than " + most + ". "
                                + TransferProblems.TOO_MANY.advice());
            }
            Instant now = Instant.now();
            String id = id(now);
            return records()
                    .create(id, owner, Optional.of(now), new Transfer(order, grants, now).toJson())
                    .compose(created -> find(owner, id))
                    .onSuccess(entry -> queue.ifPresent(WorkQueue::wake));
        });
    }

    /** Not to be guessed, and in the order of their making. */
    private static String id(Instant now) {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return String.format("%011x", now.toEpochMilli()) + HexFormat.of().formatHex(bits);
    }

    /** The caller's own; fails with {@code ftp.transfer-unknown}. */
    public Future<Entry> find(String owner, String id) {
        return records()
                .find(id)
                .map(found -> found.filter(entry -> entry.owner().equals(owner))
                        .orElseThrow(TransferProblems.UNKNOWN::toException));
    }

    /** A page of the caller's own, the oldest first, from behind an id. */
    public Future<List<Entry>> list(String owner, String after) {
        return records().ownedBy(owner, after, PAGE);
    }

    public static boolean isWholePage(List<Entry> page) {
        return page.size() == PAGE;
    }

    /** Whoever works on it learns of it within a second. */
    public Future<Entry> pause(String owner, String id) {
        return change(owner, id, transfer -> {
            requireNotEnded(transfer);
            if (transfer.state == Transfer.State.WAITING) {
                transfer.state = Transfer.State.PAUSED;
                transfer.problem = null;
                transfer.next = null;
            } else if (transfer.state == Transfer.State.RUNNING && transfer.wish == Transfer.Wish.NONE) {
                transfer.wish = Transfer.Wish.PAUSE;
            }
        });
    }

    /** A file's temporary one is removed by whoever works on it. */
    public Future<Entry> cancel(String owner, String id) {
        return change(owner, id, transfer -> {
            requireNotEnded(transfer);
            boolean idle = transfer.state != Transfer.State.RUNNING
                    && transfer.temporaries().isEmpty();
            if (idle) {
                transfer.state = Transfer.State.CANCELLED;
                transfer.ended = Instant.now();
                transfer.problem = null;
                transfer.next = null;
            } else {
                transfer.wish = Transfer.Wish.CANCEL;
            }
        });
    }

    /** What failed is tried again; nothing that was done is. The grants are the caller's of now. */
    public Future<Entry> resume(String owner, String id, StoredGrants grants) {
        return change(owner, id, transfer -> {
            if (transfer.state == Transfer.State.DONE || transfer.state == Transfer.State.CANCELLED) {
                requireNotEnded(transfer);
            }
            transfer.grants = grants;
            if (transfer.state == Transfer.State.FAILED) {
                transfer.errors.forEach(error -> again(transfer, error));
                if (transfer.retry.stream().anyMatch(Retry::isDirectory)) {
                    // Nobody could count what is in a directory that was refused.
                    transfer.filesTotal = -1;
                }
                transfer.filesFailed -= transfer.errors.size();
                transfer.errors.clear();
                transfer.ended = null;
            }
            if (transfer.state == Transfer.State.FAILED || transfer.wish != Transfer.Wish.CANCEL) {
                // A wish that came when it had just failed is over, too.
                transfer.wish = Transfer.Wish.NONE;
            }
            transfer.progressed();
            transfer.refusedLogins = 0;
            if (transfer.state != Transfer.State.RUNNING) {
                transfer.state = Transfer.State.WAITING;
                transfer.next = null;
            }
        });
    }

    private static void again(Transfer transfer, Failed error) {
        switch (error.kind()) {
            case FILE -> {
                // Before there were kinds the directory itself was told as a file of no name.
                boolean whole = error.path().isEmpty() && transfer.order.isTree();
                transfer.retry.add(whole ? Retry.directory(error.path(), null) : Retry.file(error.path()));
            }
            case DIRECTORY -> transfer.retry.add(Retry.directory(error.path(), error.after()));
            case NAMELESS -> {
                Retry look = Retry.nameless(error.path());
                if (!transfer.retry.contains(look)) {
                    transfer.retry.add(look);
                }
            }
            case TARGET -> {
                // It is made before anything else, and all the rest still stands where it stood.
            }
        }
    }

    private static void requireNotEnded(Transfer transfer) {
        if (transfer.state.isEnded()) {
            throw Problem.of(TransferProblems.ENDED)
                    .with("state", transfer.state.word())
                    .toException();
        }
    }

    private Future<Entry> change(String owner, String id, Consumer<Transfer> change) {
        return change(owner, id, change, MOST_TRIES).onSuccess(changed -> queue.ifPresent(WorkQueue::wake));
    }

    private Future<Entry> change(String owner, String id, Consumer<Transfer> change, int tries) {
        return find(owner, id).compose(entry -> {
            Transfer transfer = Transfer.of(entry.body());
            change.accept(transfer);
            return records().replace(entry, due(transfer), transfer.toJson()).compose(done -> {
                if (done) {
                    return find(owner, id);
                }
                return tries > 1
                        ? change(owner, id, change, tries - 1)
                        : Future.failedFuture(StateProblems.CHANGED.toException());
            });
        });
    }

    private Optional<Instant> due(Transfer transfer) {
        if (transfer.state.isEnded()) {
            return Optional.of(transfer.ended.plus(config.transfers().keep()));
        }
        boolean rests = transfer.state == Transfer.State.PAUSED && transfer.wish == Transfer.Wish.NONE;
        return rests ? Optional.empty() : Optional.of(Instant.now());
    }

    /**
     * Removes the temporary files that are left of it, too, as far as the target's server lets that happen within seconds.
     * Fails with {@code ftp.transfer-not-ended} and {@code state.changed}.
     */
    public Future<Void> remove(String owner, String id) {
        return remove(owner, id, MOST_TRIES);
    }

    private Future<Void> remove(String owner, String id, int tries) {
        return find(owner, id)
                .compose(entry -> new Removal(sessions, records()).remove(entry))
                .compose(done -> done
                        ? Future.succeededFuture()
                        : tries > 1
                                ? remove(owner, id, tries - 1)
                                : Future.failedFuture(StateProblems.CHANGED.toException()));
    }

    /** Its changes from now on; empty when the reader knows the last one. */
    public Optional<TransferEvents> events(Entry now, long told) {
        if (TransferView.isEnded(now) && now.version() == told) {
            return Optional.empty();
        }
        var events = new TransferEvents(vertx, records(), now, told, readers::remove);
        readers.add(events);
        if (leaving) {
            events.leave();
        }
        return Optional.of(events);
    }

    /** Hands over what is under way to other instances, and takes nothing more; succeeds when that is done. */
    public Future<Void> leave() {
        leaving = true;
        List.copyOf(readers).forEach(TransferEvents::leave);
        return queue.map(WorkQueue::close).orElseGet(Future::succeededFuture);
    }
}
