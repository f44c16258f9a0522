package io.polyport.odata.model.yaml;

import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Property;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is right in each object and wrong in the whole: names that mean two things, owners that own each other. */
final class Clashes {
    private final Collection<ObjectDraft> drafts;

    Clashes(Collection<ObjectDraft> drafts) {
        this.drafts = drafts;
    }

    void report() {
        setsAndTypes();
        tables();
        owners();
    }

    /** {@code Catalog_A_B} may be a catalog, or the section B of the catalog A. */
    private void setsAndTypes() {
        var seen = new HashMap<String, String>();
        for (ObjectDraft draft : drafts) {
            for (SetDraft set : draft.sets) {
                for (String name : List.of(set.name, set.name + "_RowType")) {
                    String earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), draft.resource());
                    if (earlier != null) {
                        draft.entry.fault("its set " + set.name + " clashes with a set or type of " + earlier
                                + "; rename one of them");
                    }
                }
            }
        }
    }

    private void tables() {
        var seen = new HashMap<String, String>();
        for (ObjectDraft draft : drafts) {
            for (SetDraft set : draft.sets) {
                String earlier = seen.putIfAbsent(set.table(), set.name);
                if (earlier != null && !set.name.equals(earlier) && !set.name.equals(earlier + "_RecordType")) {
                    draft.entry.fault("the sets " + earlier + " and " + set.name + " would both have the table "
                            + set.table() + "; rename one of them");
                }
            }
        }
    }

    private void owners() {
        Map<String, Set<String>> owners = new HashMap<>();
        for (ObjectDraft draft : drafts) {
            if (!draft.sets.isEmpty()) {
                draft.sets
                        .getFirst()
                        .property("Owner")
                        .ifPresent(owner -> owners.put(draft.resource(), targets(owner)));
            }
        }
        for (ObjectDraft draft : drafts) {
            if (reaches(draft.resource(), draft.resource(), owners, new HashSet<>())) {
                draft.entry.fault("owns itself, directly or through others");
            }
        }
    }

    private static Set<String> targets(Property owner) {
        return switch (owner) {
            case Property.Reference reference -> Set.of(reference.target());
            case Property.Composite composite ->
                composite.types().stream()
                        .map(type -> ((MemberType.Reference) type).set())
                        .collect(Collectors.toSet());
            default -> Set.of();
        };
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> owners, Set<String> seen) {
        for (String next : owners.getOrDefault(from, Set.of())) {
            if (next.equals(to) || (seen.add(next) && reaches(next, to, owners, seen))) {
                return true;
            }
        }
        return false;
    }
}
