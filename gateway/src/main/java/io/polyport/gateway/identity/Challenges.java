package io.polyport.gateway.identity;

import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code WWW-Authenticate} says at a path (RFC 9110 §11.6.1): one value for each way in which a caller may say who he
 * is, so that a client finds the one that it knows.
 *
 * @param ways what is taken at the path, and safe on the connection that the request came by
 */
public record Challenges(String realm, Set<Way> ways) {
    private static final int UNAUTHORIZED = 401;
    private static final String HEADER = "www-authenticate";

    public Challenges {
        ways = Set.copyOf(ways);
    }

    /** The values for an answer that tells this problem with this status. */
    public List<String> of(Problem problem, int status) {
        List<String> values = new ArrayList<>();
        if (ways.contains(Way.BEARER) || ways.contains(Way.QUERY_TOKEN)) {
            IdentityProblems.challenge(problem, status, realm).ifPresent(values::add);
        }
        if (ways.contains(Way.BASIC) && status == UNAUTHORIZED) {
            values.add(basic());
        }
        return values;
    }

    /** RFC 7617 §2.1: without the charset clients may send names that are not ASCII in whatever they have. */
    private String basic() {
        return "Basic realm=\"" + IdentityProblems.quotable(realm) + "\", charset=\"UTF-8\"";
    }

    /**
     * Headers of a service's own 401, which comes to somebody who is identified already: what a service says of tokens and
     * passwords it can't know, so that is ours; further schemes are its own.
     */
    public List<Map.Entry<String, String>> in(List<Map.Entry<String, String>> headers) {
        List<Map.Entry<String, String>> answered = new ArrayList<>(headers);
        answered.removeIf(header -> header.getKey().equalsIgnoreCase(HEADER) && isOurs(header.getValue()));
        if (ways.contains(Way.BEARER) || ways.contains(Way.QUERY_TOKEN)) {
            answered.add(Map.entry(HEADER, IdentityProblems.missingRight(realm)));
        }
        if (ways.contains(Way.BASIC)) {
            answered.add(Map.entry(HEADER, basic()));
        }
        return answered;
    }

    private static boolean isOurs(String value) {
        String lower = value.strip().toLowerCase(Locale.ROOT);
        return lower.equals("bearer")
                || lower.startsWith("bearer ")
                || lower.equals("basic")
                || lower.startsWith("basic ");
    }
}
