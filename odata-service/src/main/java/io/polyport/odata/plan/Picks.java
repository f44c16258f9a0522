package io.polyport.odata.plan;

import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.expression.PropertyNames.Facet;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Refusals;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code $select} says of the properties of one set (OD-27): {@code *} outweighs {@code **}, which outweighs names.
 * Presentations are only there when they are asked for, and come on top of the rest.
 */
final class Picks {
    static final String PRESENTATION = "____Presentation";
    private static final String OWN_PRESENTATION = "Presentation";

    private final EntitySet set;
    private final Set<String> hidden;
    private final boolean all;
    private final boolean allButSections;
    private final Map<String, Map<Facet, PathTree>> named = new HashMap<>();
    private final Set<String> presented = new HashSet<>();
    private boolean presentsAll;
    private boolean presentsItself;

    /**
     * @param select empty when nothing was said: everything is shown
     * @param hidden names of properties that the caller may not see
     */
    Picks(EntitySet set, Optional<PathTree> select, Set<String> hidden) {
        this.set = set;
        this.hidden = hidden;
        this.all = select.isEmpty() || select.get().has(PathTree.ALL);
        this.allButSections = select.isPresent() && select.get().has(PathTree.ALL_BUT_SECTIONS);
        select.ifPresent(tree -> tree.children().forEach(this::pick));
    }

    private void pick(String name, PathTree below) {
        switch (name) {
            case PathTree.ALL, PathTree.ALL_BUT_SECTIONS -> {}
            case PathTree.ALL + PRESENTATION -> presentsAll = true;
            case OWN_PRESENTATION -> {
                if (set.property(name).isPresent()) {
                    property(name, below);
                } else {
                    presentsItself = true;
                }
            }
            default -> {
                if (name.endsWith(PRESENTATION)) {
                    presented.add(find(name, name.substring(0, name.length() - PRESENTATION.length()))
                            .property()
                            .name());
                } else {
                    property(name, below);
                }
            }
        }
    }

    private void property(String name, PathTree below) {
        var found = find(name, name);
        boolean leadsOn = switch (found.property()) {
            case Property.Reference reference -> found.facet() == Facet.ITSELF;
            case Property.Composite composite -> found.facet() == Facet.ITSELF;
            case Property.Section section -> true;
            default -> false;
        };
        if (!leadsOn && !below.children().isEmpty()) {
            throw Refusals.unknownSegment(below.children().keySet().iterator().next(), Set.of());
        }
        named.computeIfAbsent(found.property().name(), one -> new EnumMap<>(Facet.class))
                .merge(found.facet(), below, PathTree::and);
    }

    private PropertyNames.Named find(String written, String name) {
        var found = PropertyNames.find(set, name)
                .orElseThrow(() -> Refusals.unknownSegment(written, PropertyNames.all(set)));
        if (isHidden(found.property())) {
            throw Refusals.hidden(written);
        }
        return found;
    }

    boolean isHidden(Property property) {
        return PropertyNames.shown(property).anyMatch(hidden::contains);
    }

    /** Whether this side of a property is shown; of a property of several types, one side brings the other. */
    boolean shows(Property property, Facet facet) {
        if (all || allButSections) {
            return all || !(property instanceof Property.Section);
        }
        var facets = named.getOrDefault(property.name(), Map.of());
        return property instanceof Property.Composite
                ? facets.containsKey(Facet.TYPE) || isWhole(facets.get(Facet.ITSELF))
                : facets.containsKey(facet);
    }

    private static boolean isWhole(PathTree tree) {
        return tree != null && tree.ends();
    }

    /** Whether what a navigation property leads to, or its address, is shown. */
    boolean leads(Property property) {
        return all
                || allButSections
                || named.getOrDefault(property.name(), Map.of()).containsKey(Facet.ITSELF);
    }

    /** What is said of what a property leads to; empty when all of it is shown. */
    Optional<PathTree> below(Property property) {
        if (all && property instanceof Property.Section) {
            return Optional.empty();
        }
        return Optional.ofNullable(named.getOrDefault(property.name(), Map.of()).get(Facet.ITSELF))
                .filter(tree -> !tree.ends() && !tree.children().isEmpty());
    }

    /** Whether a property's presentation was asked for by its name. */
    boolean presents(Property property) {
        return presented.contains(property.name());
    }

    /** Whether all presentations were asked for that there are. */
    boolean presentsAll() {
        return presentsAll;
    }

    boolean presentsItself() {
        return presentsItself;
    }
}
