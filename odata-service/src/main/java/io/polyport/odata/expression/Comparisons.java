package io.polyport.odata.expression;

import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Condition.Comparator;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Comparisons of what two sides turned out to be; only values of one type compare, and references have no order. */
record Comparisons(int position, Expression.Operator operator) {
    /** Versions count from 0. */
    private static final long NO_VERSION = -1;

    Condition condition(Operand left, Operand right) {
        if (left instanceof Operand.Nothing || right instanceof Operand.Nothing) {
            return withNull(left instanceof Operand.Nothing ? right : left);
        }
        if (left instanceof Operand.Mixed mixed) {
            return new Mixture(this, mixed).compared(comparator(), right);
        }
        if (right instanceof Operand.Mixed mixed) {
            return new Mixture(this, mixed).compared(mirrored(), left);
        }
        if (left instanceof Operand.Kind kind) {
            return kinds(kind, comparator(), right, left);
        }
        if (right instanceof Operand.Kind kind) {
            return kinds(kind, mirrored(), left, left);
        }
        if (left instanceof Operand.Version || right instanceof Operand.Version) {
            return left instanceof Operand.Version version
                    ? versions(version, right)
                    : versions((Operand.Version) right, left);
        }
        if (left instanceof Operand.Truth truth && right instanceof Operand.Value value) {
            return truths(truth, value);
        }
        if (right instanceof Operand.Truth truth && left instanceof Operand.Value value) {
            return truths(truth, value);
        }
        return values(left, right);
    }

    RuntimeException mismatch(Operand left, Operand right) {
        return Faults.type(
                position,
                "%s сравнивает %s и %s: типы должны совпадать%s"
                        .formatted(word(), left.russian(), right.russian(), literal(left, right, "; напишите ")),
                "%s compares %s with %s: both must have one type%s"
                        .formatted(word(), left.english(), right.english(), literal(left, right, "; write ")));
    }

    /** Of references, Booleans and names of types. */
    RuntimeException unordered(Operand one) {
        return Faults.type(
                position,
                "%s не применим: сравнить %s на больше и меньше нельзя, только eq и ne"
                        .formatted(word(), one.russian()),
                "%s is not for %s, which has no order: only eq and ne are".formatted(word(), one.english()));
    }

    boolean isOrder() {
        return operator != Expression.Operator.EQ && operator != Expression.Operator.NE;
    }

    private static String literal(Operand left, Operand right, String advice) {
        boolean text = isTextConstant(left) || isTextConstant(right);
        Operand other = isTextConstant(left) ? right : left;
        if (!text) {
            return "";
        }
        return switch (other) {
            case Operand.Key key -> advice + "guid'…'";
            case Operand.Value value when value.term().type() == Term.Type.GUID -> advice + "guid'…'";
            case Operand.Value value
            when value.term().type() == Term.Type.MOMENT -> advice + "datetime'2024-01-31T00:00:00'";
            default -> "";
        };
    }

    private static boolean isTextConstant(Operand operand) {
        return operand instanceof Operand.Value(Term.Constant constant, int padded)
                && constant.type() == Term.Type.TEXT;
    }

    private Condition withNull(Operand other) {
        if (isOrder()) {
            return new Condition.Always(false);
        }
        Condition missing = switch (other) {
            case Operand.Value value -> missing(value.term());
            case Operand.Key key -> missing(key.term());
            case Operand.Version version -> missing(version.number());
            case Operand.Mixed mixed -> Mixture.undefined(mixed.place(), mixed.property());
            case Operand.Kind kind -> Mixture.undefined(kind.place(), kind.property());
            case Operand.Truth truth -> new Condition.Always(false);
            case Operand.Nothing nothing -> new Condition.Always(true);
        };
        return operator == Expression.Operator.EQ ? missing : new Condition.Not(missing);
    }

    private static Condition missing(Term term) {
        return term instanceof Term.Constant ? new Condition.Always(false) : new Condition.Missing(term);
    }

    private Condition truths(Operand.Truth truth, Operand.Value value) {
        if (value.term().type() != Term.Type.BOOLEAN) {
            throw mismatch(truth, value);
        }
        if (isOrder()) {
            throw unordered(value);
        }
        if (value.term() instanceof Term.Constant constant) {
            boolean same = ((Boolean) constant.value()) == (operator == Expression.Operator.EQ);
            return same ? truth.condition() : new Condition.Not(truth.condition());
        }
        return new Condition.Comparison(comparator(), new Term.Truth(truth.condition()), value.term());
    }

    private Condition values(Operand left, Operand right) {
        Term one = term(left, right);
        Term other = term(right, left);
        if (one.type() != other.type()) {
            throw mismatch(left, right);
        }
        if (isOrder() && (one.type() == Term.Type.GUID || one.type() == Term.Type.BOOLEAN)) {
            throw unordered(left);
        }
        if (left instanceof Operand.Key first
                && right instanceof Operand.Key second
                && !first.target().equals(second.target())) {
            return differing(one, other);
        }
        if (left instanceof Operand.Value(Term fixed, int length)
                && length > 0
                && other instanceof Term.Constant(Term.Type type, String text)) {
            return Filling.comparison(comparator(), Filling.stored(fixed), length, text);
        }
        if (right instanceof Operand.Value(Term fixed, int length)
                && length > 0
                && one instanceof Term.Constant(Term.Type type, String text)) {
            return Filling.comparison(mirrored(), Filling.stored(fixed), length, text);
        }
        return new Condition.Comparison(comparator(), one, other);
    }

    /** Keys of two kinds of objects are never equal, and unequal where both are there. */
    private Condition differing(Term one, Term other) {
        return operator == Expression.Operator.EQ
                ? new Condition.Always(false)
                : new Condition.All(List.of(new Condition.Not(missing(one)), new Condition.Not(missing(other))));
    }

    private Term term(Operand operand, Operand other) {
        return switch (operand) {
            case Operand.Value value -> value.term();
            case Operand.Key key -> key.term();
            case Operand.Truth truth -> new Term.Truth(truth.condition());
            default -> throw mismatch(operand, other);
        };
    }

    private Condition kinds(Operand.Kind kind, Comparator comparator, Operand other, Operand left) {
        if (other instanceof Operand.Value(Term.Constant(Term.Type type, Object value), int padded)
                && type == Term.Type.TEXT) {
            String wanted = isOrder() ? (String) value : TypeName.shown((String) value);
            return Mixture.named(kind, name -> holds(comparator, compare(name, wanted)));
        }
        if (other instanceof Operand.Kind second && !isOrder()) {
            return new Condition.Comparison(
                    comparator,
                    Mixture.tag(kind.place(), kind.property()),
                    Mixture.tag(second.place(), second.property()));
        }
        throw mismatch(left, other);
    }

    /** By code points, as databases do. */
    private static int compare(String left, String right) {
        int[] one = left.codePoints().toArray();
        int[] other = right.codePoints().toArray();
        return Arrays.compare(one, other);
    }

    private static boolean holds(Comparator comparator, int order) {
        return switch (comparator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case NOT_LESS -> order >= 0;
            case LESS -> order < 0;
            case NOT_GREATER -> order <= 0;
        };
    }

    private Condition versions(Operand.Version version, Operand other) {
        if (isOrder()) {
            throw unordered(version);
        }
        return switch (other) {
            case Operand.Version second -> new Condition.Comparison(comparator(), version.number(), second.number());
            case Operand.Value(Term.Constant(Term.Type type, Object value), int padded)
            when type == Term.Type.TEXT ->
                new Condition.Comparison(comparator(), version.number(), number((String) value));
            default -> throw mismatch(version, other);
        };
    }

    /** What is no version at all is equal to none. */
    private static Term number(String base64) {
        long version = NO_VERSION;
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            version = bytes.length == Long.BYTES ? ByteBuffer.wrap(bytes).getLong() : NO_VERSION;
        } catch (IllegalArgumentException notBase64) {
            version = NO_VERSION;
        }
        return new Term.Constant(Term.Type.NUMBER, BigDecimal.valueOf(version));
    }

    private Comparator comparator() {
        return switch (operator) {
            case EQ -> Comparator.EQUAL;
            case NE -> Comparator.NOT_EQUAL;
            case GT -> Comparator.GREATER;
            case GE -> Comparator.NOT_LESS;
            case LT -> Comparator.LESS;
            case LE -> Comparator.NOT_GREATER;
            default -> throw new IllegalStateException(operator + " compares nothing");
        };
    }

    /** For the sides in the other order. */
    private Comparator mirrored() {
        return switch (comparator()) {
            case EQUAL -> Comparator.EQUAL;
            case NOT_EQUAL -> Comparator.NOT_EQUAL;
            case GREATER -> Comparator.LESS;
            case NOT_LESS -> Comparator.NOT_GREATER;
            case LESS -> Comparator.GREATER;
            case NOT_GREATER -> Comparator.NOT_LESS;
        };
    }

    private String word() {
        return operator.name().toLowerCase(Locale.ROOT);
    }
}
