package io.polyport.system.grpc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How often which event was seen. */
final class Tally {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    void add(String event) {
        counts.computeIfAbsent(event, ignored -> new AtomicInteger()).incrementAndGet();
    }

    int of(String event) {
        var count = counts.get(event);
        return count == null ? 0 : count.get();
    }
}
