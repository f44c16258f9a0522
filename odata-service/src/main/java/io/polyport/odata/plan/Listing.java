package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.QueryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads any number of rows: a set, a section of an entity, a virtual table (OD-26 to OD-29). */
final class Listing {
    private final Request request;
    private final QueryOptions options;
    private final Origin origin;
    private final Optional<Statement> refused;
    private final List<Condition> where;

    Listing(Request request, QueryOptions options, Origin origin) {
        this(request, options, origin, Optional.empty());
    }

    /**
     * The {@code $filter} is bound at once, for all statements.
     *
     * @param refused finds out that nothing may be seen at all, whatever rows there are; empty to ask the origin's rows
     */
    Listing(Request request, QueryOptions options, Origin origin, Optional<Statement> refused) {
        this.refused = refused;
        this.request = request;
        this.options = options;
        this.origin = origin;
        this.where = new ArrayList<>(origin.where());
        options.filter().ifPresent(filter -> where.add(request.condition(filter, origin.tables(), origin.root())));
    }

    Plan.Count count() {
        return new Plan.Count(
                Statements.count(origin.tables(), where),
                refused.or(() -> origin.unseen().map(this::anywhere)));
    }

    /** @param style ENTITY, or VIRTUAL for rows without an address */
    Reading reading(Shape.Style style) {
        var set = origin.root().relation().set();
        var tables = origin.tables();
        var columns = new ReadColumns();
        var key = Keys.identity(set, origin.root());
        key.forEach(columns::of);
        var sections = new Sections(request, key.size());
        var shape = new Shape(request, tables, columns, style, Optional.of(sections));
        var address = style == Shape.Style.VIRTUAL ? List.<Field>of() : shape.key(set, origin.root());
        var fields = shape.fields(origin.root(), select(options), PathTree.of(options.expand()));
        var orderBy = Ordering.of(options.orderBy(), tables, request);
        var rows = Statements.rows(tables, columns.terms(), where, orderBy, limit(), offset());
        return new Reading(
                set,
                rows,
                fields,
                address,
                sections.children(rows),
                options.inlineCount() ? Optional.of(Statements.count(tables, where)) : Optional.empty(),
                refused.or(() -> origin.unseen().map(unseen -> forbidden(unseen, rows))),
                excess());
    }

    static Optional<PathTree> select(QueryOptions options) {
        return options.select().isEmpty() ? Optional.empty() : Optional.of(PathTree.of(options.select()));
    }

    /** All rows are wanted when their number is, whatever page was asked for (seed 003 17.2.1.6.2). */
    private OptionalLong limit() {
        return options.inlineCount() ? OptionalLong.empty() : options.top();
    }

    private OptionalLong offset() {
        boolean none = options.inlineCount() || options.skip().orElse(0) == 0;
        return none ? OptionalLong.empty() : options.skip();
    }

    private Statement anywhere(Condition unseen) {
        var conditions = new ArrayList<>(where);
        conditions.add(unseen);
        return Statements.existence(origin.tables(), conditions);
    }

    /** On the page that is asked for only: what it leaves out is nobody's secret from this request. */
    private Statement forbidden(Condition unseen, Statement rows) {
        if (!Statements.isPage(rows)) {
            return anywhere(unseen);
        }
        var set = origin.root().relation().set();
        var identity = Keys.identity(set, origin.root());
        var page = Statements.page(
                set, Statements.rows(origin.tables(), identity, where, rows.orderBy(), rows.limit(), rows.offset()));
        var onPage = request.tables(page);
        var tables = Uses.of(origin.tables(), identity, List.of(unseen));
        tables.attach(onPage, Condition.all(PropertyTerms.equal(Statements.columns(onPage.root(), page), identity)));
        return Statements.existence(tables, List.of(unseen));
    }

    /** Whether there is a row behind the last that may be answered. */
    private Optional<Reading.Excess> excess() {
        long most = request.limits().rows();
        if (most == 0) {
            return Optional.empty();
        }
        if (limit().isPresent()) {
            if (limit().getAsLong() > most) {
                throw Refusals.guard(ReadLimits.ROWS_KEY, most, "Слишком большое $top", "$top is too large");
            }
            return Optional.empty();
        }
        long skipped = offset().orElse(0);
        if (skipped > Long.MAX_VALUE - most) {
            return Optional.empty();
        }
        var last = Statements.rows(
                origin.tables(),
                List.of(new Term.Truth(new Condition.Always(true))),
                where,
                List.of(),
                OptionalLong.of(1),
                OptionalLong.of(skipped + most));
        var found = Statements.existence(
                request.tables(Statements.page(origin.root().relation().set(), last)), List.of());
        return Optional.of(new Reading.Excess(
                found,
                Refusals.guard(
                        ReadLimits.ROWS_KEY,
                        most,
                        "В ответе слишком много строк; добавьте отбор или читайте по частям с $top и $skip",
                        "The answer has too many rows; add a filter, or read it in parts with $top and $skip")));
    }
}
