package io.polyport.odata.access;

import io.polyport.odata.expression.Bounds;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Literal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What claims are worth in an access rule. */
interface ClaimValues {
    /**
     * All values of a claim, at least one; empty when there is no such claim, or when one of its values is none of these types:
     * what is not understood whole must not open anything.
     *
     * @param types of which one is wanted, at least one; of several the one that the value has by itself
     */
    Optional<List<Literal>> of(String claim, List<Term.Type> types);

    /** Of a caller's claims, see {@link Caller#claims}. */
    static ClaimValues of(Map<String, Object> claims) {
        return (claim, types) -> {
            Object value = claims.get(claim);
            if (value == null) {
                return Optional.empty();
            }
            var values = value instanceof Collection<?> list ? List.copyOf(list) : List.of(value);
            var literals = values.stream()
                    .flatMap(one -> literal(one, type(one, types)).stream())
                    .toList();
            return literals.isEmpty() || literals.size() < values.size() ? Optional.empty() : Optional.of(literals);
        };
    }

    /** A value for every claim, to find out whether a rule fits its objects before anybody asks. */
    static ClaimValues samples() {
        return (claim, types) -> Optional.of(List.of(
                switch (types.getFirst()) {
                    case TEXT -> new Literal.Text("");
                    case NUMBER -> new Literal.Decimal(BigDecimal.ONE);
                    case BOOLEAN -> new Literal.Bool(true);
                    case MOMENT -> new Literal.Moment(LocalDateTime.of(2000, 1, 1, 0, 0));
                    case GUID -> new Literal.Guid(new UUID(0, 0));
                }));
    }

    private static Term.Type type(Object value, List<Term.Type> types) {
        var own = switch (value) {
            case Boolean flag -> Term.Type.BOOLEAN;
            case Number number -> Term.Type.NUMBER;
            default -> Term.Type.TEXT;
        };
        return types.contains(own) ? own : types.getFirst();
    }

    private static Optional<Literal> literal(Object value, Term.Type type) {
        boolean endless = value instanceof BigDecimal number && Math.abs((long) number.scale()) > Bounds.DIGITS;
        if (value instanceof Collection<?> || endless) {
            return Optional.empty();
        }
        String text = value instanceof BigDecimal number ? number.toPlainString() : value.toString();
        try {
            return Optional.of(
                    switch (type) {
                        case TEXT -> new Literal.Text(text);
                        case NUMBER -> new Literal.Decimal(new BigDecimal(text));
                        case BOOLEAN -> new Literal.Bool(flag(text));
                        case MOMENT -> new Literal.Moment(LocalDateTime.parse(text));
                        case GUID -> new Literal.Guid(UUID.fromString(text));
                    });
        } catch (IllegalArgumentException | DateTimeException otherwise) {
            return Optional.empty();
        }
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
