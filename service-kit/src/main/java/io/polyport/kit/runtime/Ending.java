package io.polyport.kit.runtime;

/** How a part asks that the whole program ends, because it can't go on as things are. */
@FunctionalInterface
public interface Ending {
    /**
     * The program is drained as at SIGTERM, and its process leaves with 1. From any thread; returns at once; the first reason
     * counts.
     *
     * @param reason one sentence for the operator, with what to do
     */
    void because(String reason);
}
