package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import io.polyport.kit.pattern.Wildcards;
import io.polyport.odata.model.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Everything that the files declare, by name, before any of it is read: what references are held against. */
final class Names {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]{0,79}");

    /** An object's declaration, not read yet. */
    record Declared(ObjectKind kind, String name, Entry entry) {
        String resource() {
            return kind.prefix() + "_" + name;
        }
    }

    private final Map<String, Declared> objects = new LinkedHashMap<>();
    private final Map<String, Entry> enumerations = new LinkedHashMap<>();
    /** Where each stands, by full name in lower case. */
    private final Map<String, Entry> places = new HashMap<>();

    /** Reports a name that 1C:Enterprise would not accept. */
    static boolean isIdentifier(String name, Entry where) {
        if (IDENTIFIER.matcher(name).matches()) {
            return true;
        }
        where.fault("a name is a letter or _, followed by letters, digits and _, 80 characters at most");
        return false;
    }

    void object(ObjectKind kind, String name, Entry entry) {
        if (isIdentifier(name, entry)) {
            var declared = new Declared(kind, name, entry);
            once(objects, declared.resource(), declared.resource(), declared, entry);
        }
    }

    void enumeration(String name, Entry entry) {
        if (isIdentifier(name, entry)) {
            once(enumerations, name, "Enum." + name, entry, entry);
        }
    }

    /** 1C's names differ by more than the case of letters. */
    private <T> void once(Map<String, T> all, String name, String full, T value, Entry entry) {
        var earlier = places.putIfAbsent(full.toLowerCase(Locale.ROOT), entry);
        if (earlier == null) {
            all.put(name, value);
        } else {
            entry.fault("is declared twice; already in " + earlier.place());
        }
    }

    /** In the order of {@link Kinds}, then of the files. */
    List<Declared> objects() {
        var ordered = new ArrayList<Declared>(objects.size());
        for (ObjectKind kind : Kinds.BY_KEY.values()) {
            objects.values().stream().filter(one -> one.kind() == kind).forEach(ordered::add);
        }
        return ordered;
    }

    List<Declared> objects(ObjectKind kind) {
        return objects.values().stream().filter(one -> one.kind() == kind).toList();
    }

    Map<String, Entry> enumerations() {
        return enumerations;
    }

    Optional<Declared> find(String resource) {
        return Optional.ofNullable(objects.get(resource));
    }

    /** The object of this resource name if it is of the right kinds; reports it otherwise. */
    Optional<Declared> need(String resource, Entry where, String what, Predicate<ObjectKind> kinds) {
        var found = find(resource);
        if (found.isEmpty()) {
            where.fault("there is no object " + Faults.quote(resource) + suggestion(resource));
        } else if (!kinds.test(found.get().kind())) {
            where.fault(Faults.quote(resource) + " is no " + what);
            return Optional.empty();
        }
        return found;
    }

    String suggestion(String resource) {
        return Suggestion.among(objects.keySet(), resource);
    }

    /** Resource names that fit a pattern with stars; a name without stars is itself. Reports a pattern that fits nothing. */
    List<String> like(Entry where, Predicate<ObjectKind> kinds) {
        String pattern = where.text();
        if (pattern.isEmpty()) {
            return List.of();
        }
        if (pattern.indexOf('*') < 0
                && objects.containsKey(pattern)
                && kinds.test(objects.get(pattern).kind())) {
            return List.of(pattern);
        }
        var fitting = objects.values().stream()
                .filter(one -> kinds.test(one.kind()) && Wildcards.STARS.matches(pattern, one.resource()))
                .map(Declared::resource)
                .toList();
        if (fitting.isEmpty()) {
            where.fault("there is no object " + Faults.quote(pattern) + " that can stand here" + suggestion(pattern));
        }
        return fitting;
    }
}
