package io.polyport.odata.model;

import io.polyport.kit.pattern.Wildcards;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A checked model: every name in it that refers to something does. Immutable. */
public final class Model {
    private final List<ModelObject> objects;
    private final Map<String, EntitySet> sets;
    private final Map<String, Enumeration> enumerations;
    private final List<Separator> separators;
    private final List<AccessRule> rules;
    private final List<String> publish;

    /** A model that is published whole. */
    public Model(
            List<ModelObject> objects,
            List<EntitySet> sets,
            List<Enumeration> enumerations,
            List<Separator> separators,
            List<AccessRule> rules) {
        this(objects, sets, enumerations, separators, rules, List.of("*"));
    }

    /** @param publish see {@link #publish()} */
    public Model(
            List<ModelObject> objects,
            List<EntitySet> sets,
            List<Enumeration> enumerations,
            List<Separator> separators,
            List<AccessRule> rules,
            List<String> publish) {
        this.objects = List.copyOf(objects);
        this.sets = new LinkedHashMap<>();
        sets.forEach(set -> this.sets.put(set.name(), set));
        this.enumerations = new LinkedHashMap<>();
        enumerations.forEach(one -> this.enumerations.put(one.name(), one));
        this.separators = List.copyOf(separators);
        this.rules = List.copyOf(rules);
        this.publish = List.copyOf(publish);
    }

    /**
     * The model as clients see it (OD-6): an object outside is in none of the lists. What refers to such an object stays: a
     * {@link Property.Reference} whose {@code target} is no set of this model shows {@code X_Key} and has no navigation
     * property; a composite still names the type. Presentations of such references are read with the whole model.
     *
     * @param patterns resource names of objects, with {@code *} for any characters; those of tabular sections and records
     *     come with their objects
     */
    public Model published(List<String> patterns) {
        return new Publication(this)
                .of(name -> patterns.stream().anyMatch(pattern -> Wildcards.STARS.matches(pattern, name)), patterns);
    }

    /**
     * The same for objects that are chosen in another way.
     *
     * @param objects whether an object, by its resource name, is in the part
     */
    public Model part(Predicate<String> objects) {
        return new Publication(this).of(objects, publish);
    }

    /** The resource name of the object that a set belongs to: tabular sections and records come with their objects. */
    public Optional<String> object(String set) {
        return set(set).map(one -> one.object().resource());
    }

    /** What is published unless an administrator chose otherwise: patterns as for {@link #published}. */
    public List<String> publish() {
        return publish;
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
