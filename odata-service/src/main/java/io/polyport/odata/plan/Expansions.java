package io.polyport.odata.plan;

import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.expression.PropertyNames.Facet;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which navigation properties of one set are expanded, and what in their objects is (OD-28). */
final class Expansions {
    private final Model model;
    private final EntitySet set;
    private final Picks picks;
    private final Map<String, PathTree> expanded = new HashMap<>();

    Expansions(Model model, EntitySet set, Picks picks, PathTree expand) {
        this.model = model;
        this.set = set;
        this.picks = picks;
        expand.children().forEach(this::add);
    }

    /** What of the object is expanded in its turn; empty when the property is not expanded at all. */
    Optional<PathTree> of(Property property) {
        return Optional.ofNullable(expanded.get(property.name()));
    }

    /** The kinds of objects that a property of several types can lead to and that are published. */
    static List<EntitySet> targets(Property.Composite property, Model model) {
        return property.types().stream()
                .filter(MemberType.Reference.class::isInstance)
                .flatMap(type -> model.set(((MemberType.Reference) type).set()).stream())
                .toList();
    }

    private void add(String name, PathTree below) {
        if (name.equals(PathTree.ALL)) {
            set.properties().stream()
                    .filter(property -> property instanceof Property.Reference reference
                            && model.set(reference.target()).isPresent()
                            && !picks.isHidden(property))
                    .forEach(property -> expanded.merge(property.name(), below, PathTree::and));
            return;
        }
        var found =
                PropertyNames.find(set, name).orElseThrow(() -> Refusals.unknownSegment(name, PropertyNames.all(set)));
        if (picks.isHidden(found.property())) {
            throw Refusals.hidden(name);
        }
        check(name, found, below);
        expanded.merge(found.property().name(), below, PathTree::and);
    }

    private void check(String name, PropertyNames.Named found, PathTree below) {
        switch (found.property()) {
            case Property.Reference reference
            when found.facet() == Facet.ITSELF -> {
                if (model.set(reference.target()).isEmpty()) {
                    throw Refusals.unknownSegment(name, List.of());
                }
            }
            case Property.Composite composite when found.facet() == Facet.ITSELF -> check(composite, below);
            case Property.Section section -> throw unsupported(name);
            case Property.Storage storage -> throw unsupported(name);
            default ->
                throw Refusals.option(
                        "$expand: " + name + " не ведёт к объекту; укажите навигационное свойство",
                        "$expand: " + name + " leads to no object; name a navigation property");
        }
    }

    private void check(Property.Composite composite, PathTree below) {
        var targets = targets(composite, model).stream().map(EntitySet::name).toList();
        if (targets.isEmpty()) {
            throw Refusals.option(
                    "$expand: " + composite.name() + " не может содержать ссылок",
                    "$expand: no value of " + composite.name() + " is a reference");
        }
        for (var type : below.children().keySet()) {
            if (type.equals(PathTree.ALL)) {
                throw Refusals.notSupported(
                        "$expand: " + composite.name() + " составного типа, перед * укажите тип: " + composite.name()
                                + "/" + targets.getFirst() + "/*",
                        "$expand: " + composite.name() + " has several types; write one before the *: "
                                + composite.name() + "/" + targets.getFirst() + "/*");
            }
            if (!targets.contains(type)) {
                throw Refusals.option(
                        "$expand: " + composite.name() + " не ссылается на " + type + "; возможные типы: "
                                + String.join(", ", targets),
                        "$expand: " + composite.name() + " never refers to " + type + "; it may refer to "
                                + String.join(", ", targets));
            }
        }
    }

    private static RuntimeException unsupported(String name) {
        return Refusals.notSupported(
                "$expand: расширение табличных частей, наборов записей и хранилищ значений не поддерживается: " + name,
                "$expand: tabular sections, record sets and value storages can't be expanded: " + name);
    }
}
