package io.polyport.odata.publications;

import io.polyport.odata.OdataConfig;
import io.polyport.odata.access.AccessRules;
import io.polyport.odata.model.Model;
import io.polyport.odata.plan.Planner;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.rows.Database;
import io.polyport.odata.schema.PublishedSets;
import io.polyport.odata.sql.Dialect;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publication that serves: its model as clients see it and its data. Used by every event loop. */
public final class Published {
    /** Until what another instance was told to show is shown here. */
    public static final Duration LOOKS_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Published.class);

    private final String name;
    private final OdataConfig.Publication config;
    private final Limits limits;
    private final ReadLimits reading;
    private final Model whole;
    private final AccessRules rules;
    private final Database database;
    private final Vertx vertx;
    private final PublishedSets chosen;
    private final long timer;
    private volatile Shown now;
    private volatile boolean unreadable;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final ReentrantLock showing = new ReentrantLock();

    /**
     * @param rules of the whole model
     * @param chosen what administrators chose before; nothing when they did not
     */
    Published(
            Vertx vertx,
            String name,
            OdataConfig config,
            Model whole,
            AccessRules rules,
            Database database,
            Optional<List<String>> chosen) {
        this.vertx = vertx;
        this.name = name;
        this.config = config.publications().get(name);
        this.limits = config.limits();
        this.reading = config.reading();
        this.whole = whole;
        this.rules = rules;
        this.database = database;
        this.chosen = new PublishedSets(database.source());
        this.now = new Shown(choice(chosen), whole, this::view);
        this.timer = vertx.setPeriodic(LOOKS_EVERY.toMillis(), ignored -> look());
    }

    private Choice choice(Optional<List<String>> byAdministrator) {
        return byAdministrator
                .map(objects -> new Choice(objects, Choice.By.ADMINISTRATOR))
                .or(() -> config.publish().map(objects -> new Choice(objects, Choice.By.CONFIGURATION)))
                .orElseGet(() -> new Choice(whole.publish(), Choice.By.MODEL));
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

    /** The model with what is not published. */
    public Model whole() {
        return whole;
    }

    /** What is published now. */
    public Choice choice() {
        return now.choice();
    }

    /** What clients see (OD-6). */
    public View shown() {
        return now.view();
    }

    /**
     * What a caller sees whose policy allows these objects alone: others are not there to be navigated to, and references to
     * them have empty presentations.
     *
     * @param objects patterns as policies have them, {@code /Catalog_*}; empty when all are allowed
     */
    public View shown(List<String> objects) {
        return now.part(objects);
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
    public Future<Buffer> metadata(View view, Function<Model, Buffer> write) {
        return now.descriptions().of(view, () -> vertx.executeBlocking(() -> write.apply(view.model()), false));
    }

    /**
     * Publishes other objects, here at once and at every instance within {@link #LOOKS_EVERY}. It outlasts restarts.
     *
     * @param objects patterns; nothing gives the choice back to configuration and model. Asked for in a thread that may wait
     * @return what is published then; fails with an {@code ODataException} when the database does not take it
     */
    public Future<Choice> choose(Supplier<List<String>> objects) {
        return vertx.executeBlocking(
                        () -> {
                            chosen.choose(name, objects.get());
                            return show();
                        },
                        false)
                .recover(failure ->
                        Future.failedFuture(failure instanceof SQLException sql ? database.refusal(sql) : failure));
    }

    /** Whether another instance was told to show something else. One look at a time: a database may not answer for long. */
    private void look() {
        if (looking.compareAndSet(false, true)) {
            vertx.executeBlocking(this::readAndShow, false).onComplete(done -> looking.set(false));
        }
    }

    private Void readAndShow() {
        try {
            show();
            unreadable = false;
        } catch (SQLException failure) {
            if (!unreadable) {
                LOG.warn("publication {}: what is to be published can't be read; it stays as it is", name, failure);
            }
            unreadable = true;
        }
        return null;
    }

    /** Reads and shows in one: who read before another had chosen must not show after him. */
    private Choice show() throws SQLException {
        showing.lock();
        try {
            var choice = choice(chosen.of(name));
            if (!choice.equals(now.choice())) {
                now = new Shown(choice, whole, this::view);
                LOG.info("publication {}: shows {}, as its {} chose", name, choice.objects(), choice.by());
            }
            return choice;
        } finally {
            showing.unlock();
        }
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
        vertx.cancelTimer(timer);
        return database.close(limit);
    }
}
