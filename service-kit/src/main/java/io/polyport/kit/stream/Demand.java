package io.polyport.kit.stream;

/**
 * How many more pieces the reader of a {@link io.vertx.core.streams.ReadStream} wants: none after {@code pause}, any number
 * after {@code resume}. Used on one event loop.
 */
public final class Demand {
    private static final long ANY = Long.MAX_VALUE;

    private long pieces;

    /** Of a stream that begins paused. */
    public static Demand none() {
        return new Demand();
    }

    /** Of a stream that flows as soon as it has a handler. */
    public static Demand any() {
        var demand = new Demand();
        demand.add(ANY);
        return demand;
    }

    private Demand() {}

    public boolean isThere() {
        return pieces > 0;
    }

    /** {@link Long#MAX_VALUE} for any number. */
    public long pieces() {
        return pieces;
    }

    /** @param more pieces, {@link Long#MAX_VALUE} for any number */
    public void add(long more) {
        pieces = pieces + more < 0 ? ANY : pieces + more;
    }

    /** One piece is handed over. */
    public void take() {
        if (pieces != ANY && pieces > 0) {
            pieces--;
        }
    }

    public void stop() {
        pieces = 0;
    }
}
