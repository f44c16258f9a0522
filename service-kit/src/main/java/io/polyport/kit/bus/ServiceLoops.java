package io.polyport.kit.bus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service's event loops in one program, and which of them takes a call. */
final class ServiceLoops {
    private final List<ServiceEndpoint> loops = new CopyOnWriteArrayList<>();
    private final LoopChooser chooser;

    ServiceLoops(LoopChooser chooser) {
        this.chooser = chooser;
    }

    /** Adds a loop; answers its number. Called by one loop after the other or at once. */
    synchronized int add(ServiceEndpoint loop) {
        loops.add(loop);
        return loops.size() - 1;
    }

    ServiceEndpoint choose(Envelope envelope, int here) {
        int chosen = chooser.choose(envelope, here, loops.size());
        return loops.get(chosen >= 0 && chosen < loops.size() ? chosen : here);
    }
}
