package io.polyport.odata.url;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.UUID;

/** A value as it was written in a URL (OD-25). */
public sealed interface Literal {
    record Text(String value) implements Literal {}

    record Decimal(BigDecimal value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    /** To the second. */
    record Moment(LocalDateTime value) implements Literal {
        /** Reads what stands between the quotes of {@code datetime'…'}; empty for what is no date of the years 1 to 9999. */
        public static Optional<Moment> of(String written) {
            return Literals.bareMoment(written);
        }
    }

    record Guid(UUID value) implements Literal {}

    record Null() implements Literal {}
}
