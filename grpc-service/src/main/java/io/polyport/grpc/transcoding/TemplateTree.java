package io.polyport.grpc.transcoding;

import io.polyport.grpc.transcoding.PathTemplate.Kind;
import io.polyport.grpc.transcoding.PathTemplate.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The templates of one verb, as a tree of their segments. Which one takes a path when several could: from left to right a
 * literal comes before {@code *}, and that before {@code **}; after {@code **} more literals come before fewer; for the
 * same template, the HTTP method itself comes before any. No node is looked at twice for a path, so a search costs at most
 * what all templates together are long.
 */
final class TemplateTree {
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final List<Tail> tails = new ArrayList<>();
        final List<HttpBinding> here = new ArrayList<>();
        Node one;
    }

    /** What has to stand at the end of a path after {@code **}. */
    private record Tail(List<String> literals, List<HttpBinding> here) {}

    /** @return the binding that has the place already; empty when this one has it now */
    Optional<HttpBinding> add(HttpBinding binding) {
        List<HttpBinding> here = place(binding.template().segments());
        var before = here.stream()
                .filter(other -> other.httpMethod().equals(binding.httpMethod()))
                .findFirst();
        if (before.isEmpty()) {
            here.add(binding);
            here.sort(Comparator.comparing(other -> other.httpMethod().equals(HttpBinding.ANY)));
        }
        return before;
    }

    private List<HttpBinding> place(List<Segment> segments) {
        Node node = root;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.kind() == Kind.REST) {
                return tail(node, segments.subList(i + 1, segments.size()));
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

    private static List<HttpBinding> tail(Node node, List<Segment> after) {
        List<String> literals = after.stream().map(Segment::text).toList();
        for (Tail tail : node.tails) {
            if (tail.literals().equals(literals)) {
                return tail.here();
            }
        }
        var fresh = new Tail(literals, new ArrayList<>());
        node.tails.add(fresh);
        node.tails.sort(
                Comparator.comparingInt((Tail tail) -> tail.literals().size()).reversed());
        return fresh.here();
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
            for (Tail tail : node.tails) {
                int start = path.size() - tail.literals().size();
                boolean fits =
                        start >= depth && path.subList(start, path.size()).equals(tail.literals());
                HttpBinding found = fits ? among(tail.here()) : null;
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        private HttpBinding among(List<HttpBinding> here) {
            for (HttpBinding binding : here) {
                if (binding.takes(httpMethod)) {
                    return binding;
                }
                others.add(binding.httpMethod());
            }
            return null;
        }
    }

    static Set<String> noOthers() {
        return new TreeSet<>();
    }
}
