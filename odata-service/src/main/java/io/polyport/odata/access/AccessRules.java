package io.polyport.odata.access;

import io.polyport.kit.pattern.Wildcards;
import io.polyport.odata.model.AccessRule;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.url.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The rules of a model, read once and held against its objects (OD-64). For any number of threads. */
public final class AccessRules {
    /** @param rows empty when the rule shows all rows */
    record Rule(AccessRule text, Optional<Expression> rows) {
        boolean isFor(Caller caller) {
            return text.scopes().contains("*") || text.scopes().stream().anyMatch(caller.scopes()::contains);
        }

        boolean isAbout(ModelObject object) {
            return text.objects().stream().anyMatch(pattern -> Wildcards.STARS.matches(pattern, object.resource()));
        }
    }

    private final List<Rule> rules;
    private final Map<String, List<Rule>> byObject = new ConcurrentHashMap<>();

    private AccessRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The rules of a whole model.
     *
     * @param conditions reads an expression that stands alone, as {@code UrlParser.condition} does
     * @throws IllegalArgumentException when a condition can't be read, or fits not all objects of its rule: its message has a
     *     line for each fault, with file, line and path
     */
    public static AccessRules of(Model whole, Function<String, Expression> conditions) {
        var read = new ArrayList<Rule>();
        var faults = new ArrayList<String>();
        for (var text : whole.rules()) {
            try {
                var rule = new Rule(
                        text, text.rows().isBlank() ? Optional.empty() : Optional.of(conditions.apply(text.rows())));
                read.add(rule);
                unfit(rule, whole).map(fault -> text.place() + ": " + fault).ifPresent(faults::add);
            } catch (ODataException unreadable) {
                faults.add(text.place() + ": can't be read: " + unreadable.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n  ", faults));
        }
        return new AccessRules(read);
    }

    /** Why the rule fits one of its objects not. */
    private static Optional<String> unfit(Rule rule, Model whole) {
        return rule.rows().stream()
                .flatMap(condition -> whole.sets().stream()
                        .filter(set -> hasRules(set) && rule.isAbout(set.object()))
                        .flatMap(set -> unfit(condition, set, whole).stream()))
                .findFirst();
    }

    /** Rows of sections belong to their objects, and record sets are made of records: the rules are asked of those. */
    private static boolean hasRules(EntitySet set) {
        return set.form() != EntitySet.Form.ROWS && set.form() != EntitySet.Form.RECORD_SETS;
    }

    private static Optional<String> unfit(Expression condition, EntitySet set, Model whole) {
        try {
            var bound =
                    BoundRule.of(condition, ClaimValues.samples(), set, whole, new AtomicInteger()::incrementAndGet);
            return bound.filter(one -> set.form() == EntitySet.Form.JOURNAL
                            && !one.tables().joins().isEmpty())
                    .map(one -> "leads through a reference, which a rule of the journal " + set.name()
                            + " can't; write it for the documents");
        } catch (ODataException unfit) {
            return Optional.of("does not fit " + set.name() + ": " + unfit.getMessage());
        }
    }

    /** The rules that name an object, for whomever they hold. */
    List<Rule> about(ModelObject object) {
        return byObject.computeIfAbsent(
                object.resource(),
                name -> rules.stream().filter(rule -> rule.isAbout(object)).toList());
    }
}
