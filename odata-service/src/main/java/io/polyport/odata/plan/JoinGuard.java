package io.polyport.odata.plan;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts the tables that a request makes one statement join or look into, lambdas and pages within it included (OD-65). What
 * access rules look into is the model's doing, not the caller's, and does not count.
 *
 * @param request whose guard the sources have that count
 */
record JoinGuard(Request request) {
    /** @throws io.polyport.odata.problem.ODataException when a statement joins more than one may */
    Plan checked(Plan plan) {
        var statements = switch (plan) {
            case Plan.ServiceDocument document -> Stream.<Statement>empty();
            case Plan.Metadata metadata -> Stream.<Statement>empty();
            case Plan.Entities entities -> of(entities.reading());
            case Plan.VirtualRows rows -> of(rows.reading());
            case Plan.One one -> of(one.reading());
            case Plan.Count count -> Stream.of(count.count());
            case Plan.PropertyValue value -> of(value.reading());
            case Plan.Stream stream -> of(stream.reading());
            case Plan.Links links -> of(links.reading());
        };
        int most = request.limits().joins();
        statements
                .mapToInt(this::statement)
                .filter(joins -> joins > most)
                .findFirst()
                .ifPresent(joins -> {
                    throw Refusals.joins(joins, most);
                });
        return plan;
    }

    /** Each section is a statement of its own, which is open as long as the others. */
    private Stream<Statement> of(Reading reading) {
        int sections = reading.children().size();
        if (sections > request.limits().joins()) {
            throw Refusals.sections(sections, request.limits().joins());
        }
        return Stream.concat(
                Stream.of(reading.rows()), reading.children().stream().map(Reading.Child::rows));
    }

    private int statement(Statement statement) {
        return tables(statement.tables())
                + statement.where().map(this::condition).orElse(0)
                + terms(statement.columns())
                + terms(statement.orderBy().stream().map(Statement.Order::by).toList());
    }

    private int tables(Tables tables) {
        return relation(tables.root().relation())
                + tables.joins().stream()
                        .mapToInt(join -> 1 + relation(join.source().relation()) + condition(join.on()))
                        .sum();
    }

    private int relation(Relation relation) {
        return switch (relation) {
            case Relation.Stored stored -> 0;
            case Relation.Recorders recorders ->
                tables(recorders.records())
                        + recorders.where().map(this::condition).orElse(0);
            case Relation.Slice slice ->
                tables(slice.records()) + slice.where().map(this::condition).orElse(0);
            case Relation.Page page -> statement(page.rows());
            case Relation.Journal journal ->
                journal.parts().stream().mapToInt(this::statement).sum();
        };
    }

    private int conditions(Collection<Condition> conditions) {
        return conditions.stream().mapToInt(this::condition).sum();
    }

    private int condition(Condition condition) {
        return switch (condition) {
            case Condition.Exists exists ->
                exists.rows().guard() == request.visibility()
                        ? 1 + tables(exists.rows()) + condition(exists.where())
                        : 0;
            case Condition.All all -> conditions(all.of());
            case Condition.Any any -> conditions(any.of());
            case Condition.Not not -> condition(not.of());
            case Condition.Comparison comparison -> terms(List.of(comparison.left(), comparison.right()));
            case Condition.Missing missing -> term(missing.what());
            case Condition.IsTrue isTrue -> term(isTrue.what());
            case Condition.Contains contains -> terms(List.of(contains.text(), contains.part()));
            case Condition.StartsWith starts -> terms(List.of(starts.text(), starts.start()));
            case Condition.EndsWith ends -> terms(List.of(ends.text(), ends.end()));
            case Condition.Like like -> term(like.text());
            case Condition.Always always -> 0;
        };
    }

    private int terms(List<Term> terms) {
        return terms.stream().mapToInt(this::term).sum();
    }

    private int term(Term term) {
        return switch (term) {
            case Term.Where where -> condition(where.condition()) + term(where.value());
            case Term.Truth truth -> condition(truth.of());
            case Term.Arithmetic arithmetic -> terms(List.of(arithmetic.left(), arithmetic.right()));
            case Term.Negative negative -> term(negative.of());
            case Term.Applied applied -> terms(applied.arguments());
            case Term.Of of -> 0;
            case Term.Constant constant -> 0;
            case Term.Nothing nothing -> 0;
        };
    }
}
