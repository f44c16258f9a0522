package io.polyport.odata.plan;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Statements that join only what they need. */
final class Statements {
    private Statements() {}

    static Optional<Condition> all(List<Condition> conditions) {
        return conditions.isEmpty() ? Optional.empty() : Optional.of(Condition.all(conditions));
    }

    static Statement rows(
            Tables tables,
            List<Term> columns,
            List<Condition> where,
            List<Statement.Order> orderBy,
            OptionalLong limit,
            OptionalLong offset) {
        var terms = new ArrayList<>(columns);
        orderBy.forEach(order -> terms.add(order.by()));
        return new Statement(
                Uses.of(tables, terms, where), columns, all(where), orderBy, limit, offset, Statement.Purpose.ROWS);
    }

    static Statement count(Tables tables, List<Condition> where) {
        return unordered(tables, where, Statement.Purpose.COUNT);
    }

    static Statement existence(Tables tables, List<Condition> where) {
        return unordered(tables, where, Statement.Purpose.EXISTENCE);
    }

    private static Statement unordered(Tables tables, List<Condition> where, Statement.Purpose purpose) {
        return new Statement(
                Uses.of(tables, List.of(), where),
                List.of(),
                all(where),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                purpose);
    }

    static boolean isPage(Statement rows) {
        return rows.limit().isPresent() || rows.offset().isPresent();
    }

    /** A page as a relation; the nth of its columns has the nth of the rows' terms. */
    static Relation.Page page(EntitySet set, Statement rows) {
        var columns = IntStream.range(0, rows.columns().size())
                .mapToObj(n -> column(n, rows))
                .toList();
        return new Relation.Page(set, columns, rows);
    }

    /** The columns of a page that stands in a statement. */
    static List<Term> columns(Source source, Relation.Page page) {
        return IntStream.range(0, page.columns().size())
                .<Term>mapToObj(n -> new Term.Of(
                        source,
                        page.columns().get(n),
                        page.rows().columns().get(n).type()))
                .toList();
    }

    private static Column column(int number, Statement rows) {
        var term = rows.columns().get(number);
        return new Column("c" + number, storage(term.type()), rows.tables().mayMiss(term));
    }

    private static Column.Storage storage(Term.Type type) {
        return switch (type) {
            case TEXT -> new Column.Storage.Text(0);
            case NUMBER -> new Column.Storage.Decimal(0, 0);
            case BOOLEAN -> new Column.Storage.Bool();
            case MOMENT -> new Column.Storage.Moment();
            case GUID -> new Column.Storage.Uuid();
        };
    }
}
