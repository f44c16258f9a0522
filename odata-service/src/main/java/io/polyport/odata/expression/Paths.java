package io.polyport.odata.expression;

import io.polyport.odata.expression.PropertyNames.Facet;
import io.polyport.odata.expression.PropertyNames.Named;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names and ways through several of them; each step along a reference is a left join. */
public record Paths(Expressions expressions) {
    Operand operand(Expression.Path path) {
        Place place = before(path);
        return last(place, path.names().getLast());
    }

    /** Where the last name of a path is looked up. */
    Place before(Expression.Path path) {
        List<Expression.Name> names = path.names();
        Place variable = path.start().isEmpty()
                ? expressions.variables().get(names.getFirst().text())
                : null;
        if (variable != null && names.size() == 1) {
            throw Faults.type(
                    path.position(),
                    "Переменная %1$s — это строка целиком: укажите реквизит, %1$s/…"
                            .formatted(names.getFirst().text()),
                    "The variable %1$s is a whole row: name a property of it, %1$s/…"
                            .formatted(names.getFirst().text()));
        }
        Place place = path.start().map(this::behind).orElse(variable == null ? expressions.start() : variable);
        for (var name : names.subList(variable == null ? 0 : 1, names.size() - 1)) {
            place = step(place, name);
        }
        return place;
    }

    Named find(Place place, Expression.Name name) {
        EntitySet set = place.set();
        Named named = PropertyNames.find(set, name.text()).orElseThrow(() -> Faults.unknown(name, set));
        Set<String> hidden = place.tables().guard().hidden(set);
        if (PropertyNames.shown(named.property()).anyMatch(hidden::contains)) {
            throw Faults.hidden(name);
        }
        return named;
    }

    private Place behind(Expression start) {
        if (expressions.operand(start) instanceof Operand.Key key && key.way().isPresent()) {
            return key.way().orElseThrow().go();
        }
        throw Faults.type(
                start.position(),
                "Путь можно продолжить только после приведения реквизита к объекту, например cast(Основание,'Document_Заказ')/Номер",
                "Only a property cast to an object leads on, as in cast(Основание,'Document_Заказ')/Номер");
    }

    private Place step(Place place, Expression.Name name) {
        return switch (find(place, name)) {
            case Named(Property.Reference reference, Facet facet)
            when facet == Facet.ITSELF -> {
                requirePublished(reference, name);
                yield place.through(reference, expressions.model());
            }
            case Named(Property.Reference reference, Facet facet) ->
                throw Faults.of(
                        InnerCode.BAD_URL,
                        name.position(),
                        "%s — это ключ: путь пишется через %s/…".formatted(name.text(), reference.name()),
                        "%s is a key: a path goes through %s/…".formatted(name.text(), reference.name()));
            case Named(Property.Composite composite, Facet facet)
            when facet == Facet.ITSELF ->
                throw Faults.type(
                        name.position(),
                        "%1$s составного типа: приведите его, cast(%1$s,'Document_…')/…".formatted(name.text()),
                        "%1$s has several types: cast it, cast(%1$s,'Document_…')/…".formatted(name.text()));
            case Named(Property.Section section, Facet facet) -> throw section(name);
            case Named(Property property, Facet facet) ->
                throw Faults.of(
                        InnerCode.BAD_URL,
                        name.position(),
                        "У %s нет реквизитов: путь на нём заканчивается".formatted(name.text()),
                        "%s has no properties of its own: a path ends with it".formatted(name.text()));
        };
    }

    private Operand last(Place place, Expression.Name name) {
        Named named = find(place, name);
        return switch (named.property()) {
            case Property.Scalar scalar -> scalar(place, scalar);
            case Property.Reference reference ->
                new Operand.Key(
                        place.value(reference.column(), Term.Type.GUID),
                        reference.target(),
                        expressions
                                .model()
                                .set(reference.target())
                                .map(to -> () -> place.through(reference, expressions.model())));
            case Property.Composite composite ->
                named.facet() == Facet.TYPE ? new Operand.Kind(place, composite) : new Operand.Mixed(place, composite);
            case Property.Storage storage -> throw uncomparable(name);
            case Property.Types types -> throw uncomparable(name);
            case Property.Section section -> throw section(name);
        };
    }

    private static Operand scalar(Place place, Property.Scalar scalar) {
        Term.Type type = switch (scalar.type()) {
            case ScalarType.Text text -> Term.Type.TEXT;
            case ScalarType.Enumerated enumerated -> Term.Type.TEXT;
            case ScalarType.Decimal decimal -> Term.Type.NUMBER;
            case ScalarType.Version version -> Term.Type.NUMBER;
            case ScalarType.Bool bool -> Term.Type.BOOLEAN;
            case ScalarType.Moment moment -> Term.Type.MOMENT;
            case ScalarType.Guid guid -> Term.Type.GUID;
        };
        Term term = place.value(scalar.column(), type);
        if (scalar.type() instanceof ScalarType.Version) {
            return new Operand.Version(term);
        }
        if (scalar.name().equals("Ref_Key")) {
            return self(place, term);
        }
        return scalar.type() instanceof ScalarType.Text(int length, boolean fixed) && fixed
                ? new Operand.Value(Filling.without(term), length)
                : new Operand.Value(term);
    }

    /** The key of the place's own object, or of the object to which a tabular section belongs. */
    private static Operand self(Place place, Term key) {
        return place.set().form() == EntitySet.Form.OBJECTS
                ? new Operand.Key(key, place.set().name(), Optional.of(() -> place))
                : new Operand.Key(key, place.set().owner().orElse(""), Optional.empty());
    }

    private void requirePublished(Property.Reference reference, Expression.Name name) {
        if (expressions.model().set(reference.target()).isEmpty()) {
            throw Faults.of(
                    InnerCode.BAD_URL,
                    name.position(),
                    "Объекты, на которые ссылается %1$s, не опубликованы: доступен только %1$s_Key"
                            .formatted(reference.name()),
                    "The objects that %1$s refers to are not published: there is only %1$s_Key"
                            .formatted(reference.name()));
        }
    }

    private static RuntimeException section(Expression.Name name) {
        return Faults.type(
                name.position(),
                "%1$s — табличная часть: пишите %1$s/any(d: d/… eq …)".formatted(name.text()),
                "%1$s is a tabular section: write %1$s/any(d: d/… eq …)".formatted(name.text()));
    }

    private static RuntimeException uncomparable(Expression.Name name) {
        return Faults.unsupported(
                name.position(),
                "Отбор и упорядочивание по %s не поддерживаются".formatted(name.text()),
                "%s can neither be compared nor ordered by".formatted(name.text()));
    }
}
