package io.polyport.odata.url;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The words of expressions that are no names. */
final class Words {
    static final String NOT = "not";

    private static final Map<String, Expression.Operator> OPERATORS = Arrays.stream(Expression.Operator.values())
            .collect(Collectors.toUnmodifiableMap(each -> each.name().toLowerCase(Locale.ROOT), Function.identity()));
    private static final Map<String, Literal> CONSTANTS =
            Map.of("true", new Literal.Bool(true), "false", new Literal.Bool(false), "null", new Literal.Null());

    private Words() {}

    /** An operator between two sides; only in small letters. */
    static Optional<Expression.Operator> operator(Token token) {
        return token instanceof Token.Name name ? Optional.ofNullable(OPERATORS.get(name.text())) : Optional.empty();
    }

    static boolean isOperator(String word) {
        return word.equals(NOT) || OPERATORS.containsKey(word);
    }

    /** In any letters: clients send their own languages' words, {@code NULL} and {@code True} among them (OD-32). */
    static Optional<Literal> constant(String word) {
        return Optional.ofNullable(CONSTANTS.get(word.toLowerCase(Locale.ROOT)));
    }
}
