package io.polyport.kit.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the program should be sent work: started, not draining, and every named check is ready. */
public final class Readiness {
    private enum Phase {
        STARTING,
        RUNNING,
        DRAINING
    }

    private final Map<String, ReadinessCheck> checks = new ConcurrentHashMap<>();
    private volatile Phase phase = Phase.STARTING;

    /** @throws IllegalStateException when the name is taken */
    public void register(String name, ReadinessCheck check) {
        if (checks.putIfAbsent(name, check) != null) {
            throw new IllegalStateException("there already is a readiness check named " + name);
        }
    }

    void running() {
        phase = Phase.RUNNING;
    }

    void draining() {
        phase = Phase.DRAINING;
    }

    /** What is not ready and why; empty means ready. */
    public Map<String, String> reasons() {
        var reasons = new TreeMap<String, String>();
        switch (phase) {
            case STARTING -> reasons.put("program", "is starting");
            case DRAINING -> reasons.put("program", "is draining");
            case RUNNING -> {}
        }
        checks.forEach((name, check) -> reason(check).ifPresent(reason -> reasons.put(name, reason)));
        return reasons;
    }

    private static Optional<String> reason(ReadinessCheck check) {
        try {
            return check.notReady();
        } catch (RuntimeException e) {
            return Optional.of("the check failed with " + e.getClass().getSimpleName());
        }
    }
}
