package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.AccessRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads who may see what (OD-64). Conditions are only kept; the planner understands them. */
final class AccessRules {
    private final Names names;
    private final Map<String, ObjectDraft> drafts;

    AccessRules(Names names, Map<String, ObjectDraft> drafts) {
        this.names = names;
        this.drafts = drafts;
    }

    AccessRule read(Entry entry) {
        entry.only("scopes", "objects", "rows", "hidden");
        var scopes = entry.texts("scopes");
        if (scopes.isEmpty()) {
            entry.fault("needs 'scopes': for which callers the rule holds, * for all");
        }
        var objects = entry.items("objects");
        if (objects.isEmpty()) {
            entry.fault("needs 'objects': resource names, or patterns with *");
        }
        var covered = objects.stream()
                .flatMap(one -> names.like(one, kind -> true).stream())
                .toList();
        var sets = covered.stream()
                .map(drafts::get)
                .filter(Objects::nonNull)
                .flatMap(draft -> draft.sets.stream())
                .toList();
        for (Entry hidden : entry.items("hidden")) {
            if (!sets.isEmpty()) {
                check(hidden, sets);
            }
        }
        return new AccessRule(
                Set.copyOf(scopes),
                objects.stream().map(Entry::text).toList(),
                entry.text("rows", ""),
                Set.copyOf(entry.texts("hidden")),
                entry.field("rows").orElse(entry).full());
    }

    private static void check(Entry hidden, List<SetDraft> sets) {
        String name = hidden.text();
        var showing = sets.stream().filter(set -> set.shown(name).isPresent()).toList();
        if (showing.isEmpty()) {
            var known = sets.stream()
                    .flatMap(set -> set.shownNames().stream())
                    .distinct()
                    .toList();
            hidden.fault("none of the rule's objects shows a property " + Faults.quote(name)
                    + Suggestion.among(known, name));
        }
        showing.stream()
                .filter(set -> set.isKey(set.shown(name).orElseThrow()))
                .findFirst()
                .ifPresent(set -> hidden.fault(Faults.quote(name) + " is a part of the key of " + set.name
                        + ", which stands in addresses and can't be hidden; write 'rows' for what must not be seen"));
    }
}
