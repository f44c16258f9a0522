package io.polyport.odata.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A checked model: every name in it that refers to something does. Immutable. */
public final class Model {
    private final List<ModelObject> objects;
    private final Map<String, EntitySet> sets;
    private final Map<String, Enumeration> enumerations;
    private final List<Separator> separators;
    private final List<AccessRule> rules;

    public Model(
            List<ModelObject> objects,
            List<EntitySet> sets,
            List<Enumeration> enumerations,
            List<Separator> separators,
            List<AccessRule> rules) {
        this.objects = List.copyOf(objects);
        this.sets = new LinkedHashMap<>();
        sets.forEach(set -> this.sets.put(set.name(), set));
        this.enumerations = new LinkedHashMap<>();
        enumerations.forEach(one -> this.enumerations.put(one.name(), one));
        this.separators = List.copyOf(separators);
        this.rules = List.copyOf(rules);
    }

    public List<ModelObject> objects() {
        return objects;
    }

    /** Every set, tabular sections and records included, those of an object side by side. */
    public List<EntitySet> sets() {
        return List.copyOf(sets.values());
    }

    public Optional<EntitySet> set(String name) {
        return Optional.ofNullable(sets.get(name));
    }

    public List<Enumeration> enumerations() {
        return List.copyOf(enumerations.values());
    }

    public Optional<Enumeration> enumeration(String name) {
        return Optional.ofNullable(enumerations.get(name));
    }

    public List<Separator> separators() {
        return separators;
    }

    public List<AccessRule> rules() {
        return rules;
    }
}
