package io.polyport.kit.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configuration as it was written, before it has types: each piece knows where it stands. */
sealed interface Tree {
    /** Where something was written; {@code rank} and {@code line} order the report. */
    record Place(String source, int line, int rank) {
        static Place environment(String name) {
            return new Place("environment " + name, 0, 1_000_000);
        }

        String text() {
            return line > 0 ? source + ":" + line : source;
        }
    }

    Place place();

    /** One value. {@code given} is false for a default; {@code overridden} is what an earlier source said, or null. */
    record Scalar(Place place, String text, boolean given, Tree overridden) implements Tree {}

    /** A key without a value, or {@code null}. */
    record Nothing(Place place, Tree overridden) implements Tree {}

    record Items(Place place, List<Tree> items, Tree overridden) implements Tree {}

    record Fields(Place place, Map<String, Field> fields, Tree overridden) implements Tree {
        static Fields empty(Place place) {
            return new Fields(place, Map.of(), null);
        }

        Tree get(String key) {
            var field = fields.get(key);
            return field == null ? null : field.value();
        }

        Fields with(String key, Tree value) {
            var more = new LinkedHashMap<>(fields);
            more.merge(key, new Field(value.place(), value), (old, late) -> new Field(old.place(), late.value()));
            return new Fields(place, more, overridden);
        }
    }

    /** @param place where the key stands */
    record Field(Place place, Tree value) {}

    /** What an earlier source said about the same key and this one replaces; still checked for faults. */
    Tree overridden();

    /** The same, remembering what it replaces. */
    private static Tree over(Tree late, Tree early) {
        return switch (late) {
            case Scalar s -> new Scalar(s.place(), s.text(), s.given(), early);
            case Nothing n -> new Nothing(n.place(), early);
            case Items i -> new Items(i.place(), i.items(), early);
            case Fields f -> new Fields(f.place(), f.fields(), early);
        };
    }

    /**
     * Later over earlier: maps are united key by key, everything else, and a secret always, is replaced.
     *
     * @param shape what the keys mean, null where a key is unknown
     */
    static Tree merge(Shape shape, Tree early, Tree late) {
        if (early == null) {
            return late;
        }
        if (shape instanceof Shape.Maybe maybe) {
            return merge(maybe.inner(), early, late);
        }
        if (shape instanceof Shape.SecretLeaf || !(early instanceof Fields old) || !(late instanceof Fields young)) {
            return over(late, early);
        }
        var united = new LinkedHashMap<>(old.fields());
        young.fields()
                .forEach((key, field) -> united.merge(
                        key, field, (a, b) -> new Field(b.place(), merge(inner(shape, key), a.value(), b.value()))));
        return new Fields(young.place(), united, old.overridden());
    }

    static Shape inner(Shape shape, String key) {
        return switch (shape) {
            case Shape.MapOf map -> map.value();
            case Shape.RecordOf record -> record.key(key).map(Shape.Key::shape).orElse(null);
            case null -> null;
            case Shape.Leaf l -> null;
            case Shape.SecretLeaf s -> null;
            case Shape.Maybe m -> inner(m.inner(), key);
            case Shape.ListOf l -> null;
        };
    }
}
