package io.polyport.odata.url;

/**
 * An expression and its height.
 *
 * @param height how many operators and functions stand in each other in it
 */
record Tree(Expression expression, int height) {
    /** A tree over others; counted and held to the limits. */
    static Tree of(Expression expression, int height, Guard guard) {
        guard.node();
        guard.nesting(height);
        return new Tree(expression, height);
    }
}
