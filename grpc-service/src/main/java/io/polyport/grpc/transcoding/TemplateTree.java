package io.polyport.grpc.transcoding;

import io.polyport.grpc.transcoding.PathTemplate.Kind;
import io.polyport.grpc.transcoding.PathTemplate.Segment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The templates of one verb, as a tree of their segments. Which one takes a path when several could: from left to right a
 * literal comes before {@code *}, and that before {@code **}; after {@code **} more literals come before fewer; for the
 * same template, the HTTP method itself comes before any. No node is looked at twice for a path, so a search costs at most
 * what all templates together are long.
 */
final class TemplateTree {
    private static final int MOST_METHODS = 16;

    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        /** What has to stand at the end of a path after {@code **}, the longest first. */
        final NavigableMap<Integer, Map<List<String>, Place>> tails = new TreeMap<>(Comparator.reverseOrder());

        final Place here = new Place();
        Node one;
    }

    /** Where a template ends: its bindings by their HTTP methods. */
    private static final class Place {
        final Map<String, HttpBinding> bindings = new LinkedHashMap<>();
    }

    /**
     * @return the binding that has the place already; empty when this one has it now
     * @throws Unfit when the template has too many HTTP methods
     */
    Optional<HttpBinding> add(HttpBinding binding) {
        Place place = place(binding.template().segments());
        HttpBinding before = place.bindings.get(binding.httpMethod());
        if (before == null && place.bindings.size() == MOST_METHODS) {
            throw new Unfit("is left out: its template has more than " + MOST_METHODS + " HTTP methods");
        }
        place.bindings.putIfAbsent(binding.httpMethod(), binding);
        return Optional.ofNullable(before);
    }

    private Place place(List<Segment> segments) {
        Node node = root;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.kind() == Kind.REST) {
                List<String> after = segments.subList(i + 1, segments.size()).stream()
                        .map(Segment::text)
                        .toList();
                return node.tails
                        .computeIfAbsent(after.size(), ignored -> new HashMap<>())
                        .computeIfAbsent(after, ignored -> new Place());
            }
            if (segment.kind() == Kind.LITERAL) {
                node = node.literals.computeIfAbsent(segment.text(), ignored -> new Node());
            } else {
                node.one = node.one == null ? new Node() : node.one;
                node = node.one;
            }
        }
        return node.here;
    }

    /**
     * @param path its segments, decoded
     * @param others where the HTTP methods are put that this path has, too
     */
    Optional<HttpBinding> find(String httpMethod, List<String> path, Set<String> others) {
        return Optional.ofNullable(new Search(httpMethod, path, others).at(root, 0));
    }

    private record Search(String httpMethod, List<String> path, Set<String> others) {
        HttpBinding at(Node node, int depth) {
            HttpBinding found = depth == path.size() ? among(node.here) : null;
            if (found == null && depth < path.size()) {
                Node literal = node.literals.get(path.get(depth));
                found = literal == null ? null : at(literal, depth + 1);
                boolean one =
                        found == null && node.one != null && !path.get(depth).isEmpty();
                found = one ? at(node.one, depth + 1) : found;
            }
            return found == null ? inTails(node, depth) : found;
        }

        private HttpBinding inTails(Node node, int depth) {
            for (var tails : node.tails.entrySet()) {
                int start = path.size() - tails.getKey();
                Place place = start < depth ? null : tails.getValue().get(path.subList(start, path.size()));
                HttpBinding found = place == null ? null : among(place);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        private HttpBinding among(Place place) {
            HttpBinding exact = place.bindings.get(httpMethod);
            HttpBinding found = exact == null ? place.bindings.get(HttpBinding.ANY) : exact;
            if (found == null) {
                others.addAll(place.bindings.keySet());
            }
            return found;
        }
    }

    static Set<String> noOthers() {
        return new TreeSet<>();
    }
}
