package io.polyport.odata.expression;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.CompositeColumns;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Condition.Comparator;
import io.polyport.odata.query.Condition.Comparison;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A property of several types: its tag decides which of its columns counts. Equal means of one type and of one value; a bare
 * guid, whose kind of objects nobody knows, is equal to no reference (OD-24).
 */
record Mixture(Comparisons comparisons, Operand.Mixed mixed) {
    static Term tag(Place place, Property.Composite property) {
        return place.value(property.columns().tag(), Term.Type.TEXT);
    }

    /** Not of any type, or in an object that is not there. */
    static Condition undefined(Place place, Property.Composite property) {
        return new Condition.Any(List.of(new Condition.Missing(tag(place, property)), tagged(place, property, "")));
    }

    static Condition tagged(Place place, Property.Composite property, String tag) {
        return new Comparison(Comparator.EQUAL, tag(place, property), new Term.Constant(Term.Type.TEXT, tag));
    }

    /** What the types' shown names must be like. */
    static Condition named(Operand.Kind kind, Predicate<String> names) {
        var fitting = Stream.concat(TypeName.tags(kind.property()).stream(), Stream.of(""))
                .filter(tag -> names.test(TypeName.wire(tag)))
                .map(tag -> tagged(kind.place(), kind.property(), tag))
                .toList();
        return any(fitting);
    }

    /** All that makes two values differ, for ordering: the type first. */
    static List<Term> terms(Operand.Mixed mixed) {
        var terms = new ArrayList<Term>();
        terms.add(tag(mixed.place(), mixed.property()));
        for (var type : Term.Type.values()) {
            column(mixed.property().columns(), type)
                    .ifPresent(column -> terms.add(mixed.place().value(column, type)));
        }
        return terms;
    }

    /** Where a value of a type stands. */
    static Optional<Column> column(CompositeColumns columns, Term.Type type) {
        return switch (type) {
            case TEXT -> columns.text();
            case NUMBER -> columns.number();
            case BOOLEAN -> columns.flag();
            case MOMENT -> columns.moment();
            case GUID -> columns.reference();
        };
    }

    /** @param comparator with the property on its left side */
    Condition compared(Comparator comparator, Operand other) {
        if (comparisons.isOrder()) {
            return ordered(comparator, other);
        }
        Condition equal = equal(other);
        if (comparator == Comparator.EQUAL) {
            return equal;
        }
        var different = new ArrayList<Condition>();
        different.add(new Condition.Not(equal));
        different.add(new Condition.Not(new Condition.Missing(tag(mixed.place(), mixed.property()))));
        presence(other).ifPresent(different::add);
        return new Condition.All(different);
    }

    private Condition ordered(Comparator comparator, Operand other) {
        if (other instanceof Operand.Value value
                && value.term().type() != Term.Type.GUID
                && value.term().type() != Term.Type.BOOLEAN) {
            return valued(comparator, value.term());
        }
        throw comparisons.unordered(other instanceof Operand.Value ? other : mixed);
    }

    private Condition equal(Operand other) {
        return switch (other) {
            case Operand.Value value -> valued(Comparator.EQUAL, value.term());
            case Operand.Truth truth -> valued(Comparator.EQUAL, new Term.Truth(truth.condition()));
            case Operand.Key key -> referring(key);
            case Operand.Mixed second -> same(second);
            default -> throw comparisons.mismatch(mixed, other);
        };
    }

    private Condition valued(Comparator comparator, Term value) {
        String wanted = value.type() == Term.Type.GUID
                ? "Guid"
                : TypeName.ofScalar(value.type()).orElseThrow();
        var fitting = TypeName.tags(mixed.property()).stream()
                .filter(tag ->
                        tag.equals(wanted) || (value.type() == Term.Type.TEXT && tag.startsWith(TypeName.ENUMERATION)))
                .map(tag -> tagged(mixed.place(), mixed.property(), tag))
                .toList();
        var column = column(mixed.property().columns(), value.type());
        if (fitting.isEmpty() || column.isEmpty()) {
            return new Condition.Always(false);
        }
        Term here = mixed.place().value(column.get(), value.type());
        return new Condition.All(List.of(any(fitting), new Comparison(comparator, here, value)));
    }

    private Condition referring(Operand.Key key) {
        if (!TypeName.tags(mixed.property()).contains(key.target())) {
            return new Condition.Always(false);
        }
        Column column = mixed.property().columns().reference().orElseThrow();
        return new Condition.All(List.of(
                tagged(mixed.place(), mixed.property(), key.target()),
                new Comparison(Comparator.EQUAL, mixed.place().value(column, Term.Type.GUID), key.term())));
    }

    private Condition same(Operand.Mixed second) {
        var equal = new ArrayList<Condition>();
        equal.add(new Comparison(
                Comparator.EQUAL, tag(mixed.place(), mixed.property()), tag(second.place(), second.property())));
        for (var type : Term.Type.values()) {
            var here = column(mixed.property().columns(), type);
            var there = column(second.property().columns(), type);
            if (here.isPresent() && there.isPresent()) {
                equal.add(new Comparison(
                        Comparator.EQUAL,
                        mixed.place().value(here.get(), type),
                        second.place().value(there.get(), type)));
            }
        }
        return new Condition.All(equal);
    }

    /** A comparison with what is missing does not hold, {@code ne} no more than {@code eq}. */
    private static Optional<Condition> presence(Operand other) {
        Term term = switch (other) {
            case Operand.Value value -> value.term();
            case Operand.Key key -> key.term();
            case Operand.Mixed second -> tag(second.place(), second.property());
            default -> null;
        };
        return term == null || term instanceof Term.Constant
                ? Optional.empty()
                : Optional.of(new Condition.Not(new Condition.Missing(term)));
    }

    private static Condition any(List<Condition> conditions) {
        return conditions.size() == 1 ? conditions.getFirst() : new Condition.Any(conditions);
    }
}
