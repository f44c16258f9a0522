package io.polyport.gateway.identity;

import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Problems of authentication, and the {@code WWW-Authenticate} value that goes with each (RFC 6750 §3). */
public final class IdentityProblems {
    public static final ProblemType UNAUTHENTICATED = new ProblemType(
            "gateway.unauthenticated",
            401,
            "The call is not authenticated",
            "Send a valid token as 'Authorization: Bearer <token>', or what else WWW-Authenticate names.");
    public static final ProblemType KEYS_UNAVAILABLE = new ProblemType(
            "gateway.keys-unavailable",
            503,
            "Tokens of this issuer cannot be checked at the moment",
            "The identity provider's keys cannot be had and none are left from earlier; ask again later.");
    public static final ProblemType KEYS_UNUSABLE = new ProblemType(
            "gateway.keys-unusable",
            500,
            "The configured keys cannot be used",
            "Correct the issuer's 'keys' in the configuration and start again.");
    public static final ProblemType OPEN_WITHOUT_AUTHENTICATION = new ProblemType(
            "gateway.open-without-authentication",
            500,
            "The gateway would be open to everyone",
            "Configure an issuer, or listen on a loopback address.");

    private static final String REASON = "reason";
    private static final String INSUFFICIENT = ", error=\"insufficient_scope\"";
    private static final int RETRY_AFTER_SECONDS = 2;

    private IdentityProblems() {}

    /** All of them, for the documentation. */
    public static List<ProblemType> all() {
        return List.of(UNAUTHENTICATED, KEYS_UNAVAILABLE, KEYS_UNUSABLE, OPEN_WITHOUT_AUTHENTICATION);
    }

    /** What nobody who can be believed has asked; says what would have to be sent. */
    static ProblemException missing(Set<Way> ways) {
        boolean token = ways.contains(Way.BEARER) || ways.contains(Way.QUERY_TOKEN);
        if (!ways.contains(Way.BASIC)) {
            return refused(Refusal.MISSING);
        }
        return refused(token ? Refusal.MISSING_EITHER : Refusal.MISSING_PASSWORD);
    }

    public static ProblemException refused(Refusal reason) {
        return Problem.of(UNAUTHENTICATED, reason.advice())
                .with(REASON, reason.description())
                .toException();
    }

    static ProblemException keysUnavailable() {
        return Problem.of(KEYS_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS).toException();
    }

    static ProblemException keysUnusable(String detail) {
        return KEYS_UNUSABLE.toException(detail);
    }

    /**
     * The value of {@code WWW-Authenticate} that asks for a token, for a problem that is answered with this status; empty
     * where the status needs none. A 403 names the missing scope when the problem has a member {@code scope}.
     */
    static Optional<String> challenge(Problem problem, int status, String realm) {
        return switch (status) {
            case 401, 403 -> Optional.of(bearer(realm) + error(problem));
            default -> Optional.empty();
        };
    }

    /** The same for an answer that is no problem of ours: the token is good, but does not reach. */
    static String missingRight(String realm) {
        return bearer(realm) + INSUFFICIENT;
    }

    private static String bearer(String realm) {
        return "Bearer realm=\"" + quotable(realm) + '"';
    }

    private static String error(Problem problem) {
        if (problem.status() == 403) {
            return INSUFFICIENT + scope(problem);
        }
        if (!(problem.extensions().get(REASON) instanceof String reason)) {
            return "";
        }
        var error = Arrays.stream(Refusal.values())
                .filter(refusal -> refusal.description().equals(reason))
                .map(Refusal::error)
                .findFirst()
                .orElse("");
        return error.isEmpty() ? "" : ", error=\"" + error + "\", error_description=\"" + quotable(reason) + '"';
    }

    private static String scope(Problem problem) {
        return problem.extensions().get("scope") instanceof String scope ? ", scope=\"" + quotable(scope) + '"' : "";
    }

    /** Only what RFC 6750 allows inside the quotes. */
    static String quotable(String text) {
        return text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "?");
    }
}
