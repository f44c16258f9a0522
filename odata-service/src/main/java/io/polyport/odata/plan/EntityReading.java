package io.polyport.odata.plan;

import io.polyport.odata.expression.Keys;
import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.expression.PropertyNames.Facet;
import io.polyport.odata.expression.PropertyTerms;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.QueryOptions;
import io.polyport.odata.url.Resource;
import io.polyport.odata.url.Resource.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one entity, or what stands behind it in the path (OD-11 to OD-14, OD-16). For one request. */
final class EntityReading {
    private final Request request;
    private final QueryOptions options;
    private final Origin origin;
    private final List<Condition> key;
    private final List<Condition> where;
    private Source at;

    /** @param key empty for the one value of a constant */
    EntityReading(Request request, QueryOptions options, EntitySet set, Optional<Resource.Key> key) {
        this.request = request;
        this.options = options;
        this.origin = new Origins(request, false).of(set);
        this.at = origin.root();
        this.key = key.map(one -> KeyReader.condition(one, set, at)).stream().toList();
        this.where = new ArrayList<>(origin.where());
        where.addAll(this.key);
    }

    Plan plan(List<Step> steps) {
        var left = new ArrayList<>(steps);
        while (!left.isEmpty()) {
            var step = left.removeFirst();
            switch (step) {
                case Step.Name(String name) -> {
                    var plan = name(name, left);
                    if (plan.isPresent()) {
                        return plan.get();
                    }
                }
                case Step.Links(String navigation) -> {
                    return links(navigation, left);
                }
                case Step.Call call -> throw BoundFunctions.notOfEntity(call.function());
                case Step.Count count ->
                    throw url("$count считает набор, а не сущность", "$count counts a set, this is one entity");
                case Step.Value value ->
                    throw url("$value пишется после имени свойства", "$value stands behind the name of a property");
            }
        }
        Options.requireSingle(options);
        return new Plan.One(reading(Listing.select(options)));
    }

    /** Empty when the name leads on to another entity. */
    private Optional<Plan> name(String name, List<Step> left) {
        var found = find(name);
        if (name.endsWith(Picks.PRESENTATION)) {
            return Optional.of(value(name, left));
        }
        return switch (found.property()) {
            case Property.Reference reference
            when found.facet() == Facet.ITSELF -> {
                go(reference, name);
                yield Optional.empty();
            }
            case Property.Composite composite
            when found.facet() == Facet.ITSELF && goes(composite, left) -> Optional.empty();
            case Property.Section section -> Optional.of(section(section, left));
            case Property.Storage storage when found.facet() == Facet.ITSELF -> Optional.of(stream(storage, left));
            default -> Optional.of(value(name, left));
        };
    }

    private PropertyNames.Named find(String name) {
        var set = at.relation().set();
        String property = name.endsWith(Picks.PRESENTATION)
                ? name.substring(0, name.length() - Picks.PRESENTATION.length())
                : name;
        var found = PropertyNames.find(set, property).orElseThrow(() -> unknown(name, set));
        if (PropertyNames.shown(found.property()).anyMatch(request.visibility().hidden(set)::contains)) {
            throw Refusals.hidden(name);
        }
        return found;
    }

    private static ODataException unknown(String name, EntitySet set) {
        return BoundFunctions.isKnown(name)
                ? BoundFunctions.notOfEntity(name)
                : Refusals.unknownSegment(name, PropertyNames.all(set));
    }

    private void go(Property.Reference reference, String name) {
        if (request.model().set(reference.target()).isEmpty()) {
            throw Refusals.unknownSegment(name, List.of());
        }
        arrive(origin.tables().reach(at, reference, request.model()));
    }

    /** Through a property of several types a path goes only with the type behind it, as in {@code $expand}. */
    private boolean goes(Property.Composite composite, List<Step> left) {
        if (left.isEmpty() || !(left.getFirst() instanceof Step.Name(String type))) {
            return false;
        }
        var target = Expansions.targets(composite, request.model()).stream()
                .filter(set -> set.name().equals(type))
                .findFirst()
                .orElseThrow(() -> Refusals.unknownSegment(
                        type,
                        Expansions.targets(composite, request.model()).stream()
                                .map(EntitySet::name)
                                .toList()));
        left.removeFirst();
        arrive(origin.tables().reach(at, composite, target.name(), request.model()));
        return true;
    }

    private void arrive(Source object) {
        at = object;
        where.add(new Condition.Not(new Condition.Missing(
                Keys.terms(object.relation().set(), object).getFirst())));
    }

    private Plan section(Property.Section section, List<Step> left) {
        var rows = request.set(section.set());
        boolean ofObject = rows.form() == EntitySet.Form.ROWS;
        boolean allowedOnly = options.allowedOnly().orElse(false);
        var origins = new Origins(request, allowedOnly);
        var of = ofObject ? origins.unruled(rows) : origins.of(rows);
        var conditions = new ArrayList<>(of.where());
        var named = Keys.ownerNamedBy(rows, of.root());
        var owner = Keys.owner(rows, at.relation().set(), at);
        // The key's own values say to the database where the rows are; that there is such an entity is asked besides.
        conditions.addAll(values(owner, named));
        var belong = new ArrayList<>(where);
        belong.addAll(PropertyTerms.equal(owner, named));
        // Rows of a section have no rules of their own: who may not see the entity that the path begins at sees none of
        // them.
        var unseen = origin.unseen().filter(rules -> ofObject);
        unseen.ifPresent(rules -> belong.add(new Condition.Not(rules)));
        conditions.add(new Condition.Exists(Uses.of(origin.tables(), List.of(), belong), Condition.all(belong)));
        Options.requireRowsWithoutExpand(options);
        var refused = unseen.filter(rules -> !allowedOnly).map(this::forbidden);
        var listing = new Listing(request, options, new Origin(of.tables(), conditions, of.unseen()), refused);
        if (left.size() == 1 && left.getFirst() instanceof Step.Count) {
            return listing.count();
        }
        requireEnd(left);
        return new Plan.Entities(listing.reading(Shape.Style.ENTITY));
    }

    private List<Condition> values(List<Term> owner, List<Term> named) {
        var conditions = new ArrayList<Condition>();
        var flat = key.stream()
                .flatMap(one -> one instanceof Condition.All(List<Condition> of)
                        ? of.stream()
                        : java.util.stream.Stream.of(one))
                .toList();
        for (var one : flat) {
            if (one instanceof Condition.Comparison(var comparator, Term left, Term.Constant value)
                    && owner.contains(left)) {
                conditions.add(new Condition.Comparison(comparator, named.get(owner.indexOf(left)), value));
            }
        }
        return conditions;
    }

    private Plan stream(Property.Storage storage, List<Step> left) {
        if (left.size() == 1 && left.getFirst() instanceof Step.Value) {
            left.removeFirst();
        }
        requireEnd(left);
        Options.requireSingle(options);
        var reading = reading(Optional.of(
                PathTree.of(List.of(List.of(storage.name() + "_Type"), List.of(storage.name() + "_Base64Data")))));
        var type = (Field.Value) reading.fields().getFirst();
        var bytes = (Field.Value) reading.fields().getLast();
        return new Plan.Stream(reading, type.column(), bytes.column());
    }

    private Plan value(String name, List<Step> left) {
        boolean raw = left.size() == 1 && left.getFirst() instanceof Step.Value;
        if (raw) {
            left.removeFirst();
        }
        requireEnd(left);
        Options.requireSingle(options);
        return new Plan.PropertyValue(reading(Optional.of(PathTree.of(List.of(List.of(name))))), raw);
    }

    private Plan links(String navigation, List<Step> left) {
        requireEnd(left);
        Options.requireSingle(options);
        var found = find(navigation);
        if (!(found.property() instanceof Property.Reference reference) || found.facet() != Facet.ITSELF) {
            throw url(
                    "$links: " + navigation + " не навигационное свойство",
                    "$links: " + navigation + " is no navigation property");
        }
        go(reference, navigation);
        return new Plan.Links(reading(Optional.of(PathTree.of(List.of(List.of("Ref_Key"))))));
    }

    private static void requireEnd(List<Step> left) {
        if (!left.isEmpty()) {
            throw Refusals.behindLast(left.getFirst());
        }
    }

    private static ODataException url(String russian, String english) {
        return new ODataException(InnerCode.BAD_URL, russian, english);
    }

    private Reading reading(Optional<PathTree> select) {
        var set = at.relation().set();
        var tables = origin.tables();
        var columns = new ReadColumns();
        var key = Keys.identity(set, at);
        key.forEach(columns::of);
        var sections = new Sections(request, key.size());
        var shape = new Shape(request, tables, columns, Shape.Style.ENTITY, Optional.of(sections));
        var address = shape.key(set, at);
        var fields = shape.fields(at, select, new PathTree());
        var rows =
                Statements.rows(tables, columns.terms(), where, List.of(), OptionalLong.empty(), OptionalLong.empty());
        return new Reading(
                set,
                rows,
                fields,
                address,
                sections.children(rows),
                Optional.empty(),
                origin.unseen().map(this::forbidden));
    }

    private Statement forbidden(Condition unseen) {
        var conditions = new ArrayList<>(origin.where());
        conditions.addAll(key);
        conditions.add(unseen);
        return Statements.existence(origin.tables(), conditions);
    }
}
