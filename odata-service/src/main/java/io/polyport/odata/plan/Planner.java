package io.polyport.odata.plan;

import io.polyport.odata.access.AccessRules;
import io.polyport.odata.access.Caller;
import io.polyport.odata.access.Visibility;
import io.polyport.odata.expression.PropertyNames;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Refusals;
import io.polyport.odata.url.Expression;
import io.polyport.odata.url.ODataUrl;
import io.polyport.odata.url.QueryOptions;
import io.polyport.odata.url.Resource;
import io.polyport.odata.url.Resource.Argument;
import io.polyport.odata.url.Resource.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Says what answers a request that reads: GET and HEAD (OD-10 to OD-17, OD-26 to OD-29). For any number of threads. */
public final class Planner {
    /**
     * One model, and what of it some callers know.
     *
     * @param whole as access rules see it
     * @param presented of whose objects presentations are shown where a reference leads to them, published or not
     * @param published what can be asked for
     */
    public record Models(Model whole, Model presented, Model published) {}

    private final Model model;
    private final Model presented;
    private final Model whole;
    private final AccessRules rules;
    private final ReadLimits limits;
    private final Function<String, Expression> conditions;

    /**
     * Reads the access rules of the model.
     *
     * @param whole with what is not published: presentations and access rules need it
     * @param published what clients see of it
     * @param conditions reads an expression that stands alone, as {@code UrlParser.condition} does
     * @throws IllegalArgumentException when the access rules have faults, see {@link AccessRules#of}
     */
    public Planner(Model whole, Model published, ReadLimits limits, Function<String, Expression> conditions) {
        this(new Models(whole, whole, published), AccessRules.of(whole, conditions), limits, conditions);
    }

    /** @param rules of the whole model */
    public Planner(Models models, AccessRules rules, ReadLimits limits, Function<String, Expression> conditions) {
        this.model = models.published();
        this.presented = models.presented();
        this.whole = models.whole();
        this.rules = rules;
        this.limits = limits;
        this.conditions = conditions;
    }

    /**
     * @throws io.polyport.odata.problem.ODataException when the request asks for what there is not, or not so
     * @throws IllegalStateException when the caller lacks a separator's value
     */
    public Plan plan(ODataUrl url, Caller caller) {
        var numbers = new AtomicInteger();
        var visibility = new Visibility(whole, rules, caller, limits.joins());
        var request = new Request(model, presented, whole, caller, visibility, numbers::incrementAndGet, limits);
        return switch (url.resource()) {
            case Resource.ServiceDocument document -> {
                Options.requireNone(url.options());
                yield new Plan.ServiceDocument();
            }
            case Resource.Metadata metadata -> {
                Options.requireNone(url.options());
                yield new Plan.Metadata();
            }
            case Resource.Batch batch ->
                throw Refusals.notSupported("$batch не поддерживается", "$batch is not supported");
            case Resource.Function function -> throw BoundFunctions.unbound(function.name());
            case Resource.Set set -> new JoinGuard(request).checked(set(set, url.options(), request));
        };
    }

    private Plan set(Resource.Set named, QueryOptions options, Request request) {
        var set = model.set(named.name())
                .orElseThrow(() -> Refusals.unknownSet(
                        named.name(), model.sets().stream().map(EntitySet::name).toList()));
        requireSeenSection(set, request);
        if (named.key().isPresent() || (set.form() == EntitySet.Form.VALUE && !callsFunction(named.steps()))) {
            return new EntityReading(request, options, set, named.key()).plan(named.steps());
        }
        if (named.steps().isEmpty()) {
            return new Plan.Entities(listing(set, options, request).reading(Shape.Style.ENTITY));
        }
        return switch (named.steps().getFirst()) {
            case Step.Count count
            when named.steps().size() == 1 -> listing(set, options, request).count();
            case Step.Call(String function, List<Argument> arguments) ->
                function(set, function, arguments, rest(named), options, request);
            case Step.Name(String name)
            when PropertyNames.find(set, name).isEmpty() ->
                function(set, name, List.of(), rest(named), options, request);
            default ->
                throw new ODataException(
                        InnerCode.BAD_URL,
                        "Чтобы продолжить путь, укажите ключ сущности: " + set.name() + "(…)/…",
                        "A path goes on from one entity only; give its key: " + set.name() + "(…)/…");
        };
    }

    /** Rows are a property of their owners: who may not see that may not read them as a set of their own. */
    private void requireSeenSection(EntitySet set, Request request) {
        set.owner().flatMap(whole::set).ifPresent(owner -> {
            var hidden = request.visibility().hidden(owner);
            owner.properties().stream()
                    .filter(property -> property instanceof Property.Section section
                            && section.set().equals(set.name())
                            && hidden.contains(section.name()))
                    .findFirst()
                    .ifPresent(section -> {
                        throw Refusals.hidden(section.name());
                    });
        });
    }

    private static boolean callsFunction(List<Step> steps) {
        return !steps.isEmpty()
                && switch (steps.getFirst()) {
                    case Step.Call call -> true;
                    case Step.Name(String name) -> BoundFunctions.isSlice(name);
                    case Step.Count count -> true;
                    default -> false;
                };
    }

    private static List<Step> rest(Resource.Set named) {
        return named.steps().subList(1, named.steps().size());
    }

    private Listing listing(EntitySet set, QueryOptions options, Request request) {
        if (set.form() == EntitySet.Form.ROWS) {
            Options.requireRowsWithoutExpand(options);
        }
        var origin = new Origins(request, options.allowedOnly().orElse(false)).of(set);
        return new Listing(request, options, origin);
    }

    private Plan function(
            EntitySet set,
            String function,
            List<Argument> arguments,
            List<Step> rest,
            QueryOptions options,
            Request request) {
        if (!BoundFunctions.isSlice(function) || set.object().kind() != ObjectKind.INFORMATION_REGISTER) {
            throw BoundFunctions.notOfSet(function, set);
        }
        BoundFunctions.requirePeriodic(function, set);
        var call = SliceCall.of(function, arguments, options.parameters(), conditions);
        var origins = new Origins(request, options.allowedOnly().orElse(false));
        var records = set.form() == EntitySet.Form.RECORD_SETS ? origins.recordsOf(set) : set;
        requireSeenSection(records, request);
        var origin =
                origins.slice(records, function.equals(BoundFunctions.SLICE_LAST), call.period(), call.condition());
        var listing = new Listing(request, options, origin);
        if (rest.isEmpty()) {
            return new Plan.VirtualRows(listing.reading(Shape.Style.VIRTUAL));
        }
        if (rest.size() == 1 && rest.getFirst() instanceof Step.Count) {
            return listing.count();
        }
        throw Refusals.behindLast(rest.getFirst());
    }
}
