package io.polyport.odata.plan;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import java.util.List;
import java.util.Optional;

/**
 * Where rows come from, before anything was asked of them.
 *
 * @param tables of a statement of its own; what reads the rows joins to it
 * @param where which rows the caller knows of: the caller's part of the data, and with {@code allowedOnly} the rules for rows
 * @param unseen holds for rows that the caller may not see though they are not left out; empty when there are none
 */
record Origin(Tables tables, List<Condition> where, Optional<Condition> unseen) {
    Origin {
        where = List.copyOf(where);
    }

    Source root() {
        return tables.root();
    }
}
