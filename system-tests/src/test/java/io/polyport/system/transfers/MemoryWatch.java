package io.polyport.system.transfers;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.system.house.Node;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at the resident memory of processes ten times a second. What was highest the kernel knows better: it misses nothing. */
final class MemoryWatch implements AutoCloseable {
    /** What a process may have at most, everything counted: heap, buffers, code, classes, threads, mapped files. */
    static final long LIMIT = 256 * Scale.MIB;

    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Node> nodes;
    private final List<long[]> samples = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    MemoryWatch(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        sample();
        thread = Thread.ofPlatform().daemon().name("memory watch").start(this::run);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(EVERY_NANOS);
            sample();
        }
    }

    private void sample() {
        long[] now = new long[nodes.size()];
        for (int i = 0; i < now.length; i++) {
            try {
                now[i] = nodes.get(i).memory();
            } catch (UncheckedIOException | NoSuchElementException ended) {
                // The test sees it for itself: what it transfers breaks off.
                return;
            }
        }
        synchronized (samples) {
            samples.add(now);
        }
    }

    /** A place in the samples, for {@link #growthSince}. */
    int mark() {
        synchronized (samples) {
            return samples.size() - 1;
        }
    }

    /** By how many bytes the process that grew most has grown at most since then. */
    long growthSince(int mark) {
        synchronized (samples) {
            long most = 0;
            for (int node = 0; node < nodes.size(); node++) {
                for (long[] later : samples.subList(mark, samples.size())) {
                    most = Math.max(most, later[node] - samples.get(mark)[node]);
                }
            }
            return most;
        }
    }

    /** The highest of each process so far, in MiB. */
    JsonObject highestMib() {
        var all = new JsonObject();
        nodes.forEach(node -> all.put(node.toString(), node.peakMemory() / Scale.MIB));
        return all;
    }

    void assertWithinLimit() {
        for (Node node : nodes) {
            assertThat(node.peakMemory()).as("most memory of " + node).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
