package io.polyport.odata.expression;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Columns;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code any} and {@code all} over tabular sections and record sets: whether rows exist (OD-23). */
public record Lambdas(Expressions expressions) {
    Condition condition(Expression.Lambda lambda) {
        boolean all = switch (lambda.name()) {
            case "any" -> false;
            case "all" -> true;
            default ->
                throw Faults.type(
                        lambda.position(),
                        "Лямбда-функция %s не реализована: есть any и all".formatted(lambda.name()),
                        "There is no lambda function %s: there are any and all".formatted(lambda.name()));
        };
        if (lambda.variable().isEmpty() && all) {
            throw Faults.type(
                    lambda.position(),
                    "all требует условия: all(d: d/… eq …)",
                    "all needs a condition: all(d: d/… eq …)");
        }
        var paths = new Paths(expressions);
        Place owner = paths.before(lambda.collection());
        Property.Section section =
                section(owner, paths, lambda.collection().names().getLast());
        return owner.source() == null ? new Condition.Always(all) : exists(owner, section, lambda, all);
    }

    private static Property.Section section(Place owner, Paths paths, Expression.Name name) {
        if (paths.find(owner, name).property() instanceof Property.Section section) {
            return section;
        }
        throw Faults.type(
                name.position(),
                "%s — не табличная часть: any и all применяются к табличным частям и наборам записей"
                        .formatted(name.text()),
                "%s is no tabular section: any and all are for tabular sections and record sets"
                        .formatted(name.text()));
    }

    /** Where names behind a lambda's variable are looked up; rows of their own, for asking what names mean. */
    public Place rows(Expression.Lambda lambda) {
        var paths = new Paths(expressions);
        Place owner = paths.before(lambda.collection());
        return rows(owner, section(owner, paths, lambda.collection().names().getLast()));
    }

    private Place rows(Place owner, Property.Section section) {
        EntitySet set = expressions.model().set(section.set()).orElseThrow();
        var rows = new Tables(
                new Relation.Stored(set),
                owner.tables().numbers(),
                owner.tables().guard());
        return new Place(set, rows.root(), rows);
    }

    private Condition exists(Place owner, Property.Section section, Expression.Lambda lambda, boolean all) {
        Tables outer = owner.tables();
        var place = rows(owner, section);
        var rows = place.tables();
        var where = new ArrayList<Condition>(belonging(owner, place));
        if (lambda.condition().isPresent()) {
            Condition asked = expressions
                    .with(lambda.variable().orElseThrow(), place)
                    .condition(lambda.condition().get());
            where.add(all ? new Condition.Not(asked) : asked);
        }
        Condition together = outer.guard().and(Condition.all(where), rows.root(), outer.numbers());
        var exists = new Condition.Exists(rows, together);
        return all ? new Condition.Not(exists) : exists;
    }

    /** By the owner's key, which its rows have too, under the same names. */
    private static List<Condition> belonging(Place owner, Place rows) {
        var equal = new ArrayList<Condition>();
        for (Property key : owner.set().properties()) {
            if (owner.set().key().stream()
                    .anyMatch(part -> PropertyNames.shown(key).anyMatch(part::equals))) {
                List<Column> there = Columns.of(rows.set().property(key.name()).orElseThrow());
                List<Column> here = Columns.of(key);
                for (int i = 0; i < here.size(); i++) {
                    equal.add(new Condition.Comparison(
                            Condition.Comparator.EQUAL,
                            rows.value(there.get(i), type(there.get(i))),
                            owner.value(here.get(i), type(here.get(i)))));
                }
            }
        }
        return equal;
    }

    private static Term.Type type(Column column) {
        return switch (column.type()) {
            case Column.Storage.Text text -> Term.Type.TEXT;
            case Column.Storage.Decimal number -> Term.Type.NUMBER;
            case Column.Storage.Bool flag -> Term.Type.BOOLEAN;
            case Column.Storage.Moment moment -> Term.Type.MOMENT;
            case Column.Storage.Uuid guid -> Term.Type.GUID;
            case Column.Storage.Bytes bytes ->
                throw new IllegalStateException(
                        "a key of bytes, column " + column.name().toLowerCase(Locale.ROOT));
        };
    }
}
