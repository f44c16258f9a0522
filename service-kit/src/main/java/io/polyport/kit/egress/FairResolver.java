package io.polyport.kit.egress;

import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * For names that callers say: on threads that nobody else needs, of which one caller gets half at most. The system's look-up
 * can't be stopped, so a thread is taken until the DNS answers or the system gives up, whoever still waits. Any event loop
 * may ask.
 */
final class FairResolver implements Resolver {
    /** As many as the names of the configuration have, so that callers never hold more than half of all. */
    private static final int THREADS = SystemResolver.THREADS;

    private static final int OF_ONE_CALLER = THREADS / 2;
    /** More than the addresses of one connection. */
    private static final int WAITING_OF_ONE_CALLER = 128;

    private static final int WAITING = 1024;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final long timeoutMillis;
    private final Blocking blocking;
    private final Set<Asked> waiting = new LinkedHashSet<>();
    private final Map<Object, Integer> waitingOf = new HashMap<>();
    private final Map<Object, Integer> runningOf = new HashMap<>();
    private int running;

    /** The system's look-up. */
    @FunctionalInterface
    interface Blocking {
        InetAddress[] ask(String host) throws Exception;
    }

    /** Compared by identity: two may ask for the same name. */
    private static final class Asked {
        private final Object caller;
        private final String host;
        private final Promise<List<InetAddress>> answer;

        Asked(Object caller, String host, Promise<List<InetAddress>> answer) {
            this.caller = caller;
            this.host = host;
            this.answer = answer;
        }
    }

    FairResolver(Vertx vertx, long timeoutMillis, Blocking blocking) {
        this.vertx = vertx;
        this.workers = vertx.createSharedWorkerExecutor("polyport-callers-names", THREADS);
        this.timeoutMillis = timeoutMillis;
        this.blocking = blocking;
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        return resolve(host, "");
    }

    @Override
    public Resolver askedBy(Object caller) {
        return host -> resolve(host, caller);
    }

    private Future<List<InetAddress>> resolve(String host, Object caller) {
        Promise<List<InetAddress>> answer = ((ContextInternal) vertx.getOrCreateContext()).promise();
        var asked = new Asked(caller, host, answer);
        synchronized (this) {
            int his = waitingOf.getOrDefault(caller, 0);
            if (his >= WAITING_OF_ONE_CALLER || waiting.size() >= WAITING) {
                var type = his >= WAITING_OF_ONE_CALLER ? EgressProblems.TOO_MANY_NAMES : EgressProblems.NAMES_BUSY;
                return Future.failedFuture(
                        Problem.of(type).retryAfter(RETRY_AFTER_SECONDS).toException());
            }
            waiting.add(asked);
            waitingOf.merge(caller, 1, Integer::sum);
        }
        startNext();
        return answer.future().timeout(timeoutMillis, TimeUnit.MILLISECONDS).onFailure(failed -> forget(asked));
    }

    private synchronized void forget(Asked asked) {
        if (waiting.remove(asked)) {
            waitingOf.computeIfPresent(asked.caller, (caller, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** How many are asked for or wait for that. */
    synchronized int underWay() {
        return running + waiting.size();
    }

    private void startNext() {
        next().ifPresent(asked ->
                workers.executeBlocking(() -> List.of(ask(asked)), false).onComplete(asked.answer));
    }

    private synchronized Optional<Asked> next() {
        if (running == THREADS) {
            return Optional.empty();
        }
        var next = waiting.stream()
                .filter(one -> runningOf.getOrDefault(one.caller, 0) < OF_ONE_CALLER)
                .findFirst();
        next.ifPresent(asked -> {
            forget(asked);
            running++;
            runningOf.merge(asked.caller, 1, Integer::sum);
        });
        return next;
    }

    /** On a thread of ours. */
    private InetAddress[] ask(Asked asked) throws Exception {
        try {
            return blocking.ask(asked.host);
        } finally {
            synchronized (this) {
                running--;
                runningOf.computeIfPresent(asked.caller, (caller, count) -> count > 1 ? count - 1 : null);
            }
            startNext();
        }
    }
}
