package io.polyport.odata.plan;

import io.polyport.odata.model.ScalarType;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Literal;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/** Values of keys: literals, and texts that stand for values of a property of several types. */
final class KeyValue {
    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern NUMBER_TEXT = Pattern.compile("-?[0-9]{1,38}(\\.[0-9]{1,38})?");
    private static final int LONGEST_SHOWN = 100;

    private KeyValue() {}

    static Term of(ScalarType type, Literal literal) {
        return switch (type) {
            case ScalarType.Text text -> text(literal);
            case ScalarType.Enumerated enumerated -> text(literal);
            case ScalarType.Decimal decimal -> number(literal);
            case ScalarType.Version version -> number(literal);
            case ScalarType.Bool bool -> {
                if (literal instanceof Literal.Bool(boolean value)) {
                    yield new Term.Constant(Term.Type.BOOLEAN, value);
                }
                throw unreadable(literal, "Edm.Boolean", "true");
            }
            case ScalarType.Moment moment -> {
                if (literal instanceof Literal.Moment(LocalDateTime value)) {
                    yield new Term.Constant(Term.Type.MOMENT, value);
                }
                throw unreadable(literal, "Edm.DateTime", "datetime'2024-01-31T00:00:00'");
            }
            case ScalarType.Guid guid -> guid(literal);
        };
    }

    static Term guid(Literal literal) {
        if (literal instanceof Literal.Guid(UUID value)) {
            return new Term.Constant(Term.Type.GUID, value);
        }
        throw unreadable(literal, "Edm.Guid", "guid'…'");
    }

    private static Term text(Literal literal) {
        if (literal instanceof Literal.Text(String value)) {
            return new Term.Constant(Term.Type.TEXT, value);
        }
        throw unreadable(literal, "Edm.String", "'…'");
    }

    private static Term number(Literal literal) {
        if (literal instanceof Literal.Decimal(BigDecimal value)) {
            return new Term.Constant(Term.Type.NUMBER, value);
        }
        throw unreadable(literal, "Edm.Double", "1");
    }

    /** A key that stands in quotes, as clients write those of recorders. */
    static Term guidText(String text) {
        if (UUID_TEXT.matcher(text).matches()) {
            return new Term.Constant(Term.Type.GUID, UUID.fromString(text));
        }
        throw unreadable(new Literal.Text(text), "Edm.Guid", "8d1f…-…");
    }

    static Term numberText(String text) {
        if (NUMBER_TEXT.matcher(text).matches()) {
            return new Term.Constant(Term.Type.NUMBER, new BigDecimal(text));
        }
        throw unreadable(new Literal.Text(text), "Edm.Double", "1");
    }

    static Term flagText(String text) {
        if (text.equals("true") || text.equals("false")) {
            return new Term.Constant(Term.Type.BOOLEAN, text.equals("true"));
        }
        throw unreadable(new Literal.Text(text), "Edm.Boolean", "true");
    }

    static Term momentText(String text) {
        return Literal.Moment.of(text)
                .map(moment -> new Term.Constant(Term.Type.MOMENT, moment.value()))
                .orElseThrow(() -> unreadable(new Literal.Text(text), "Edm.DateTime", "2024-01-31T00:00:00"));
    }

    private static ODataException unreadable(Literal literal, String type, String example) {
        String shown = shown(literal);
        return new ODataException(
                InnerCode.UNREADABLE_STRING,
                "Не удалось разобрать строку '" + shown + "' как значение типа " + type + "; пример: " + example,
                "Cannot read '" + shown + "' as a value of type " + type + "; write it as " + example);
    }

    private static String shown(Literal literal) {
        String text = switch (literal) {
            case Literal.Text(String value) -> value;
            case Literal.Decimal(BigDecimal value) -> value.toString();
            case Literal.Bool(boolean value) -> String.valueOf(value);
            case Literal.Moment(LocalDateTime value) -> value.toString();
            case Literal.Guid(UUID value) -> value.toString();
            case Literal.Null() -> "null";
        };
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }
}
