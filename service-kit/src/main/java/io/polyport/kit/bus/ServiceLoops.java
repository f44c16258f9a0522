package io.polyport.kit.bus;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service's event loops in one program, and which of them takes a call. A loop has its number before its rooms open, so
 * that what they open can be found by it.
 */
final class ServiceLoops {
    private final Map<Integer, ServiceEndpoint> loops = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final LoopChooser chooser;

    ServiceLoops(LoopChooser chooser) {
        this.chooser = chooser;
    }

    /** The number of one more loop, from 0. */
    int number() {
        return next.getAndIncrement();
    }

    /** From now on calls may be given to this loop. */
    void open(int number, ServiceEndpoint loop) {
        loops.put(number, loop);
    }

    ServiceEndpoint choose(Envelope envelope, int here) {
        ServiceEndpoint chosen = loops.get(chooser.choose(envelope, here, loops.size()));
        return chosen == null ? loops.get(here) : chosen;
    }
}
