package io.polyport.gateway.policy;

import io.polyport.kit.bus.Principal;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Doc;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whom a rule is for: every condition that is set must hold. */
public record Who(
        @Doc("Subjects; any of these patterns (* stands for anything).")
        List<String> subjects,

        @Doc("Scopes; the principal must hold all of them.") List<String> scopes,
        @Doc("Tenants; any of these patterns.") List<String> tenants,

        @Doc("Claims that must have exactly these values; numbers and booleans as they are written in JSON.")
        Map<String, String> claims) {
    public Who {
        subjects = List.copyOf(subjects);
        scopes = List.copyOf(scopes);
        tenants = List.copyOf(tenants);
        claims = Map.copyOf(claims);
        if (subjects.isEmpty() && scopes.isEmpty() && tenants.isEmpty() && claims.isEmpty()) {
            throw new ConfigFault("", "needs at least one condition; subjects: ['*'] means everyone");
        }
    }

    boolean includes(Principal principal) {
        return anyOf(subjects, principal.subject())
                && principal.scopes().containsAll(scopes)
                && anyOf(tenants, principal.tenant())
                && claims.entrySet().stream().allMatch(claim -> equal(principal, claim));
    }

    private static boolean anyOf(List<String> patterns, String value) {
        return patterns.isEmpty() || Glob.any(patterns, value);
    }

    /** Lists and objects equal nothing: a claim that holds a name among others is not that name. */
    private static boolean equal(Principal principal, Map.Entry<String, String> wanted) {
        var value = principal.claims().getValue(wanted.getKey());
        if (value == null) {
            return false;
        }
        return switch (value) {
            case String text -> text.equals(wanted.getValue());
            case Number number -> number.toString().equals(wanted.getValue());
            case Boolean flag -> Objects.equals(flag.toString(), wanted.getValue());
            default -> false;
        };
    }
}
