package io.polyport.kit.bus;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A service's event loops in one program, and which of them takes a call. */
final class ServiceLoops {
    private final AtomicReferenceArray<ServiceEndpoint> loops;
    private final AtomicInteger numbered = new AtomicInteger();
    private final LoopChooser chooser;

    ServiceLoops(int count, LoopChooser chooser) {
        this.loops = new AtomicReferenceArray<>(count);
        this.chooser = chooser;
    }

    /** The number of one more loop. Its rooms and its endpoint have the same one, in whatever order they get ready. */
    int number() {
        return numbered.getAndIncrement();
    }

    void put(int number, ServiceEndpoint loop) {
        loops.set(number, loop);
    }

    ServiceEndpoint choose(Envelope envelope, int here) {
        int chosen = chooser.choose(envelope, here, loops.length());
        ServiceEndpoint worker = chosen >= 0 && chosen < loops.length() ? loops.get(chosen) : null;
        return worker == null ? loops.get(here) : worker;
    }
}
