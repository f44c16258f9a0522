package io.polyport.kit.bus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Whether a service takes calls, how many it is working on, and what it refused; shared by its event loops. */
public final class ServiceState {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private volatile boolean draining;

    public boolean isDraining() {
        return draining;
    }

    /** From now on calls are answered with {@code bus.draining}; those under way go on. */
    public void drain() {
        draining = true;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** How many calls were refused with this code. */
    public long refusals(String code) {
        LongAdder count = refusals.get(code);
        return count == null ? 0 : count.sum();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    void countRefusal(String code) {
        refusals.computeIfAbsent(code, ignored -> new LongAdder()).increment();
    }
}
