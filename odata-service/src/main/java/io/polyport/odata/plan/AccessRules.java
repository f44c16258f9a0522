package io.polyport.odata.plan;

import io.polyport.kit.pattern.Wildcards;
import io.polyport.odata.model.AccessRule;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.url.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The rules of a model, read once (OD-64). For any number of threads. */
final class AccessRules {
    /** @param rows empty when the rule shows all rows */
    record Rule(AccessRule text, Optional<Expression> rows) {
        boolean isFor(Caller caller) {
            return text.scopes().contains("*") || text.scopes().stream().anyMatch(caller.scopes()::contains);
        }
    }

    private final List<Rule> rules;
    private final Map<String, List<Rule>> byObject = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException when the condition of a rule can't be read */
    AccessRules(List<AccessRule> rules, Function<String, Expression> conditions) {
        this.rules = rules.stream().map(rule -> read(rule, conditions)).toList();
    }

    /** The rules that name an object, for whomever they hold. */
    List<Rule> about(ModelObject object) {
        return byObject.computeIfAbsent(
                object.resource(),
                name -> rules.stream().filter(rule -> names(rule.text(), name)).toList());
    }

    private static boolean names(AccessRule rule, String object) {
        return rule.objects().stream().anyMatch(pattern -> Wildcards.STARS.matches(pattern, object));
    }

    private static Rule read(AccessRule rule, Function<String, Expression> conditions) {
        try {
            return new Rule(
                    rule, rule.rows().isBlank() ? Optional.empty() : Optional.of(conditions.apply(rule.rows())));
        } catch (ODataException unreadable) {
            throw new IllegalArgumentException(
                    "the access rule for " + rule.objects() + " can't be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
