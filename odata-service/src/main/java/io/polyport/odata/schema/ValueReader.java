package io.polyport.odata.schema;

import io.polyport.odata.model.ScalarType;
import io.polyport.odata.model.ScalarType.Parts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** Finds a value of one type in a row and makes what the column takes of it: String, BigDecimal, Boolean, LocalDateTime, UUID. */
record ValueReader(ScalarType type, String name) implements Slot.Source {
    private static final LocalDate NO_DATE = LocalDate.of(1, 1, 1);

    @Override
    public Object of(Map<String, ?> row) {
        Object value = row.get(name);
        try {
            return value == null ? null : value(type, value);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(name + " can't be " + value + ": " + e.getMessage(), e);
        }
    }

    static Object value(ScalarType type, Object value) {
        return switch (type) {
            case ScalarType.Text text -> text(text, value.toString());
            case ScalarType.Decimal decimal -> decimal(decimal, value);
            case ScalarType.Version version -> decimal(new ScalarType.Decimal(18, 0), value);
            case ScalarType.Bool bool -> value instanceof Boolean flag ? flag : flag(value.toString());
            case ScalarType.Moment moment -> moment(moment.parts(), value);
            case ScalarType.Guid guid -> value instanceof UUID uuid ? uuid : UUID.fromString(value.toString());
            case ScalarType.Enumerated enumerated -> value.toString();
        };
    }

    private static String text(ScalarType.Text type, String value) {
        if (type.length() > 0 && value.codePointCount(0, value.length()) > type.length()) {
            throw new IllegalArgumentException("it is longer than " + type.length() + " characters");
        }
        return type.fixed() ? value + " ".repeat(type.length() - value.codePointCount(0, value.length())) : value;
    }

    private static BigDecimal decimal(ScalarType.Decimal type, Object value) {
        var number = new BigDecimal(value.toString());
        try {
            var scaled = number.setScale(type.fraction(), RoundingMode.UNNECESSARY);
            if (scaled.precision() <= type.digits()) {
                return scaled;
            }
        } catch (ArithmeticException tooExact) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "it has more than " + type.digits() + " digits, or more than " + type.fraction() + " behind the point");
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException("it must be true or false");
        }
        return text.equals("true");
    }

    private static LocalDateTime moment(Parts parts, Object value) {
        var moment = switch (value) {
            case LocalDateTime whole -> whole;
            case LocalDate date -> date.atStartOfDay();
            case LocalTime time -> NO_DATE.atTime(time);
            default -> LocalDateTime.parse(value.toString());
        };
        return switch (parts) {
            case DATE_AND_TIME -> moment.truncatedTo(ChronoUnit.SECONDS);
            case DATE -> moment.toLocalDate().atStartOfDay();
            case TIME -> NO_DATE.atTime(moment.toLocalTime().truncatedTo(ChronoUnit.SECONDS));
        };
    }

    static byte[] bytes(Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> bytes;
            default -> Base64.getDecoder().decode(value.toString());
        };
    }
}
