package io.polyport.gateway.policy;

import io.polyport.kit.bus.Envelope;
import io.polyport.kit.bus.Principal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Decides by the configured rules (GW-15): what no rule allows is forbidden, what several allow adds up. */
public final class Policies {
    /** No connection's name holds a slash: what rules without any connection allow. */
    private static final List<String> NONE = List.of("/");

    private final List<Rule> rules;

    public Policies(PolicyConfig config) {
        this.rules = config.rules();
    }

    /** Whether this caller may do this, on which objects, or which right is missing. Touches nothing but its arguments. */
    public Decision decide(Principal principal, PolicyRequest request) {
        var covering = rules.stream()
                .filter(rule -> rule.may().covers(request) && rule.who().includes(principal))
                .toList();
        if (covering.isEmpty()) {
            return new Decision.Denied(PolicyProblems.missingRight(request));
        }
        var granting = covering.stream()
                .filter(rule -> hasScope(rule, principal, request))
                .toList();
        if (granting.isEmpty()) {
            return new Decision.Denied(
                    PolicyProblems.missingScope(request.requiredScope().orElseThrow()));
        }
        return new Decision.Allowed(objects(granting), connections(granting, request), grants(principal, request));
    }

    /** Rule by rule: connections of one never go with the objects or the access of another. */
    private List<Envelope.Grant> grants(Principal principal, PolicyRequest request) {
        var grants = new ArrayList<Envelope.Grant>();
        request.grants()
                .forEach((access, scope) -> rules.stream()
                        .filter(rule ->
                                rule.may().offers(request, access) && rule.who().includes(principal))
                        .filter(rule -> rule.may().scopes() == ScopeRule.NONE
                                || principal.scopes().contains(scope))
                        .forEach(rule -> grants.add(new Envelope.Grant(
                                access.name().toLowerCase(Locale.ROOT),
                                rule.may().connections(),
                                rule.may().objects()))));
        return grants;
    }

    private static boolean hasScope(Rule rule, Principal principal, PolicyRequest request) {
        return rule.may().scopes() == ScopeRule.NONE
                || request.requiredScope().isEmpty()
                || principal.scopes().contains(request.requiredScope().get());
    }

    /** Where the path names a connection it has been checked already; of an opened one only the service knows the name. */
    private static List<String> connections(List<Rule> granting, PolicyRequest request) {
        if (request.connectionName().isPresent() && !request.opened()) {
            return List.of();
        }
        var patterns = new LinkedHashSet<String>();
        granting.forEach(rule -> patterns.addAll(rule.may().connections()));
        if (patterns.isEmpty()) {
            return NONE;
        }
        return patterns.contains("*") ? List.of() : List.copyOf(patterns);
    }

    /** A rule without patterns is for all objects, and so is everything together with it. */
    private static List<String> objects(List<Rule> granting) {
        var patterns = new LinkedHashSet<String>();
        for (var rule : granting) {
            if (rule.may().objects().isEmpty()) {
                return List.of();
            }
            patterns.addAll(rule.may().objects());
        }
        return List.copyOf(patterns);
    }
}
