package io.polyport.kit.runtime;

import java.util.Optional;

/** Says from memory whether something is ready; called for every probe, from any thread, so it must not wait. */
@FunctionalInterface
public interface ReadinessCheck {
    /** Empty when ready, else the reason in a few words for an operator; no secret. */
    Optional<String> notReady();
}
