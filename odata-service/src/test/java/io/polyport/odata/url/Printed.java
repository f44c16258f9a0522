package io.polyport.odata.url;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A tree as a line, so that a case fits into one. */
final class Printed {
    private Printed() {}

    static String tree(Expression expression) {
        return switch (expression) {
            case Expression.Value value -> literal(value.value());
            case Expression.Path path -> path(path);
            case Expression.Negation negation -> "(- " + tree(negation.operand()) + ")";
            case Expression.Not not -> "(not " + tree(not.operand()) + ")";
            case Expression.Binary binary ->
                "(" + binary.operator().name().toLowerCase(Locale.ROOT) + " " + tree(binary.left()) + " "
                        + tree(binary.right()) + ")";
            case Expression.Call call ->
                call.function()
                        + call.arguments().stream().map(Printed::tree).collect(Collectors.joining(", ", "(", ")"));
            case Expression.Lambda lambda ->
                path(lambda.collection()) + "/" + lambda.name() + "("
                        + lambda.variable().map(name -> name + ": ").orElse("")
                        + lambda.condition().map(Printed::tree).orElse("") + ")";
        };
    }

    static String literal(Literal literal) {
        return switch (literal) {
            case Literal.Text text -> "'" + text.value() + "'";
            case Literal.Decimal decimal -> decimal.value().toString();
            case Literal.Bool bool -> String.valueOf(bool.value());
            case Literal.Moment moment -> moment.value().toString();
            case Literal.Guid guid -> guid.value().toString();
            case Literal.Null none -> "null";
        };
    }

    private static String path(Expression.Path path) {
        String start = path.start().map(Printed::tree).orElse("");
        String names = path.names().stream().map(Expression.Name::text).collect(Collectors.joining("/"));
        return start.isEmpty() || names.isEmpty() ? start + names : start + "/" + names;
    }

    static String resource(Resource resource) {
        return switch (resource) {
            case Resource.ServiceDocument document -> "service document";
            case Resource.Metadata metadata -> "metadata";
            case Resource.Batch batch -> "batch";
            case Resource.Function function -> "function " + function.name() + arguments(function.arguments());
            case Resource.Set set ->
                set.name()
                        + set.key().map(Printed::key).orElse("")
                        + set.steps().stream().map(step -> " > " + step(step)).collect(Collectors.joining());
        };
    }

    private static String key(Resource.Key key) {
        return key.parts().stream()
                .map(part -> part.name().map(name -> name + "=").orElse("") + literal(part.value()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String step(Resource.Step step) {
        return switch (step) {
            case Resource.Step.Name name -> name.text();
            case Resource.Step.Call call -> call.function() + arguments(call.arguments());
            case Resource.Step.Count count -> "$count";
            case Resource.Step.Value value -> "$value";
            case Resource.Step.Links links -> "$links " + links.navigation();
        };
    }

    private static String arguments(List<Resource.Argument> arguments) {
        return arguments.stream()
                .map(argument -> "[" + name(argument.name()) + argument.text() + "]")
                .collect(Collectors.joining("", "(", ")"));
    }

    private static String name(Optional<String> name) {
        return name.map(text -> text + ": ").orElse("");
    }
}
