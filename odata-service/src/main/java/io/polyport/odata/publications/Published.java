package io.polyport.odata.publications;

import io.polyport.kit.bus.ObjectPattern;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.model.Model;
import io.polyport.odata.plan.AccessRules;
import io.polyport.odata.plan.Planner;
import io.polyport.odata.plan.ReadLimits;
import io.polyport.odata.rows.Database;
import io.polyport.odata.sql.Dialect;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A publication that serves: its model as clients see it and its data. Used by every event loop. */
public final class Published {
    private static final int MOST_VIEWS = 200;

    private final String name;
    private final OdataConfig.Publication config;
    private final Limits limits;
    private final ReadLimits reading;
    private final Model whole;
    private final AccessRules rules;
    private final View shown;
    private final Database database;
    private final Vertx vertx;
    private final Map<List<String>, View> views = new ConcurrentHashMap<>();
    private final Map<Model, Future<Buffer>> descriptions = new ConcurrentHashMap<>();

    /** @param rules of the whole model */
    Published(Vertx vertx, String name, OdataConfig config, Model whole, AccessRules rules, Database database) {
        this.vertx = vertx;
        this.name = name;
        this.config = config.publications().get(name);
        this.limits = config.limits();
        this.reading = config.reading();
        this.whole = whole;
        this.rules = rules;
        this.shown = view(whole, whole.published(this.config.publish().orElse(whole.publish())));
        this.database = database;
    }

    private View view(Model presented, Model published) {
        var models = new Planner.Models(whole, presented, published);
        return new View(
                published, new Planner(models, rules, reading, condition -> UrlParser.condition(condition, limits)));
    }

    public String name() {
        return name;
    }

    /** The language of texts for callers who ask for none. */
    public String language() {
        return config.language();
    }

    /** What clients see (OD-6). */
    public View shown() {
        return shown;
    }

    /**
     * What a caller sees whose policy allows these objects alone: others are not there to be navigated to, and references to
     * them have empty presentations.
     *
     * @param objects patterns as policies have them, {@code /Catalog_*}; empty when all are allowed
     */
    public View shown(List<String> objects) {
        if (objects.isEmpty()) {
            return shown;
        }
        View known = views.get(objects);
        if (known != null) {
            return known;
        }
        View part = view(
                whole.part(name -> isAllowed(objects, name)), shown.model().part(name -> isAllowed(objects, name)));
        // A bound, should policies make many of them; then some are made anew each time.
        if (views.size() < MOST_VIEWS) {
            views.put(objects, part);
        }
        return part;
    }

    private static boolean isAllowed(List<String> objects, String name) {
        return objects.stream().anyMatch(pattern -> ObjectPattern.matches(pattern, "/" + name));
    }

    /**
     * What policies call a set: the resource name of its object, with which tabular sections and records come. The set's own
     * name when there is no such set.
     */
    public String object(String set) {
        return whole.object(set).orElse(set);
    }

    /**
     * The model's description, made once for each view: of a large model it takes long, so it is made aside.
     *
     * @param write makes the document
     */
    public Future<Buffer> metadata(Model view, Function<Model, Buffer> write) {
        Future<Buffer> known = descriptions.get(view);
        if (known != null && !known.failed()) {
            return known;
        }
        Future<Buffer> made = vertx.executeBlocking(() -> write.apply(view));
        if (view == shown.model() || descriptions.size() < MOST_VIEWS) {
            descriptions.put(view, made);
        }
        return made;
    }

    public Database database() {
        return database;
    }

    public Dialect dialect() {
        return switch (database.kind()) {
            case H2 -> Dialect.H2;
            case POSTGRESQL -> Dialect.POSTGRESQL;
        };
    }

    Future<Void> close(Duration limit) {
        return database.close(limit);
    }
}
