package io.polyport.odata.query;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * The relations of one statement: a root, and what is joined to it so that each of the root's rows stays one row. The same
 * way from the same source is joined once. Only {@link #attach} makes several rows of one. Not for several threads.
 */
public final class Tables {
    /**
     * A join.
     *
     * @param on tells which row belongs to the source's, and all that holds for the joined relation alone
     * @param inner whether rows to which nothing belongs are left out; otherwise they stay, with SQL's nulls
     */
    public record Join(Source source, Condition on, boolean inner) {
        /** A left join. */
        public Join(Source source, Condition on) {
            this(source, on, false);
        }
    }

    private record Way(int from, String property, String set) {}

    private final Source root;
    private final IntSupplier numbers;
    private final RelationGuard guard;
    private final Map<Way, Source> ways = new LinkedHashMap<>();
    private final List<Join> joins = new ArrayList<>();

    /** Of a request that may see everything. */
    public Tables(Relation root, IntSupplier numbers) {
        this(root, numbers, RelationGuard.NONE);
    }

    /**
     * @param numbers gives each source of the request a number of its own
     * @param guard holds for every relation that is joined; what it says of the root is the statement's own matter
     */
    public Tables(Relation root, IntSupplier numbers, RelationGuard guard) {
        this.numbers = numbers;
        this.guard = guard;
        this.root = new Source(numbers.getAsInt(), root);
    }

    private Tables(Tables other, Predicate<Join> kept) {
        this.root = other.root;
        this.numbers = other.numbers;
        this.guard = other.guard;
        other.joins.stream().filter(kept).forEach(joins::add);
        var sources = joins.stream().map(Join::source).toList();
        other.ways.forEach((way, source) -> {
            if (sources.contains(source)) {
                ways.put(way, source);
            }
        });
    }

    public Source root() {
        return root;
    }

    public List<Join> joins() {
        return List.copyOf(joins);
    }

    /** Whether a value may be SQL's null: of what need not be there, of a column that may have none, or computed. */
    public boolean mayMiss(Term term) {
        return switch (term) {
            case Term.Of of ->
                of.column().nullable()
                        || joins.stream()
                                .anyMatch(join -> !join.inner() && join.source().equals(of.source()));
            case Term.Constant constant -> false;
            case Term.Truth truth -> false;
            default -> true;
        };
    }

    /** The same sources without the joins that nobody wants; what is joined to it later is not joined to this one. */
    public Tables with(Predicate<Join> kept) {
        return new Tables(this, kept);
    }

    /**
     * Joins rows with all that is joined to them: those of a section to their owners. An owner without rows is left out, and
     * one with several stands there several times.
     */
    public void attach(Tables rows, Condition belong) {
        joins.add(new Join(rows.root, belong, true));
        joins.addAll(rows.joins);
    }

    public IntSupplier numbers() {
        return numbers;
    }

    public RelationGuard guard() {
        return guard;
    }

    /** The objects that a reference leads to; SQL's nulls where there is none. */
    public Source reach(Source from, Property.Reference via, Model model) {
        return joined(from, via.name(), via.target(), model, to -> equal(from, via.column(), to));
    }

    /** The objects of one kind that a property of several types leads to; SQL's nulls where it holds something else. */
    public Source reach(Source from, Property.Composite via, String set, Model model) {
        return joined(from, via.name(), set, model, to -> {
            var columns = via.columns();
            Condition kind = new Condition.Comparison(
                    Condition.Comparator.EQUAL,
                    new Term.Of(from, columns.tag(), Term.Type.TEXT),
                    new Term.Constant(Term.Type.TEXT, set));
            return Condition.all(List.of(kind, equal(from, columns.reference().orElseThrow(), to)));
        });
    }

    private interface Link {
        Condition to(Source joined);
    }

    private Source joined(Source from, String property, String set, Model model, Link link) {
        var way = new Way(from.number(), property, set);
        Source known = ways.get(way);
        if (known != null) {
            return known;
        }
        // Here and not only when the statement is complete: $expand=*/*/* could join without end.
        if (joins.size() >= guard.mostJoins()) {
            throw Refusals.joins(joins.size() + 1, guard.mostJoins());
        }
        var source = new Source(
                numbers.getAsInt(), new Relation.Stored(model.set(set).orElseThrow()));
        ways.put(way, source);
        joins.add(new Join(source, guard.and(link.to(source), source, numbers)));
        return source;
    }

    private static Condition equal(Source from, io.polyport.odata.model.Column key, Source to) {
        var target = (Property.Scalar) to.relation().set().property("Ref_Key").orElseThrow();
        return new Condition.Comparison(
                Condition.Comparator.EQUAL,
                new Term.Of(from, key, Term.Type.GUID),
                new Term.Of(to, target.column(), Term.Type.GUID));
    }
}
