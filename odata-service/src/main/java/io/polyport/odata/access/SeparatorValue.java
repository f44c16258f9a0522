package io.polyport.odata.access;

import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.Separator;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Term;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The value of a data separator, from the text in the publication's path (GW-8). A value has one spelling only: the gateway's
 * policies compare the text, and {@code 10e-1} must not lead where they have looked for {@code 1}.
 */
final class SeparatorValue {
    private static final Pattern NUMBER = Pattern.compile("0|-?(0|[1-9][0-9]{0,37})(\\.[0-9]{0,20}[1-9])?");

    private static final int SECONDS = "2024-01-31T00:00:00".length();

    private SeparatorValue() {}

    /** @throws ODataException 404, as for a path that there is not, when the text is no value or not its only spelling */
    static Term.Constant of(Separator separator, String text) {
        var type = PropertyTerms.type(separator.type());
        Object value = switch (type) {
            case TEXT -> text;
            case NUMBER -> NUMBER.matcher(text).matches() && !text.equals("-0") ? new BigDecimal(text) : null;
            case BOOLEAN -> flag(text);
            case MOMENT -> moment(text);
            case GUID -> guid(text);
        };
        if (value == null) {
            throw new ODataException(
                    InnerCode.BAD_URL,
                    404,
                    "В адресе публикации нет раздела данных '" + text + "': это не значение разделителя "
                            + separator.name() + ".",
                    "The publication has no part '" + text + "': that is no value of the separator " + separator.name()
                            + ".");
        }
        return new Term.Constant(type, value);
    }

    private static Boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        };
    }

    private static LocalDateTime moment(String text) {
        try {
            // A fraction, or none where there are seconds, would be another spelling.
            return text.length() == SECONDS ? LocalDateTime.parse(text) : null;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static UUID guid(String text) {
        try {
            var guid = UUID.fromString(text);
            return guid.toString().equals(text) ? guid : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
