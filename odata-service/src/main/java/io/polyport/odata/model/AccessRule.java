package io.polyport.odata.model;

import java.util.List;
import java.util.Set;

/**
 * What callers may see of an object (OD-64). The rules of a caller's scopes add up; an object that no rule names is open to
 * all who may read it.
 *
 * @param scopes the rule holds for callers with one of these, {@code *} for all
 * @param objects resource names or patterns with {@code *}
 * @param rows a filter expression as in {@code $filter}, in which {@code claim('name')} is a claim of the caller; '' for all rows
 * @param hidden properties that the caller does not see and cannot filter or order by, with suffix as they are shown
 * @param place where the rule's condition, or the rule, stands: {@code model.yaml:12: access[1].rows}; for faults
 */
public record AccessRule(Set<String> scopes, List<String> objects, String rows, Set<String> hidden, String place) {
    public AccessRule {
        scopes = Set.copyOf(scopes);
        objects = List.copyOf(objects);
        hidden = Set.copyOf(hidden);
    }
}
