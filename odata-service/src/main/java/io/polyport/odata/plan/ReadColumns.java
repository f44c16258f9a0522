package io.polyport.odata.plan;

import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns that a statement will read, numbered from 0; the same term is read once. Not for several threads. */
final class ReadColumns {
    private final List<Term> terms = new ArrayList<>();
    private final Map<Term, Integer> numbers = new HashMap<>();
    private final int before;

    ReadColumns() {
        this(0);
    }

    /** @param before columns that stand before these and are not kept here */
    ReadColumns(int before) {
        this.before = before;
    }

    int of(Term term) {
        return numbers.computeIfAbsent(term, one -> {
            terms.add(one);
            return before + terms.size() - 1;
        });
    }

    /** Those that are kept here. */
    List<Term> terms() {
        return List.copyOf(terms);
    }
}
