package io.polyport.grpc.schema;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Schemas by what they were made of. Whoever asks for what is being made waits for it. What was used longest ago goes
 * first when there are too many. Broken contents are remembered for a while: otherwise one that costs a compiler its whole
 * time would cost it again with every call. Safe on any thread.
 *
 * @param <K> what a schema was made of
 */
final class SchemaCache<K> {
    /** What another attempt with the same content ends in, too. */
    private static final Set<String> LASTING = Set.of(
            SchemaProblems.PROTO_INVALID.code(),
            SchemaProblems.PROTO_NAME.code(),
            SchemaProblems.ARCHIVE_INVALID.code(),
            SchemaProblems.DESCRIPTOR_INVALID.code(),
            SchemaProblems.TOO_LARGE.code(),
            SchemaProblems.COMPILER_TIMEOUT.code(),
            SchemaProblems.COMPILER_FAILED.code(),
            SchemaProblems.REFLECTION_INVALID.code(),
            SchemaProblems.REFLECTION_TOO_LARGE.code());
    /** A failure is small, but not nothing. */
    private static final long FAILURE_WEIGHT = 16 << 10;

    private final int most;
    private final long mostWeight;
    private final Duration failuresKept;
    private final Optional<Duration> kept;
    private final LongSupplier nanoTime;
    private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;

    private static final class Entry {
        final Promise<Schema> promise = Promise.promise();
        long weight;
        long end = Long.MAX_VALUE;
    }

    /**
     * @param kept how long; empty: as long as there is room
     * @param nanoTime as {@link System#nanoTime}
     */
    SchemaCache(SchemaSettings settings, Optional<Duration> kept, LongSupplier nanoTime) {
        this.most = settings.kept();
        this.mostWeight = settings.keptBytes().bytes();
        this.failuresKept = settings.failuresKept();
        this.kept = kept;
        this.nanoTime = nanoTime;
    }

    /** The one that is there or on its way; otherwise the one that {@code making} gives. */
    Future<Schema> get(K key, Supplier<Future<Schema>> making) {
        Entry mine;
        synchronized (this) {
            Entry there = entries.get(key);
            if (there != null && (there.end == Long.MAX_VALUE || there.end - nanoTime.getAsLong() > 0)) {
                return there.promise.future();
            }
            forget(key);
            mine = new Entry();
            entries.put(key, mine);
        }
        made(making).onComplete(made -> {
            settle(key, mine, made);
            // Not under the lock: who waits may ask at once for something else.
            mine.promise.handle(made);
        });
        return mine.promise.future();
    }

    /** One that throws must not leave all others waiting. */
    private static Future<Schema> made(Supplier<Future<Schema>> making) {
        try {
            return making.get();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private synchronized void settle(K key, Entry entry, io.vertx.core.AsyncResult<Schema> made) {
        if (entries.get(key) != entry) {
            return;
        }
        if (made.failed() && !isLasting(made.cause())) {
            entries.remove(key);
            return;
        }
        Optional<Duration> time = made.succeeded() ? kept : Optional.of(failuresKept);
        time.ifPresent(one -> entry.end = nanoTime.getAsLong() + one.toNanos());
        entry.weight = made.succeeded() ? made.result().weight() : FAILURE_WEIGHT;
        weight += entry.weight;
        evict(entry);
    }

    private static boolean isLasting(Throwable failure) {
        return failure instanceof ProblemException problem
                && LASTING.contains(problem.problem().code());
    }

    private void evict(Entry newest) {
        Iterator<Entry> oldest = entries.values().iterator();
        while ((entries.size() > most || weight > mostWeight) && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry != newest && entry.promise.future().isComplete()) {
                weight -= entry.weight;
                oldest.remove();
            }
        }
    }

    synchronized void forget(K key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            weight -= entry.weight;
        }
    }

    synchronized int size() {
        return entries.size();
    }
}
