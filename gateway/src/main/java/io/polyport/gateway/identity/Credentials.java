package io.polyport.gateway.identity;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a request says of who sends it.
 *
 * @param authorization every value of its {@code Authorization} headers
 * @param rawQuery the query as it was sent, null or empty when there is none
 * @param ways what is taken at its path; a token in the query counts as none elsewhere, and next to a header it is refused
 */
public record Credentials(List<String> authorization, String rawQuery, Set<Way> ways) {
    private static final String BASIC = "basic ";

    public Credentials {
        authorization = List.copyOf(authorization);
        ways = Set.copyOf(ways);
    }

    /** Where tokens in the header are taken, and perhaps in the query. */
    public Credentials(List<String> authorization, String rawQuery, boolean queryTokenAllowed) {
        this(
                authorization,
                rawQuery,
                queryTokenAllowed ? EnumSet.of(Way.BEARER, Way.QUERY_TOKEN) : EnumSet.of(Way.BEARER));
    }

    /** Whether they are a user name and a password, and such are taken here. */
    public boolean isPassword() {
        return ways.contains(Way.BASIC) && authorization.stream().anyMatch(Credentials::isBasic);
    }

    /** Whether a header of the scheme Basic says so (RFC 7617 §2). */
    private static boolean isBasic(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(BASIC);
    }

    /** The only header; fails when there is anything beside it that says who it is. */
    public String onlyHeader() {
        if (authorization.size() != 1 || !QueryTokens.in(rawQuery).isEmpty()) {
            throw IdentityProblems.refused(Refusal.SEVERAL);
        }
        return authorization.getFirst();
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Credentials[****]";
    }
}
