package io.polyport.gateway.identity;

import io.polyport.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Finds the one token of a request; any second place that holds one, too, is refused (RFC 6750 §2). */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /** The token's text; fails with a refusal when there is none, more than one, or one that is too large. */
    static String of(Credentials credentials, int maximumBytes) throws ProblemException {
        var inQuery = QueryTokens.in(credentials.rawQuery());
        var headers = credentials.authorization();
        if (headers.size() > 1 || inQuery.size() > 1 || (!headers.isEmpty() && !inQuery.isEmpty())) {
            throw IdentityProblems.refused(Refusal.SEVERAL);
        }
        var token = headers.isEmpty() ? fromQuery(inQuery, credentials) : fromHeader(headers.get(0), credentials);
        if (token.length() > maximumBytes) {
            throw IdentityProblems.refused(Refusal.TOO_LARGE);
        }
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(token)) {
            throw IdentityProblems.refused(Refusal.MALFORMED);
        }
        return token;
    }

    private static String fromHeader(String value, Credentials credentials) {
        if (!credentials.ways().contains(Way.BEARER)
                || !value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw IdentityProblems.missing(credentials.ways());
        }
        var token = value.substring(SCHEME.length());
        if (token.indexOf(',') >= 0) {
            throw IdentityProblems.refused(Refusal.SEVERAL);
        }
        return token;
    }

    private static String fromQuery(List<String> values, Credentials credentials) {
        if (values.isEmpty() || !credentials.ways().contains(Way.QUERY_TOKEN)) {
            throw IdentityProblems.missing(credentials.ways());
        }
        return values.get(0);
    }
}
