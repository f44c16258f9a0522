package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of each kind of set (OD-11 to OD-17).
 *
 * @param allowedOnly whether rows that the caller may not see are left out (OD-29)
 */
record Origins(Request request, boolean allowedOnly) {
    Origin of(EntitySet set) {
        requireRight(set);
        return switch (set.form()) {
            case OBJECTS, ROWS, RECORDS, VALUE -> stored(set);
            case RECORD_SETS -> recorders(set);
            case JOURNAL -> new JournalOrigin(request, set).origin(allowedOnly);
        };
    }

    /** Of rows whose owners' rules are asked elsewhere. */
    Origin unruled(EntitySet rows) {
        var tables = request.stored(rows);
        return new Origin(tables, separation(tables), Optional.empty());
    }

    /** Who has no right to any row is told so at once: asking for rows would tell which there are. */
    private void requireRight(EntitySet set) {
        if (!allowedOnly) {
            request.visibility().requireRight(set);
        }
    }

    private Origin stored(EntitySet set) {
        var tables = request.stored(set);
        var where = separation(tables);
        return origin(tables, where, rules(tables.root()));
    }

    private Origin origin(Tables tables, List<Condition> where, Optional<Condition> rules) {
        if (allowedOnly) {
            rules.ifPresent(where::add);
            return new Origin(tables, where, Optional.empty());
        }
        return new Origin(tables, where, rules.map(Condition.Not::new));
    }

    /** A recorder is there when a record of it is; with {@code allowedOnly}, one that may be seen. */
    private Origin recorders(EntitySet set) {
        var records = recordsOf(set);
        var seen = request.stored(records);
        var where = separation(seen);
        if (allowedOnly) {
            rules(seen.root()).ifPresent(where::add);
        }
        var tables = request.tables(new Relation.Recorders(set, seen, Statements.all(where)));
        return new Origin(
                tables, List.of(), allowedOnly ? Optional.empty() : unseenRecord(records, set, tables.root()));
    }

    private Optional<Condition> unseenRecord(EntitySet records, EntitySet set, Source root) {
        var tables = request.stored(records);
        return rules(tables.root()).map(rules -> {
            var where = separation(tables);
            where.addAll(
                    PropertyTerms.equal(Keys.ownerNamedBy(records, tables.root()), Keys.owner(records, set, root)));
            where.add(new Condition.Not(rules));
            return new Condition.Exists(tables, Condition.all(where));
        });
    }

    /** The set of the records that make record sets. */
    EntitySet recordsOf(EntitySet recordSets) {
        return recordSets.properties().stream()
                .filter(Property.Section.class::isInstance)
                .map(property -> request.set(((Property.Section) property).set()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(recordSets.name() + " has no records"));
    }

    /**
     * Of each combination of dimensions the last or first record (OD-15).
     *
     * @param period up to which, or from which on, that moment included; empty for all
     */
    Origin slice(EntitySet records, boolean last, Optional<LocalDateTime> period, Optional<Expression> condition) {
        requireRight(records);
        var tables = request.stored(records);
        var root = tables.root();
        var where = separation(tables);
        period.ifPresent(moment -> scalar(records, "Period", root)
                .ifPresent(column -> where.add(new Condition.Comparison(
                        last ? Condition.Comparator.NOT_GREATER : Condition.Comparator.NOT_LESS,
                        column,
                        new Term.Constant(Term.Type.MOMENT, moment)))));
        condition.ifPresent(expression -> where.add(request.condition(expression, tables, root)));
        if (allowedOnly) {
            rules(root).ifPresent(where::add);
        }
        var slice = request.tables(new Relation.Slice(records, last, tables, Statements.all(where)));
        return origin(slice, new ArrayList<>(), allowedOnly ? Optional.empty() : rules(slice.root()));
    }

    private static Optional<Term> scalar(EntitySet set, String name, Source source) {
        return set.property(name)
                .filter(Property.Scalar.class::isInstance)
                .map(property -> PropertyTerms.scalar((Property.Scalar) property, source));
    }

    private List<Condition> separation(Tables tables) {
        return new ArrayList<>(request.visibility().separation(tables.root()));
    }

    private Optional<Condition> rules(Source source) {
        return request.visibility().rows(source, request.numbers());
    }
}
