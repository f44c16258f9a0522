package io.polyport.odata.query;

import java.util.List;

/** A checked template of {@code like}: a list of what may follow each other (seed: ПОДОБНО of the query language). */
public record Template(List<Piece> pieces) {
    public Template {
        pieces = List.copyOf(pieces);
    }

    /** A part of a template. */
    public sealed interface Piece {
        record Exactly(String text) implements Piece {}

        /** {@code %} */
        record AnyText() implements Piece {}

        /** {@code _} */
        record AnyCharacter() implements Piece {}

        /** {@code [a-f0]}, {@code [^a]} */
        record OneOf(boolean not, List<Range> ranges) implements Piece {
            public OneOf {
                ranges = List.copyOf(ranges);
            }
        }
    }

    /** Code points, both ends included. */
    public record Range(int from, int to) {}
}
