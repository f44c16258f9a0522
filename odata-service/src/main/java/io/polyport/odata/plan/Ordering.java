package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.QueryOptions;
import java.util.ArrayList;
import java.util.List;

/** An order in which no two rows are equal, so that pages never overlap (OD-26). */
final class Ordering {
    private final List<Statement.Order> orders = new ArrayList<>();

    static List<Statement.Order> of(List<QueryOptions.Order> asked, Tables tables, Request request) {
        var root = tables.root();
        var ordering = new Ordering();
        for (var order : asked) {
            request.order(order.by(), tables, root).forEach(term -> ordering.add(term, order.descending()));
        }
        var set = root.relation().set();
        Keys.terms(set, root).forEach(term -> ordering.add(term, false));
        Keys.identity(set, root).forEach(term -> ordering.add(term, false));
        return List.copyOf(ordering.orders);
    }

    private void add(Term term, boolean descending) {
        if (orders.stream().noneMatch(order -> order.by().equals(term))) {
            orders.add(new Statement.Order(term, descending));
        }
    }
}
