package io.polyport.kit.stream;

import java.time.Duration;

/**
 * Sizes and times of the stream protocol.
 *
 * @param receiveBudget bytes that this program grants to all its senders together
 * @param sendBudget bytes that wait in this program to be sent, all streams together
 * @param linkLimit bytes that one event loop hands to the bus for one peer program before a write has gone out
 * @param linkWindow bytes that one event loop has on their way to one peer program before it hears that they arrived: what
 *     a small answer may have to wait behind
 * @param maxWindow the most that is granted to one stream, bytes
 * @param idleTimeout a body that does not move for so long is given up
 * @param pingInterval how often a program with open exchanges tells its peers that it lives
 * @param lostAfter a peer of which nothing was heard for so long is lost, and its exchanges with it
 */
public record StreamSettings(
        long receiveBudget,
        long sendBudget,
        int linkLimit,
        int linkWindow,
        int maxWindow,
        Duration idleTimeout,
        Duration pingInterval,
        Duration lostAfter) {
    /** The largest payload of a data frame: with 65,536 the wire buffer doubles once more, which costs three times as much. */
    public static final int MAX_FRAME = 64_512;

    /** What every open stream is granted at least. */
    public static final int MIN_WINDOW = 4_096;

    public StreamSettings {
        if (receiveBudget < MIN_WINDOW || sendBudget < MIN_WINDOW || maxWindow < MIN_WINDOW) {
            throw new IllegalArgumentException("budgets and windows are at least " + MIN_WINDOW + " bytes");
        }
        if (lostAfter.compareTo(pingInterval.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a peer may be lost only after two pings at the earliest");
        }
    }

    /** An eighth of the heap for each direction. */
    public static StreamSettings forHeap(long heapBytes) {
        return new StreamSettings(
                Math.max(heapBytes / 8, MIN_WINDOW),
                Math.max(heapBytes / 8, MIN_WINDOW),
                128 * 1024,
                256 * 1024,
                1024 * 1024,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4));
    }

    public static StreamSettings forThisHeap() {
        return forHeap(Runtime.getRuntime().maxMemory());
    }

    /** With so many bytes for each direction. */
    public StreamSettings withBudget(long bytes) {
        return new StreamSettings(bytes, bytes, linkLimit, linkWindow, maxWindow, idleTimeout, pingInterval, lostAfter);
    }

    public StreamSettings withIdleTimeout(Duration timeout) {
        return new StreamSettings(
                receiveBudget, sendBudget, linkLimit, linkWindow, maxWindow, timeout, pingInterval, lostAfter);
    }
}
