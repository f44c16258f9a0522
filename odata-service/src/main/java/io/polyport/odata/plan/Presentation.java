package io.polyport.odata.plan;

import io.polyport.odata.model.Enumeration;
import io.polyport.odata.model.Synonym;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a value is said to people, in the caller's language (OD-31); made of columns of its row. */
public sealed interface Presentation {
    /** The text itself. */
    record Text(int column) implements Presentation {}

    record Decimal(int column) implements Presentation {}

    record Bool(int column) implements Presentation {}

    record Moment(int column) implements Presentation {}

    record Guid(int column) implements Presentation {}

    record Enumerated(int column, Enumeration enumeration) implements Presentation {}

    /** The first of these texts that is not empty: description, else code; '' when the key is null. */
    record FirstOf(List<Integer> columns) implements Presentation {
        public FirstOf {
            columns = List.copyOf(columns);
        }
    }

    /** Synonym, number, «от», date. */
    record Document(Synonym synonym, Optional<Integer> number, int date) implements Presentation {}

    /** By the tag of a property of several types, see {@link io.polyport.odata.model.CompositeColumns}. */
    record ByTag(int tag, Map<String, Presentation> presentations) implements Presentation {
        public ByTag {
            presentations = Map.copyOf(presentations);
        }
    }
}
