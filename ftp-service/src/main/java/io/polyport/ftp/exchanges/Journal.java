package io.polyport.ftp.exchanges;

import io.polyport.store.Entry;
import io.polyport.store.Records;
import io.polyport.store.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The record of one exchange while it is worked on. What a step is about to do is written before it is done, so that
 * whoever goes on after a crash knows how far it can have come.
 */
final class Journal {
    private static final int TRIES = 5;

    private final Records records;
    private final WorkQueue.Job job;
    private final JsonObject body;
    private Entry seen;

    Journal(Records records, WorkQueue.Job job) {
        this.records = records;
        this.job = job;
        this.seen = job.entry();
        this.body = seen.body().copy();
    }

    JsonObject body() {
        return body;
    }

    /** A moment that the database's clock had passed when it handed this out, milliseconds since the epoch. */
    long handedOut() {
        Instant changed = job.entry().changed();
        return job.entry()
                .due()
                .filter(due -> due.isAfter(changed))
                .orElse(changed)
                .toEpochMilli();
    }

    /** What is kept of one of its tasks. */
    JsonObject part(String task) {
        if (!body.containsKey(task)) {
            body.put(task, new JsonObject());
        }
        return body.getJsonObject(task);
    }

    Future<Void> stop() {
        return job.stop();
    }

    boolean isStopped() {
        return job.stop().isComplete() || job.claim().isLost();
    }

    /** Does the step unless the work has to end. */
    <T> Future<T> step(Supplier<Future<T>> step) {
        return isStopped() ? Future.failedFuture(new Stopped()) : step.get();
    }

    /** It stays due, so that another instance goes on at once after a crash. */
    Future<Void> write() {
        return write(seen.due(), TRIES);
    }

    Future<Void> finish(Instant due) {
        return write(Optional.of(due), TRIES);
    }

    private Future<Void> write(Optional<Instant> due, int tries) {
        if (isStopped()) {
            return Future.failedFuture(new Stopped());
        }
        Optional<Instant> when = body.containsKey(Asked.MEMBER) ? Optional.of(Instant.now()) : due;
        JsonObject now = body.copy();
        return records.replace(job.claim().claim(), seen, when, now).compose(written -> {
            if (written) {
                seen = new Entry(seen.id(), seen.owner(), seen.version() + 1, when, seen.changed(), now);
                return Future.succeededFuture();
            }
            return tries > 1 ? again(due, tries) : Future.failedFuture(new Stopped());
        });
    }

    /** Somebody has asked for a run meanwhile, or the claim is another's. */
    private Future<Void> again(Optional<Instant> due, int tries) {
        return records.find(seen.id()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(new Stopped());
            }
            seen = found.get();
            JsonObject asked = seen.body().getJsonObject(Asked.MEMBER);
            if (asked != null) {
                body.put(Asked.MEMBER, asked);
            }
            return write(due, tries - 1);
        });
    }
}
