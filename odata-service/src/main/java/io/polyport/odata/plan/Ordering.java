package io.polyport.odata.plan;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.url.QueryOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * An order in which no two rows are equal, so that pages never overlap (OD-26). What may be missing stands before all values,
 * on every database; descending, behind them.
 */
final class Ordering {
    private final Source root;
    private final List<Statement.Order> orders = new ArrayList<>();

    private Ordering(Source root) {
        this.root = root;
    }

    static List<Statement.Order> of(List<QueryOptions.Order> asked, Tables tables, Request request) {
        var root = tables.root();
        var ordering = new Ordering(root);
        for (var order : asked) {
            request.order(order.by(), tables, root).forEach(term -> ordering.add(term, order.descending()));
        }
        var set = root.relation().set();
        Keys.terms(set, root).forEach(term -> ordering.add(term, false));
        if (set.form() == EntitySet.Form.RECORDS && set.owner().isPresent()) {
            // The key of records that a recorder writes is what the model promises; this is what tells them apart for sure.
            Keys.ownerNamedBy(set, root).forEach(term -> ordering.add(term, false));
            Keys.amongTheirs(set, root).forEach(term -> ordering.add(term, false));
        }
        return List.copyOf(ordering.orders);
    }

    private void add(Term term, boolean descending) {
        if (orders.stream().anyMatch(order -> order.by().equals(term))) {
            return;
        }
        if (mayBeMissing(term)) {
            var there = new Term.Truth(new Condition.Not(new Condition.Missing(term)));
            orders.add(new Statement.Order(there, descending));
        }
        orders.add(new Statement.Order(term, descending));
    }

    private boolean mayBeMissing(Term term) {
        return switch (term) {
            case Term.Of of -> !of.source().equals(root) || of.column().nullable();
            case Term.Truth truth -> false;
            case Term.Constant constant -> false;
            default -> true;
        };
    }
}
