package io.polyport.kit.config;

import io.polyport.kit.config.Tree.Field;
import io.polyport.kit.config.Tree.Fields;
import io.polyport.kit.config.Tree.Items;
import io.polyport.kit.config.Tree.Nothing;
import io.polyport.kit.config.Tree.Place;
import io.polyport.kit.config.Tree.Scalar;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Lays environment variables over what the files said. It walks the keys and asks for each one's variable, never the
 * other way round, so a dash and a dot cannot be mistaken for each other.
 */
final class Environment {
    private final Map<String, String> variables;
    private final Faults faults;
    private final Map<String, String> used = new HashMap<>();

    Environment(Map<String, String> variables, Faults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** @param tree what the files said about this key, null for nothing; given back unchanged when no variable is set */
    Tree over(Shape shape, Tree tree, KeyPath path) {
        return switch (shape) {
            case Shape.Leaf leaf -> scalar(tree, path);
            case Shape.SecretLeaf secret -> secret(tree, path);
            case Shape.Maybe maybe -> over(maybe.inner(), tree, path);
            case Shape.ListOf list -> list(list, tree, path);
            case Shape.MapOf map -> map(map, tree, path);
            case Shape.RecordOf record -> record(record, tree, path);
        };
    }

    private Tree scalar(Tree tree, KeyPath path) {
        var text = ask(path.variable(), path);
        return text == null ? tree : new Scalar(Place.environment(path.variable()), text, true, tree);
    }

    private Tree secret(Tree tree, KeyPath path) {
        var file = path.key("file");
        var text = ask(file.variable(), file);
        if (text == null) {
            return scalar(tree, path);
        }
        var place = Place.environment(file.variable());
        if (ask(path.variable(), path) != null) {
            faults.add(place, path.text(), path.variable() + " is set too; set only one of them");
        }
        return new Fields(place, Map.of("file", new Field(place, new Scalar(place, text, true, null))), tree);
    }

    /** A list of plain values is one variable with commas; other lists stand in files only. */
    private Tree list(Shape.ListOf list, Tree tree, KeyPath path) {
        var text = ask(path.variable(), path);
        if (text == null) {
            return tree;
        }
        var place = Place.environment(path.variable());
        if (!(list.item() instanceof Shape.Leaf)) {
            faults.add(place, path.text(), "this list can only be set in a file");
            return tree;
        }
        var items = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .<Tree>map(part -> new Scalar(place, part, true, null))
                .toList();
        return new Items(place, items, tree);
    }

    private Tree map(Shape.MapOf map, Tree tree, KeyPath path) {
        if (!(tree instanceof Fields fields)) {
            return tree;
        }
        var result = fields;
        for (var name : fields.fields().keySet()) {
            result = replace(result, name, over(map.value(), fields.get(name), path.key(name)));
        }
        return result;
    }

    private Tree record(Shape.RecordOf record, Tree tree, KeyPath path) {
        if (tree != null && !(tree instanceof Fields) && !(tree instanceof Nothing)) {
            return tree;
        }
        var fields = tree instanceof Fields given ? given : null;
        for (var key : record.keys()) {
            var before = fields == null ? null : fields.get(key.name());
            var after = over(key.shape(), before, path.key(key.name()));
            if (after != before) {
                fields = replace(fields == null ? Fields.empty(after.place()) : fields, key.name(), after);
            }
        }
        return fields == null ? tree : fields;
    }

    private static Fields replace(Fields fields, String name, Tree value) {
        return fields.get(name) == value ? fields : fields.with(name, value);
    }

    private String ask(String variable, KeyPath path) {
        var text = variables.get(variable);
        if (text != null) {
            var other = used.putIfAbsent(variable, path.text());
            if (other != null && !other.equals(path.text())) {
                faults.add(
                        Place.environment(variable),
                        path.text(),
                        "the variable could also mean " + other + "; rename one of the two in the file");
            }
        }
        return text;
    }
}
