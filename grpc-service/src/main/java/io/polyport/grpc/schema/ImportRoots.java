package io.polyport.grpc.schema;

import io.polyport.kit.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds by which names the files of a tree import each other. A tree may have several roots ({@code proto},
 * {@code third_party/googleapis}), and nothing says which folders those are but the imports: an import of
 * {@code shop/order.proto} makes {@code src/proto} a root when {@code src/proto/shop/order.proto} is there.
 */
final class ImportRoots {
    /** What looks so in comments and strings is taken for an import, too: then a root is found more easily, no more. */
    private static final Pattern IMPORT =
            Pattern.compile("\\bimport\\s*(?:(?:public|weak|option)\\s*)?[\"']([^\"'\\\\\r\n]{1,255})[\"']");

    /** Imports, and files that might be meant: more are not looked at. They would be there for nothing but to take time. */
    private static final int MOST_LOOKS = 500_000;

    private final Map<String, String> protos;
    private final Map<String, List<String>> byLastPart = new HashMap<>();
    /** With a slash at the end. */
    private final Set<String> roots = new HashSet<>();

    private int left = MOST_LOOKS;

    private ImportRoots(Map<String, String> protos) {
        this.protos = protos;
        protos.keySet()
                .forEach(path -> byLastPart
                        .computeIfAbsent(lastPart(path), part -> new ArrayList<>())
                        .add(path));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * @param protos texts by paths
     * @return the same texts by the names that imports use; fails with {@link SchemaProblems#PROTO_NAME} where two different
     *     texts would get one name
     */
    static Map<String, String> named(Map<String, String> protos) {
        var roots = new ImportRoots(protos);
        protos.forEach(roots::learn);
        return roots.named();
    }

    private void learn(String path, String text) {
        var matcher = IMPORT.matcher(text);
        var known = new HashSet<String>();
        while (left > 0 && matcher.find()) {
            left--;
            String imported = matcher.group(1);
            if (!known.add(imported)) {
                continue;
            }
            left -= byLastPart.getOrDefault(lastPart(imported), List.of()).size();
            nearest(path, candidates(imported))
                    .filter(found -> !found.equals(imported))
                    .ifPresent(found -> roots.add(found.substring(0, found.length() - imported.length())));
        }
    }

    private Collection<String> candidates(String imported) {
        String end = "/" + imported;
        return byLastPart.getOrDefault(lastPart(imported), List.of()).stream()
                .filter(path -> path.equals(imported) || path.endsWith(end))
                .toList();
    }

    /** The one that shares most folders with the file that imports it; of several such the one that lies least deep. */
    private static Optional<String> nearest(String importing, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String path) -> -shared(importing, path))
                        .thenComparing(String::length)
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int shared(String one, String other) {
        int folders = 0;
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length && one.charAt(i) == other.charAt(i); i++) {
            folders += one.charAt(i) == '/' ? 1 : 0;
        }
        return folders;
    }

    /** Relative to the innermost root. */
    private String name(String path) {
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (roots.contains(path.substring(0, slash + 1))) {
                return path.substring(slash + 1);
            }
        }
        return path;
    }

    private Map<String, String> named() {
        var named = new LinkedHashMap<String, String>();
        var origins = new HashMap<String, String>();
        protos.forEach((path, text) -> {
            String name = name(path);
            String other = named.putIfAbsent(name, text);
            if (other != null && !other.equals(text) && !BuiltIns.has(name)) {
                throw Problem.of(SchemaProblems.PROTO_NAME)
                        .withField(
                                "protos/" + path,
                                "would be imported as " + name + ", as " + origins.get(name)
                                        + " would be: put only one of the two into the ZIP")
                        .toException();
            }
            origins.putIfAbsent(name, path);
        });
        return named;
    }
}
