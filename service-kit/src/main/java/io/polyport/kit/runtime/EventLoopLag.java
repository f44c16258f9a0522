package io.polyport.kit.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Measures on one event loop how much later than asked its timer fires. The gauge is the worst of the last
 * {@value #WINDOW} measurements, so that a scrape sees what happened between two of them, or the present delay.
 */
final class EventLoopLag extends VerticleBase {
    static final String METER = "polyport.event.loop.lag";

    private static final int PERIOD_MILLIS = 250;
    private static final int WINDOW = 120;

    private final MeterRegistry meters;
    private final Set<Thread> measured;
    private final AtomicLongArray lags = new AtomicLongArray(WINDOW);
    private int next;
    private volatile long due;

    private EventLoopLag(MeterRegistry meters, Set<Thread> measured) {
        this.meters = meters;
        this.measured = measured;
    }

    /** One on each event loop; Vert.x deals them out in turn. */
    static Future<Void> deploy(Vertx vertx, MeterRegistry meters, int loops) {
        Set<Thread> measured = ConcurrentHashMap.newKeySet();
        return vertx.deployVerticle(
                        () -> new EventLoopLag(meters, measured), new DeploymentOptions().setInstances(loops))
                .mapEmpty();
    }

    @Override
    public Future<?> start() {
        var loop = Thread.currentThread();
        if (measured.add(loop)) {
            due = System.nanoTime() + PERIOD_MILLIS * 1_000_000L;
            vertx.setPeriodic(PERIOD_MILLIS, timer -> measure());
            Gauge.builder(METER, this, EventLoopLag::seconds)
                    .description("Delay of a timer on an event loop: the worst of the last half minute")
                    .baseUnit("seconds")
                    .tag("loop", loop.getName())
                    .register(meters);
        }
        return Future.succeededFuture();
    }

    private void measure() {
        long now = System.nanoTime();
        lags.set(next, Math.max(0, now - due));
        next = (next + 1) % WINDOW;
        due = now + PERIOD_MILLIS * 1_000_000L;
    }

    private double seconds() {
        long worst = Math.max(0, System.nanoTime() - due);
        for (int i = 0; i < WINDOW; i++) {
            worst = Math.max(worst, lags.get(i));
        }
        return worst / 1e9;
    }
}
