package io.polyport.kit.runtime;

import io.vertx.core.Future;
import java.time.Duration;

/** Something with work in flight that can be brought to an end before the program leaves. */
@FunctionalInterface
public interface Draining {
    /**
     * Takes no new work from now on and finishes what there is.
     *
     * @param limit the time there is; afterwards the program closes whatever is still open
     * @return succeeds when nothing is in flight any more; a failure is logged and changes nothing
     */
    Future<Void> drain(Duration limit);
}
