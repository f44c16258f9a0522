package io.polyport.odata.publications;

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
        this.shown = view(whole.published(this.config.publish().orElse(whole.publish())));
        this.database = database;
    }

    private View view(Model model) {
        return new View(
                model, new Planner(whole, model, rules, reading, condition -> UrlParser.condition(condition, limits)));
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
     * What a caller sees whose policy allows these objects alone: others are not there to be navigated to.
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
        View part = view(shown.model()
                .published(objects.stream()
                        .map(pattern -> pattern.startsWith("/") ? pattern.substring(1) : pattern)
                        .toList()));
        // A bound, should policies make many of them; then some are made anew each time.
        if (views.size() < MOST_VIEWS) {
            views.put(objects, part);
        }
        return part;
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
