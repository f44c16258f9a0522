package io.polyport.odata.url;

/** A word of an expression, a key or a list of paths. */
sealed interface Token {
    /** Where it begins in the text, from 0. */
    int position();

    /** A name, an operator, {@code true}, {@code false} or {@code null}. */
    record Name(int position, String text) implements Token {}

    record Value(int position, Literal literal) implements Token {}

    /** One of {@code ( ) , / : - =}, or a star as it stands in lists of paths: {@code *}, {@code **}, {@code *____Presentation}. */
    record Sign(int position, String text) implements Token {}

    record End(int position) implements Token {}
}
