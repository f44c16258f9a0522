package io.polyport.gateway.policy;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The problem of authorisation. */
public final class PolicyProblems {
    public static final ProblemType FORBIDDEN = new ProblemType(
            "gateway.forbidden",
            403,
            "This is not allowed",
            "Ask for the right that 'missing' names, or call with another token.");

    private PolicyProblems() {}

    /** All of them, for the documentation. */
    public static List<ProblemType> all() {
        return List.of(FORBIDDEN);
    }

    /** The rules would allow it, but the token lacks the scope. */
    static Problem missingScope(String scope) {
        return Problem.of(FORBIDDEN, "The token lacks the scope '" + scope + "'; get one that has it.")
                .with("missing", "scope " + scope)
                .with("scope", scope);
    }

    /** No rule allows it; says only what the caller himself has asked for. */
    static Problem missingRight(PolicyRequest request) {
        var right = request.service() + " " + request.operation() + " ("
                + request.access().name().toLowerCase(Locale.ROOT) + ")"
                + request.connection().map(name -> " on connection " + name).orElse("")
                + (request.opened() ? " on an opened connection" : "")
                + request.publication().map(name -> " in publication " + name).orElse("")
                + request.separators().stream()
                        .filter(separator -> !separator.fixed())
                        .map(separator -> ", " + separator.name() + " " + separator.value())
                        .collect(Collectors.joining());
        return Problem.of(FORBIDDEN, "No rule allows this caller: " + right + ". Ask whoever keeps the rules.")
                .with("missing", right);
    }
}
