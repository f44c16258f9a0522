package io.polyport.grpc.schema;

import io.polyport.kit.fixtures.Waiting;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Schemas for one test, called from an event loop, with whatever settings the test needs. */
final class OpenSchemas implements AfterEachCallback {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final Vertx vertx = Vertx.vertx();
    final Context context = vertx.getOrCreateContext();
    private Schemas schemas = Schemas.open(vertx, SchemaSettings.defaults());

    void settings(Settings changed) {
        schemas = Schemas.open(vertx, changed.settings());
    }

    Schemas schemas() {
        return schemas;
    }

    Schema schema(Function<Schemas, Future<Schema>> way) {
        return Waiting.value(started(way), PATIENCE);
    }

    /** Without waiting for it. */
    Future<Schema> started(Function<Schemas, Future<Schema>> way) {
        Promise<Schema> promise = Promise.promise();
        context.runOnContext(go -> way.apply(schemas).onComplete(made -> {
            if (!context.equals(Vertx.currentContext())) {
                promise.fail(new AssertionError("came back on another context"));
            }
            promise.handle(made);
        }));
        return promise.future();
    }

    /** The problem that this ends with; anything else fails the test. */
    Problem problem(Function<Schemas, Future<Schema>> way) {
        try {
            Schema schema = schema(way);
            throw new AssertionError("succeeded with " + schema.services());
        } catch (ProblemException expected) {
            return expected.problem();
        }
    }

    Schema protos(String... namesAndTexts) {
        return schema(one -> one.ofProtos(map(namesAndTexts)));
    }

    /** Its fields with what is said of them. */
    static Map<String, String> errors(Problem problem) {
        return problem.errors().stream()
                .collect(Collectors.toMap(
                        Problem.FieldError::field, Problem.FieldError::detail, (one, other) -> one + "; " + other));
    }

    static Map<String, String> map(String... namesAndTexts) {
        var map = new java.util.LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            map.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return map;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Waiting.value(schemas.close(), PATIENCE);
        Waiting.value(vertx.close(), PATIENCE);
    }
}
