package io.polyport.odata.publications;

import io.micrometer.core.instrument.MeterRegistry;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.OdataProblems;
import io.polyport.odata.access.AccessRules;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelException;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.rows.Database;
import io.polyport.odata.schema.PublishedSets;
import io.polyport.odata.url.UrlParser;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The publications of this program. */
public final class Publications {
    private final Map<String, Published> byName;

    private Publications(Map<String, Published> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Reads the models, connects to the databases and brings their tables up to the models. Fails with {@code
     * odata.model-invalid}, {@code odata.tables-differ} or {@code odata.database-unavailable}, whose detail is for the operator;
     * what was opened before is closed then.
     */
    public static Future<Publications> open(Vertx vertx, OdataConfig config, MeterRegistry meters) {
        Map<String, Published> opened = new TreeMap<>();
        Future<Void> all = Future.succeededFuture();
        for (String name : new TreeSet<>(config.publications().keySet())) {
            all = all.compose(ignored -> publish(vertx, name, config, meters)).map(published -> {
                opened.put(name, published);
                return null;
            });
        }
        return all.map(ignored -> new Publications(opened))
                .recover(failure -> new Publications(opened)
                        .close(Duration.ofSeconds(5))
                        .transform(closed -> Future.failedFuture(failure)));
    }

    /** A model whose access rules fit it. */
    private record Checked(Model model, AccessRules rules) {}

    private static Future<Published> publish(Vertx vertx, String name, OdataConfig config, MeterRegistry meters) {
        var own = config.publications().get(name);
        return vertx.executeBlocking(() -> model(name, config))
                .compose(checked -> Database.open(vertx, own.database(), meters, "odata-" + name)
                        .compose(database -> vertx.executeBlocking(() -> update(name, own, checked.model(), database))
                                .map(chosen -> new Published(
                                        vertx, name, config, checked.model(), checked.rules(), database, chosen))
                                .recover(failure -> database.close(Duration.ofSeconds(5))
                                        .transform(closed -> Future.failedFuture(failure)))));
    }

    private static Checked model(String name, OdataConfig config) {
        try {
            var model = ModelReader.read(config.publications().get(name).model());
            return new Checked(
                    model, AccessRules.of(model, condition -> UrlParser.condition(condition, config.limits())));
        } catch (ModelException faults) {
            throw OdataProblems.MODEL_INVALID.toException(
                    "the model of the publication '" + name + "' has faults:\n" + faults.getMessage());
        } catch (IllegalArgumentException unfit) {
            throw OdataProblems.MODEL_INVALID.toException(
                    "the access rules of the publication '" + name + "' have faults:\n  " + unfit.getMessage());
        }
    }

    /** What administrators chose to publish. */
    private static Optional<List<String>> update(
            String name, OdataConfig.Publication config, Model model, Database database) throws SQLException {
        Tables.update(name, config, model, database.source());
        return new PublishedSets(database.source()).of(name);
    }

    /** The publication that a call came by. */
    public Optional<Published> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Closes all databases; waits for readings no longer than the limit. */
    public Future<Void> close(Duration limit) {
        List<Future<Void>> closing = new ArrayList<>();
        byName.values().forEach(one -> closing.add(one.close(limit)));
        return Future.join(closing).mapEmpty();
    }
}
