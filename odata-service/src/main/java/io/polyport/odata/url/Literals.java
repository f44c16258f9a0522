package io.polyport.odata.url;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The written forms of values (OD-25). */
final class Literals {
    private static final Pattern GUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern MOMENT =
            Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d{1,9})?)?)?");
    private static final int LONGEST_NUMBER = 100;
    private static final int LARGEST_SCALE = 310;

    private Literals() {}

    static Literal.Guid guid(String written, int position, Place place) {
        return bareGuid(written)
                .orElseThrow(() -> place.unreadable(
                        position,
                        written,
                        "Edm.Guid",
                        "пишите guid'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx', шестнадцатеричными цифрами",
                        "write guid'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx' in hexadecimal digits"));
    }

    static Optional<Literal.Guid> bareGuid(String written) {
        return GUID.matcher(written).matches()
                ? Optional.of(new Literal.Guid(UUID.fromString(written)))
                : Optional.empty();
    }

    static Literal.Moment moment(String written, int position, Place place) {
        return bareMoment(written)
                .orElseThrow(() -> place.unreadable(
                        position,
                        written,
                        "Edm.DateTime",
                        "пишите datetime'2024-01-31T23:59:59' или datetime'2024-01-31', без часового пояса",
                        "write datetime'2024-01-31T23:59:59' or datetime'2024-01-31', without a time zone"));
    }

    /**
     * A date alone is its midnight. Parts of a second are cut off: dates have none, and clients send those of their clocks. A
     * zone is no part of the type, and is never dropped: that would make another time of it.
     */
    static Optional<Literal.Moment> bareMoment(String written) {
        var parts = MOMENT.matcher(written);
        try {
            if (parts.matches() && !parts.group(1).equals("0000")) {
                return Optional.of(new Literal.Moment(LocalDateTime.of(
                        number(parts.group(1)),
                        number(parts.group(2)),
                        number(parts.group(3)),
                        number(parts.group(4)),
                        number(parts.group(5)),
                        number(parts.group(6)))));
            }
        } catch (DateTimeException noSuchDay) {
            // Refused as what has another form is.
        }
        return Optional.empty();
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Bounded, because a short text can be a number of a billion digits. */
    static Literal.Decimal decimal(String written, int position, Place place) {
        try {
            if (written.length() <= LONGEST_NUMBER) {
                var value = new BigDecimal(written);
                if (Math.abs((long) value.scale()) <= LARGEST_SCALE) {
                    return new Literal.Decimal(value);
                }
            }
        } catch (NumberFormatException exponent) {
            // Told below, together with what is too long.
        }
        throw place.unreadable(
                position,
                written,
                "Edm.Double",
                "не больше " + LONGEST_NUMBER + " знаков и порядок до ±" + LARGEST_SCALE,
                "at most " + LONGEST_NUMBER + " characters and an exponent up to ±" + LARGEST_SCALE);
    }
}
