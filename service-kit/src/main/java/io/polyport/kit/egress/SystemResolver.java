package io.polyport.kit.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The system's own resolver on a few threads, with a bounded number of questions waiting for them. */
final class SystemResolver implements Resolver {
    static final int THREADS = 4;
    private static final int MOST_WAITING = 256;

    private final WorkerExecutor workers;
    private final long timeoutMillis;
    private final AtomicInteger waiting = new AtomicInteger();

    SystemResolver(Vertx vertx, long timeoutMillis) {
        // Shared by name: every resolver gets the same threads, and Vert.x closes them at its end.
        this.workers = vertx.createSharedWorkerExecutor("polyport-names", THREADS);
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new TimeoutException("too many look-ups are waiting"));
        }
        return workers.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                .onComplete(done -> waiting.decrementAndGet())
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
