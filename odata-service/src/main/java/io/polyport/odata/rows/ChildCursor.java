package io.polyport.odata.rows;

/** The rows of one child of all entities; shows those that belong to the entity at hand. */
final class ChildCursor implements Cursor.Children {
    private final int number;
    private final Results results;
    private final OwnerKey key;
    private boolean ended;
    /** Whether the row at which the results stand was shown. */
    private boolean shown;
    /** Whether the entity at hand has no more. */
    private boolean finished;

    ChildCursor(int number, Results results, OwnerKey key) {
        this.number = number;
        this.results = results;
        this.key = key;
        this.ended = !results.next();
    }

    @Override
    public boolean next() {
        if (finished) {
            return false;
        }
        if (shown) {
            shown = false;
            ended = !results.next();
        }
        if (ended || !key.isOwners()) {
            finished = true;
            return false;
        }
        shown = true;
        return true;
    }

    @Override
    public Row row() {
        return results.row();
    }

    /** Goes behind the rows of the entity at hand. */
    void passOver() {
        boolean more = true;
        while (more) {
            more = next();
        }
    }

    void ownerMoved() {
        finished = false;
    }

    /** A row that is left belongs to none of the entities, or came in another order: the answer would lack it. */
    void requireEnd() {
        if (!ended) {
            throw new IllegalStateException("a row of child " + number
                    + " belongs to no entity, or its statement has another order than that of the entities");
        }
    }
}
