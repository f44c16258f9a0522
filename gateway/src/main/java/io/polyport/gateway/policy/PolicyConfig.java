package io.polyport.gateway.policy;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Doc;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The rules; what none of them allows is forbidden. */
public record PolicyConfig(
        @Doc("Rules; what several of them allow adds up.") List<Rule> rules) {
    public PolicyConfig {
        rules = List.copyOf(rules);
        var names = new HashSet<String>();
        for (var rule : rules) {
            if (!names.add(rule.name())) {
                throw new ConfigFault("rules", "must not have two rules with the name " + rule.name());
            }
        }
    }

    /** One rule: the scopes in the token decide alone. For the first start, where we make the token ourselves. */
    public static PolicyConfig byScopesAlone() {
        var everyone = new Who(List.of("*"), List.of(), List.of(), Map.of());
        var everything = new May(
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of(Access.READ, Access.WRITE, Access.COMMAND),
                List.of(),
                ScopeRule.CONTRACT);
        return new PolicyConfig(List.of(new Rule("scopes-alone", everyone, everything)));
    }
}
