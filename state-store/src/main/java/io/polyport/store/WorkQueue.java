package io.polyport.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives records that are due to a worker: each to one at a time, whatever number of processes look for them. Belongs to the
 * event loop that made it. When a process dies, its records are given away after their claims have run out.
 */
public final class WorkQueue {
    private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

    /**
     * A record that was claimed.
     *
     * @param entry as it was after it was claimed
     * @param claim to be said with every write
     * @param stop succeeds when the work has to end without another write, because the claim was lost, or soon, because
     *     the process leaves
     */
    public record Job(Entry entry, HeldClaim claim, Future<Void> stop) {}

    /**
     * Does the work; when it succeeds, the record says when it is due next, or is gone. When it fails, the record is due
     * again after {@link Settings#retry}.
     */
    @FunctionalInterface
    public interface Work {
        Future<Void> run(Job job);
    }

    /**
     * @param every how often due records are looked for
     * @param atOnce most that are worked on at the same time here
     * @param claim for how long a dead process's record stays its own
     * @param retry pause after a failure
     */
    public record Settings(Duration every, int atOnce, Duration claim, Duration retry) {}

    private final Vertx vertx;
    private final Records records;
    private final Settings settings;
    private final Work work;
    /** What tells each job to stop. */
    private final Map<String, Promise<Void>> running = new HashMap<>();

    private final Promise<Void> idle = Promise.promise();
    private long timer = -1;
    private boolean closing;
    private boolean looking;
    private boolean again;

    public WorkQueue(Vertx vertx, Records records, Settings settings, Work work) {
        this.vertx = vertx;
        this.records = records;
        this.settings = settings;
        this.work = work;
    }

    public void start() {
        look();
    }

    /** Looks now: something has become due. */
    public void wake() {
        if (looking) {
            again = true;
        } else if (timer >= 0) {
            vertx.cancelTimer(timer);
            look();
        }
    }

    /** Takes nothing more and tells the workers to stop; succeeds when they have. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        closing = true;
        // A copy: work that ends at once is taken out of them meanwhile.
        List.copyOf(running.values()).forEach(Promise::tryComplete);
        if (running.isEmpty()) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private void look() {
        timer = -1;
        int free = settings.atOnce() - running.size();
        if (closing) {
            return;
        }
        looking = true;
        Future<List<Entry>> due = free <= 0 ? Future.succeededFuture(List.of()) : records.due(free + running.size());
        due.onComplete(found -> {
            looking = false;
            if (closing) {
                return;
            }
            if (found.succeeded()) {
                found.result().stream()
                        .filter(entry -> !running.containsKey(entry.id()))
                        .limit(Math.max(0, free))
                        .forEach(this::take);
            }
            boolean now = again;
            again = false;
            timer = vertx.setTimer(now ? 1 : Math.max(1, settings.every().toMillis()), ignored -> look());
        });
    }

    private void take(Entry due) {
        String id = due.id();
        Promise<Void> stop = Promise.promise();
        running.put(id, stop);
        HeldClaim.take(vertx, records, id, settings.claim())
                .compose(taken -> taken.isEmpty() ? Future.succeededFuture() : begin(due, taken.get(), stop))
                .onFailure(failure -> LOG.warn("work on {} was not begun: {}", id, failure.toString()))
                .onComplete(done -> over(id));
    }

    private void over(String id) {
        running.remove(id);
        if (closing && running.isEmpty()) {
            idle.tryComplete();
        } else {
            // There is room for another one.
            wake();
        }
    }

    /** What was changed since it was found due may not be due any more; if it is, the next look finds it. */
    private Future<Void> begin(Entry due, HeldClaim claim, Promise<Void> stop) {
        claim.lost().onSuccess(lost -> stop.tryComplete());
        return records.find(due.id())
                .compose(entry -> closing || entry.isEmpty() || entry.get().version() != due.version()
                        ? Future.succeededFuture()
                        : run(new Job(entry.get(), claim, stop.future())))
                .eventually(claim::release);
    }

    private Future<Void> run(Job job) {
        Future<Void> done;
        try {
            done = work.run(job);
        } catch (RuntimeException failure) {
            done = Future.failedFuture(failure);
        }
        return done.recover(failure -> postpone(job.entry().id(), job.claim(), failure));
    }

    private Future<Void> postpone(String id, HeldClaim claim, Throwable failure) {
        if (claim.isLost() || closing) {
            return Future.succeededFuture();
        }
        LOG.warn("work on {} failed and is tried again: {}", id, failure.toString(), failure);
        return records.find(id)
                .compose(now -> now.isEmpty()
                        ? Future.succeededFuture()
                        : records.replace(
                                        claim.claim(),
                                        now.get(),
                                        Optional.of(Instant.now().plus(settings.retry())),
                                        now.get().body())
                                .mapEmpty());
    }
}
