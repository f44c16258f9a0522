package io.polyport.kit.config;

import io.polyport.kit.config.Tree.Fields;
import io.polyport.kit.config.Tree.Items;
import io.polyport.kit.config.Tree.Nothing;
import io.polyport.kit.config.Tree.Place;
import io.polyport.kit.config.Tree.Scalar;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes typed values of a {@link Tree}. A value with a fault is null, and what holds it is not made. */
final class Binder {
    private final Faults faults;
    private final boolean partial;
    private final SecretReader secrets;

    /** @param partial a source could not be read: what is missing here may stand there */
    Binder(Faults faults, boolean partial) {
        this.faults = faults;
        this.partial = partial;
        this.secrets = new SecretReader(faults);
    }

    Object whole(Shape.RecordOf record, Tree tree) {
        return value(record, tree, KeyPath.ROOT);
    }

    private Object record(Shape.RecordOf record, Fields fields, KeyPath path) {
        unknownKeys(record, fields, path);
        var values = new Object[record.keys().size()];
        boolean complete = true;
        for (int i = 0; i < values.length; i++) {
            values[i] = key(record.keys().get(i), fields, path);
            complete &= values[i] != null;
        }
        return complete ? make(record, values, fields, path) : null;
    }

    private void unknownKeys(Shape.RecordOf record, Fields fields, KeyPath path) {
        var known = record.keys().stream().map(Shape.Key::name).toList();
        fields.fields().forEach((name, field) -> {
            if (!known.contains(name)) {
                faults.add(field.place(), path.key(name).text(), "unknown key" + Suggestion.among(known, name));
            }
        });
    }

    private Object key(Shape.Key key, Fields fields, KeyPath path) {
        var inner = path.key(key.name());
        var tree = fields.get(key.name());
        if (tree != null) {
            return value(key.shape(), tree, inner);
        }
        if (key.byDefault().isPresent()) {
            return value(key.shape(), byDefault(key, fields.place()), inner);
        }
        return switch (key.shape()) {
            case Shape.Leaf leaf -> missing(fields.place(), inner, leaf.name());
            case Shape.SecretLeaf secret -> missing(fields.place(), inner, "secret");
            case Shape.Maybe maybe -> Optional.empty();
            case Shape.ListOf list -> List.of();
            case Shape.MapOf map -> Map.of();
            case Shape.RecordOf record -> record(record, Fields.empty(fields.place()), inner);
        };
    }

    private Object missing(Place place, KeyPath path, String type) {
        var variable = path.variable().isEmpty() ? "" : " here or as " + path.variable();
        if (!partial) {
            faults.add(place, path.text(), "missing; set it (" + type + ")" + variable);
        }
        return null;
    }

    static Tree byDefault(Shape.Key key, Place place) {
        var text = key.byDefault().orElseThrow();
        if (key.shape() instanceof Shape.Leaf) {
            return new Scalar(place, text, false, null);
        }
        var faults = new Faults();
        var tree = YamlSource.parse("@Default of " + key.name(), text, 0, faults);
        faults.throwIfAny();
        return tree.orElseThrow();
    }

    private Object value(Shape shape, Tree tree, KeyPath path) {
        if (tree.overridden() != null && !(shape instanceof Shape.SecretLeaf)) {
            value(shape, tree.overridden(), path);
        }
        return switch (shape) {
            case Shape.Leaf leaf -> leaf(leaf, tree, path);
            case Shape.SecretLeaf secret -> secrets.read(tree, path);
            case Shape.Maybe maybe ->
                tree instanceof Nothing
                        ? Optional.empty()
                        : Optional.ofNullable(value(maybe.inner(), withoutHistory(tree), path))
                                .map(Optional::of)
                                .orElse(null);
            case Shape.ListOf list -> list(list, tree, path);
            case Shape.MapOf map -> map(map, tree, path);
            case Shape.RecordOf record ->
                switch (tree) {
                    case Fields fields -> record(record, fields, path);
                    case Nothing nothing -> record(record, Fields.empty(nothing.place()), path);
                    case Scalar s -> wrongKind(tree, path, "keys under it");
                    case Items i -> wrongKind(tree, path, "keys under it");
                };
        };
    }

    /** The overridden value was checked by the caller, under the same path. */
    private static Tree withoutHistory(Tree tree) {
        return switch (tree) {
            case Scalar s -> new Scalar(s.place(), s.text(), s.given(), null);
            case Items i -> new Items(i.place(), i.items(), null);
            case Fields f -> new Fields(f.place(), f.fields(), null);
            case Nothing n -> n;
        };
    }

    private Object leaf(Shape.Leaf leaf, Tree tree, KeyPath path) {
        if (!(tree instanceof Scalar scalar)) {
            return wrongKind(tree, path, leaf.name());
        }
        try {
            return leaf.parse().apply(scalar.text());
        } catch (IllegalArgumentException e) {
            faults.add(scalar.place(), path.text(), Faults.quote(scalar.text()) + " " + e.getMessage());
            return null;
        }
    }

    private Object wrongKind(Tree tree, KeyPath path, String needed) {
        var got = switch (tree) {
            case Nothing n -> "no value; leave the key out for its default";
            case Scalar s -> "a single value";
            case Items i -> "a list";
            case Fields f -> "keys";
        };
        faults.add(tree.place(), path.text(), "needs " + needed + ", but has " + got);
        return null;
    }

    private Object list(Shape.ListOf list, Tree tree, KeyPath path) {
        if (tree instanceof Nothing) {
            return List.of();
        }
        if (!(tree instanceof Items items)) {
            return wrongKind(tree, path, "a list");
        }
        var values = new ArrayList<Object>();
        int before = faults.count();
        for (int i = 0; i < items.items().size(); i++) {
            values.add(value(list.item(), items.items().get(i), path.item(i)));
        }
        return faults.count() > before ? null : Collections.unmodifiableList(values);
    }

    private Object map(Shape.MapOf map, Tree tree, KeyPath path) {
        if (tree instanceof Nothing) {
            return Map.of();
        }
        if (!(tree instanceof Fields fields)) {
            return wrongKind(tree, path, "keys under it");
        }
        var values = new LinkedHashMap<String, Object>();
        int before = faults.count();
        fields.fields().forEach((name, field) -> values.put(name, value(map.value(), field.value(), path.key(name))));
        return faults.count() > before ? null : Collections.unmodifiableMap(values);
    }

    private Object make(Shape.RecordOf record, Object[] values, Fields fields, KeyPath path) {
        try {
            return record.make(values);
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case ConfigFault fault -> fault.entries().forEach(entry -> broken(entry, record, fields, path));
                case IllegalArgumentException rule -> faults.add(fields.place(), path.text(), rule.getMessage());
                case Error error -> throw error;
                default -> throw new IllegalStateException("a rule of " + path.text() + " failed", e.getCause());
            }
            return null;
        }
    }

    /** A rule of the record names a key seen from itself: find where that stands and what it holds. */
    private void broken(ConfigFault.Entry entry, Shape.RecordOf record, Fields fields, KeyPath path) {
        Shape shape = record;
        Tree tree = fields;
        var place = fields.place();
        var at = path;
        Optional<Shape.Key> last = Optional.empty();
        for (var name : entry.key().isEmpty() ? new String[0] : entry.key().split("\\.")) {
            at = at.key(name);
            last = shape instanceof Shape.RecordOf inner ? inner.key(name) : Optional.empty();
            shape = shape == null ? null : Tree.inner(shape, name);
            tree = tree instanceof Fields inner ? inner.get(name) : null;
            place = tree == null ? place : tree.place();
        }
        var value = "";
        if (shape instanceof Shape.Leaf || (shape instanceof Shape.Maybe m && m.inner() instanceof Shape.Leaf)) {
            value = tree instanceof Scalar scalar
                    ? Faults.quote(scalar.text()) + " "
                    : last.flatMap(Shape.Key::byDefault)
                            .map(text -> "(by default " + Faults.quote(text) + ") ")
                            .orElse("");
        }
        faults.add(place, at.text(), value + entry.rule());
    }
}
