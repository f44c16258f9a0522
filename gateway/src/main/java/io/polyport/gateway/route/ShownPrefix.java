package io.polyport.gateway.route;

import io.polyport.gateway.identity.Way;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A prefix under which callers reach a service, as documents show it.
 *
 * @param path as a template: separators that stand in it in braces, all else as in URLs
 * @param separators those names, in order
 * @param ways how callers say there who they are
 * @param publication whose prefix it is; empty when it is none's
 */
public record ShownPrefix(String path, List<String> separators, Set<Way> ways, Optional<String> publication) {
    public ShownPrefix {
        separators = List.copyOf(separators);
        ways = Set.copyOf(ways);
    }

    /** One that no publication has. */
    public static ShownPrefix of(String path) {
        return new ShownPrefix(path, List.of(), Set.of(Way.BEARER), Optional.empty());
    }
}
