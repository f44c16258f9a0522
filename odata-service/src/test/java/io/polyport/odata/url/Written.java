package io.polyport.odata.url;

import java.util.Locale;
import java.util.stream.Collectors;

/** A tree as the text of an expression, with all its parentheses. */
final class Written {
    private Written() {}

    static String text(Expression expression) {
        return switch (expression) {
            case Expression.Value value -> literal(value.value());
            case Expression.Path path -> path(path);
            case Expression.Negation negation -> "-(" + text(negation.operand()) + ")";
            case Expression.Not not -> "not (" + text(not.operand()) + ")";
            case Expression.Binary binary ->
                "(" + text(binary.left()) + ") " + binary.operator().name().toLowerCase(Locale.ROOT) + " ("
                        + text(binary.right()) + ")";
            case Expression.Call call ->
                call.function()
                        + call.arguments().stream().map(Written::text).collect(Collectors.joining(",", "(", ")"));
            case Expression.Lambda lambda ->
                path(lambda.collection()) + "/" + lambda.name() + "("
                        + lambda.variable().map(name -> name + ":").orElse("")
                        + lambda.condition().map(Written::text).orElse("") + ")";
        };
    }

    private static String path(Expression.Path path) {
        return path.start().map(start -> text(start) + "/").orElse("")
                + path.names().stream().map(Expression.Name::text).collect(Collectors.joining("/"));
    }

    private static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text text -> "'" + text.value().replace("'", "''") + "'";
            case Literal.Moment moment -> "datetime'" + moment.value() + "'";
            case Literal.Guid guid -> "guid'" + guid.value() + "'";
            case Literal.Decimal number -> Printed.literal(number);
            case Literal.Bool truth -> Printed.literal(truth);
            case Literal.Null none -> Printed.literal(none);
        };
    }
}
