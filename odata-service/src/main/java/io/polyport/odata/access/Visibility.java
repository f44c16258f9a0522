package io.polyport.odata.access;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.RelationGuard;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * What one caller may see: the values of the separators, and the access rules of the scopes (GW-8, OD-29, OD-64). Not for
 * several threads.
 */
public final class Visibility implements RelationGuard {
    private final Model whole;
    private final AccessRules rules;
    private final Caller caller;
    private final int mostJoins;
    private final Map<String, Set<String>> hidden = new HashMap<>();

    public Visibility(Model whole, AccessRules rules, Caller caller, int mostJoins) {
        this.mostJoins = mostJoins;
        this.whole = whole;
        this.rules = rules;
        this.caller = caller;
    }

    /** Rows of sections are looked into from objects that may be seen, so that their owner's rules are not asked again. */
    @Override
    public Condition of(Source source, IntSupplier numbers) {
        var conditions = separation(source);
        if (source.relation().set().form() != EntitySet.Form.ROWS) {
            rows(source, numbers).ifPresent(conditions::add);
        }
        return conditions.isEmpty() ? new Condition.Always(true) : Condition.all(conditions);
    }

    /**
     * Which rows of a table are of the caller's part of the data.
     *
     * @throws IllegalStateException when the caller has no value for a separator: nobody may see all parts
     */
    public List<Condition> separation(Source source) {
        var conditions = new ArrayList<Condition>();
        for (var separator : whole.separators()) {
            String value = caller.separation().get(separator.name());
            if (value == null) {
                throw new IllegalStateException("the call has no value for the separator " + separator.name());
            }
            var constant = SeparatorValue.of(separator, value);
            conditions.add(PropertyTerms.equal(new Term.Of(source, separator.column(), constant.type()), constant));
        }
        return conditions;
    }

    /** Which rows the caller's rules show; empty when they show all. */
    public Optional<Condition> rows(Source source, IntSupplier numbers) {
        var set = source.relation().set();
        var about = rules.about(set.object());
        if (about.isEmpty()) {
            return Optional.empty();
        }
        var own = about.stream().filter(rule -> rule.isFor(caller)).toList();
        if (own.stream().anyMatch(rule -> rule.rows().isEmpty())) {
            return Optional.empty();
        }
        if (own.isEmpty()) {
            return Optional.of(new Condition.Always(false));
        }
        if (set.form() == EntitySet.Form.ROWS) {
            return Optional.of(ownersSeen(set, source, numbers));
        }
        var shown = own.stream()
                .map(rule -> bound(rule.rows().orElseThrow(), set, source, numbers))
                .toList();
        return Optional.of(shown.size() == 1 ? shown.getFirst() : new Condition.Any(shown));
    }

    private Condition ownersSeen(EntitySet rows, Source source, IntSupplier numbers) {
        var owner = whole.set(rows.owner().orElseThrow()).orElseThrow();
        var owners = unruled(owner, numbers);
        var where = new ArrayList<>(
                PropertyTerms.equal(Keys.owner(rows, owner, owners.root()), Keys.ownerNamedBy(rows, source)));
        where.addAll(separation(owners.root()));
        rows(owners.root(), numbers).ifPresent(where::add);
        return new Condition.Exists(owners, Condition.all(where));
    }

    private Tables unruled(EntitySet set, IntSupplier numbers) {
        return new Tables(new Relation.Stored(set), numbers, onlyOwnPart());
    }

    /** Rules see everything but other parts of the data. */
    private RelationGuard onlyOwnPart() {
        return new RelationGuard() {
            @Override
            public Condition of(Source source, IntSupplier ignored) {
                var conditions = separation(source);
                return conditions.isEmpty() ? new Condition.Always(true) : Condition.all(conditions);
            }

            @Override
            public Set<String> hidden(EntitySet ignored) {
                return Set.of();
            }
        };
    }

    /** A rule that needs other tables looks at its row a second time, as what it says must be of one source alone. */
    private Condition bound(Expression rule, EntitySet set, Source source, IntSupplier numbers) {
        try {
            var bound = BoundRule.of(rule, ClaimValues.of(caller.claims()), set, whole, numbers, onlyOwnPart());
            if (bound.isEmpty()) {
                return new Condition.Always(false);
            }
            var tables = bound.get().tables();
            if (tables.joins().isEmpty()) {
                return Binder.condition(bound.get().expression(), new Scope(whole, tables, source));
            }
            var where =
                    new ArrayList<>(PropertyTerms.equal(Keys.identity(set, tables.root()), Keys.identity(set, source)));
            where.addAll(separation(tables.root()));
            where.add(bound.get().condition());
            return new Condition.Exists(tables, Condition.all(where));
        } catch (ODataException unusableClaim) {
            // The rule was held against the set when the model was read, so that it is the claim's value that does not
            // fit.
            return new Condition.Always(false);
        }
    }

    /**
     * The properties that the caller may not see, under all their names. One that a rule hides is seen when another rule of
     * the caller's does not hide it and shows all rows: only then is there no row that it is hidden in.
     */
    @Override
    public Set<String> hidden(EntitySet set) {
        Set<String> known = hidden.get(set.name());
        if (known == null) {
            known = namesHiddenIn(set);
            hidden.put(set.name(), known);
        }
        return known;
    }

    private Set<String> namesHiddenIn(EntitySet set) {
        var own = own(set);
        var filledByHidden = set.form() == EntitySet.Form.JOURNAL ? filledByHidden(set) : Set.<String>of();
        return set.properties().stream()
                .filter(property -> filledByHidden.contains(property.name()) || isHidden(property, set, own))
                .flatMap(PropertyNames::shown)
                .collect(Collectors.toSet());
    }

    @Override
    public int mostJoins() {
        return mostJoins;
    }

    /**
     * Refuses an object whose rules are all for others.
     *
     * @throws ODataException with code 20
     */
    public void requireRight(EntitySet set) {
        if (!rules.about(set.object()).isEmpty() && own(set).isEmpty()) {
            throw Refusals.noRight(set.name());
        }
    }

    private List<AccessRules.Rule> own(EntitySet set) {
        return rules.about(set.object()).stream()
                .filter(rule -> rule.isFor(caller))
                .toList();
    }

    private static boolean isHidden(Property property, EntitySet set, List<AccessRules.Rule> own) {
        return own.stream().anyMatch(rule -> hides(rule, property, set))
                && own.stream().noneMatch(rule -> rule.rows().isEmpty() && !hides(rule, property, set));
    }

    /** Rules may name a property with or without its suffix. */
    private static boolean hides(AccessRules.Rule rule, Property property, EntitySet set) {
        return rule.text().hidden().stream()
                .anyMatch(name -> PropertyNames.find(set, name)
                        .filter(named -> named.property().equals(property))
                        .isPresent());
    }

    /** A column of a journal is as secret as the most secret property of a document that fills it. */
    private Set<String> filledByHidden(EntitySet journal) {
        var columns = new HashSet<String>();
        for (var document : journal.object().journal().orElseThrow().documents()) {
            var names = hidden(whole.set(document.set()).orElseThrow());
            int own = 0;
            for (var column : journal.properties()) {
                boolean standard = column.head().role() == Property.Role.STANDARD;
                if (names.contains(standard ? column.name() : document.columns().get(own++))) {
                    columns.add(column.name());
                }
            }
        }
        return columns;
    }
}
