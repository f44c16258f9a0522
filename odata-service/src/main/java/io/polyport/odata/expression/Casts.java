package io.polyport.odata.expression;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.Literal;
import java.util.List;
import java.util.Optional;

/** {@code cast} and {@code isof}: a value of another type becomes missing, it is never converted (OD-22, OD-24). */
record Casts(Expressions expressions) {
    private static final String CAST = "cast(value,'Type')";
    private static final String ISOF = "isof(value,'Type')";

    Operand cast(Expression.Call call) {
        Operand operand = operand(call, CAST);
        TypeName type = type(call, operand, CAST);
        if (type.value().isEmpty()) {
            throw Faults.type(
                    call.position(),
                    "Привести к Undefined нельзя: проверьте isof(…,'Undefined')",
                    "Nothing can be cast to Undefined: ask isof(…,'Undefined')");
        }
        return type.objects() ? reference(operand, type.tag()) : value(operand, type);
    }

    Condition isof(Expression.Call call) {
        Operand operand = operand(call, ISOF);
        TypeName type = type(call, operand, ISOF);
        return switch (operand) {
            case Operand.Mixed mixed -> Mixture.tagged(mixed.place(), mixed.property(), type.tag());
            case Operand.Key key when type.objects() && key.target().equals(type.tag()) -> there(key.term());
            case Operand.Key key -> new Condition.Always(false);
            case Operand.Nothing nothing -> new Condition.Always(false);
            case Operand.Truth truth -> new Condition.Always(type.tag().equals("Boolean"));
            case Operand.Kind kind ->
                type.tag().equals("String")
                        ? there(Mixture.tag(kind.place(), kind.property()))
                        : new Condition.Always(false);
            case Operand.Version version ->
                type.tag().equals("String") ? there(version.number()) : new Condition.Always(false);
            case Operand.Value value -> fits(value.term(), type) ? there(value.term()) : new Condition.Always(false);
        };
    }

    private static Condition there(Term term) {
        return term instanceof Term.Constant
                ? new Condition.Always(true)
                : new Condition.Not(new Condition.Missing(term));
    }

    /** The type of values of which a constant must be that is cast. */
    static Term.Type source(Expression.Call call) {
        return call.arguments().size() == 2
                        && call.arguments().get(1) instanceof Expression.Value(int position, Literal.Text(String name))
                ? TypeName.values(name)
                : Term.Type.TEXT;
    }

    private Operand operand(Expression.Call call, String usage) {
        if (call.arguments().size() != 2) {
            throw Calls.count(call, usage);
        }
        return expressions.operand(call.arguments().getFirst());
    }

    private TypeName type(Expression.Call call, Operand operand, String usage) {
        if (call.arguments().get(1) instanceof Expression.Value(int position, Literal.Text(String name))) {
            List<String> more = switch (operand) {
                case Operand.Mixed mixed -> TypeName.tags(mixed.property());
                case Operand.Key key -> List.of(key.target());
                default -> List.of();
            };
            return TypeName.of(name, expressions.model(), more, position);
        }
        throw Faults.type(
                call.arguments().get(1).position(),
                "%s: имя типа пишется строкой, например 'Catalog_Товары'".formatted(usage),
                "%s takes the type's name as a text, as 'Catalog_Товары'".formatted(usage));
    }

    private static boolean fits(Term term, TypeName type) {
        return !type.objects() && type.value().filter(term.type()::equals).isPresent();
    }

    private Operand reference(Operand operand, String target) {
        return switch (operand) {
            case Operand.Mixed mixed -> referring(mixed, target);
            case Operand.Key key when key.target().equals(target) -> key;
            case Operand.Key key -> never(target);
            case Operand.Value(Term.Constant guid, int padded)
            when guid.type() == Term.Type.GUID -> new Operand.Key(guid, target, Optional.empty());
            case Operand.Nothing nothing -> nothing;
            default -> never(target);
        };
    }

    private Operand referring(Operand.Mixed mixed, String target) {
        var property = mixed.property();
        if (!TypeName.tags(property).contains(target)) {
            return never(target);
        }
        Term key = new Term.Where(
                Mixture.tagged(mixed.place(), property, target),
                mixed.place().value(property.columns().reference().orElseThrow(), Term.Type.GUID));
        return new Operand.Key(
                key,
                target,
                published(target).map(set -> () -> mixed.place().through(property, target, expressions.model())));
    }

    /** What has no row behind it, for a type that the value never has. */
    private Operand never(String target) {
        var nowhere = new Term.Nothing(Term.Type.GUID);
        return new Operand.Key(
                nowhere,
                target,
                published(target).map(set -> () -> expressions.start().nowhere(set)));
    }

    private Optional<EntitySet> published(String target) {
        return expressions.model().set(target);
    }

    private static Operand value(Operand operand, TypeName type) {
        var wanted = type.value().orElseThrow();
        return switch (operand) {
            case Operand.Mixed mixed -> new Operand.Value(column(mixed, type, wanted));
            case Operand.Value value when fits(value.term(), type) -> value;
            case Operand.Truth truth when wanted == Term.Type.BOOLEAN -> truth;
            case Operand.Kind kind when wanted == Term.Type.TEXT -> kind;
            case Operand.Version version when wanted == Term.Type.TEXT -> version;
            case Operand.Nothing nothing -> nothing;
            default -> new Operand.Value(new Term.Nothing(wanted));
        };
    }

    private static Term column(Operand.Mixed mixed, TypeName type, Term.Type wanted) {
        var column = Mixture.column(mixed.property().columns(), wanted);
        return column.isEmpty() || !TypeName.tags(mixed.property()).contains(type.tag())
                ? new Term.Nothing(wanted)
                : new Term.Where(
                        Mixture.tagged(mixed.place(), mixed.property(), type.tag()),
                        mixed.place().value(column.get(), wanted));
    }
}
