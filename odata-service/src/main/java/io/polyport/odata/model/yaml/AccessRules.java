package io.polyport.odata.model.yaml;

import io.polyport.odata.model.AccessRule;
import io.polyport.odata.model.Property;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        var known = shown(covered);
        for (Entry hidden : entry.items("hidden")) {
            if (!covered.isEmpty() && !known.contains(hidden.text())) {
                hidden.fault("none of the rule's objects shows a property " + Faults.quote(hidden.text()));
            }
        }
        return new AccessRule(
                Set.copyOf(scopes),
                objects.stream().map(Entry::text).toList(),
                entry.text("rows", ""),
                Set.copyOf(entry.texts("hidden")));
    }

    private Set<String> shown(List<String> covered) {
        var shown = new HashSet<String>();
        for (String object : covered) {
            var draft = drafts.get(object);
            if (draft == null) {
                continue;
            }
            for (SetDraft set : draft.sets) {
                for (Property property : set.properties) {
                    shown.add(property.name());
                    shown.add(property.name() + "_Key");
                    shown.add(property.name() + "_Type");
                }
            }
        }
        return shown;
    }
}
