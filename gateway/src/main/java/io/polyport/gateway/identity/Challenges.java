package io.polyport.gateway.identity;

import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code WWW-Authenticate} says at a path (RFC 9110 §11.6.1): one value for each way in which a caller may say who he
 * is, so that a client finds the one that it knows.
 *
 * @param ways what is taken at the path, and safe on the connection that the request came by
 */
public record Challenges(String realm, Set<Way> ways) {
    private static final int UNAUTHORIZED = 401;

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
            // RFC 7617 §2.1: otherwise clients may send names that are not ASCII in whatever they have.
            values.add("Basic realm=\"" + IdentityProblems.quotable(realm) + "\", charset=\"UTF-8\"");
        }
        return values;
    }
}
