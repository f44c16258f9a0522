package io.polyport.odata.schema;

import java.util.List;

/**
 * A step from the tables that are to those that should be.
 *
 * @param statements SQL, run in order
 * @param loss in words, what of the data is lost; '' when nothing is
 */
record Change(List<String> statements, String loss) {
    static Change of(String... statements) {
        return new Change(List.of(statements), "");
    }

    boolean loses() {
        return !loss.isEmpty();
    }
}
