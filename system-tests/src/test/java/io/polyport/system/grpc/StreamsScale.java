package io.polyport.system.grpc;

/**
 * How many streams.
 *
 * @param open that stand open at the same time in one service
 * @param stopped whose readers stop while the far server sends as fast as it may
 */
record StreamsScale(int open, int stopped) {
    /** As much as every build has time for. */
    static final StreamsScale SHORT = new StreamsScale(500, 20);

    /** The whole. */
    static final StreamsScale WHOLE = new StreamsScale(10_000, 200);

    /** Says how much of the whole there is, and where the whole is. */
    static String share(int part, int whole) {
        return part == whole
                ? Integer.toString(part)
                : "%d of %d (%d %%; the whole in make test-long)".formatted(part, whole, 100 * part / whole);
    }
}
