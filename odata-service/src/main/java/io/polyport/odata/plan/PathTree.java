package io.polyport.odata.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Paths of {@code $select} or {@code $expand} with what they have in common said once. */
final class PathTree {
    static final String ALL = "*";
    static final String ALL_BUT_SECTIONS = "**";

    private final Map<String, PathTree> children = new LinkedHashMap<>();
    private boolean ends;

    static PathTree of(List<List<String>> paths) {
        var tree = new PathTree();
        for (var path : paths) {
            var at = tree;
            for (var name : path) {
                at = at.children.computeIfAbsent(name, one -> new PathTree());
            }
            at.ends = true;
        }
        return tree;
    }

    /** What follows each name, in the order in which they were written first. */
    Map<String, PathTree> children() {
        return children;
    }

    Optional<PathTree> child(String name) {
        return Optional.ofNullable(children.get(name));
    }

    boolean has(String name) {
        return children.containsKey(name);
    }

    /** Whether a path ends here, so that what it names is meant as a whole. */
    boolean ends() {
        return ends;
    }

    /** What both say. */
    PathTree and(PathTree other) {
        var both = new PathTree();
        both.ends = ends || other.ends;
        both.children.putAll(children);
        other.children.forEach((name, tree) -> both.children.merge(name, tree, PathTree::and));
        return both;
    }
}
