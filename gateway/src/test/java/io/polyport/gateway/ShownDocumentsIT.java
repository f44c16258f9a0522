package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.Operation;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service has shown beside its contract in {@code /openapi.json}. */
final class ShownDocumentsIT {
    private static final JsonObject WANTED =
            new JsonObject().put(Contract.DOCUMENTS, new JsonObject().put("shop", "/x"));

    @TempDir
    Path data;

    private House house;

    @BeforeEach
    void open() {
        house = House.open(data, HousePlan.USUAL);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void serve(Operation operation) {
        OddService.join(house, WANTED, operation);
    }

    /** Without a token. */
    private HttpResponse<String> ask(String method) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.port() + "/openapi.json"))
                .method(method, HttpRequest.BodyPublishers.noBody());
        try {
            return house.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    private JsonObject document() {
        var answer = ask("GET");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static String told(JsonObject document) {
        assertThat(document.getJsonObject("paths").fieldNames())
                .as("everybody else's paths")
                .contains("/api/v1/reference/small", "/api/v1/odd/x");
        return document.getJsonObject("info").getString("description");
    }

    private static JsonObject shown(int bytes) {
        var get = new JsonObject().put("operationId", "Get").put("description", "d".repeat(bytes));
        return new JsonObject()
                .put("paths", new JsonObject().put("/api/v1/odd/shop/get", new JsonObject().put("get", get)));
    }

    @Test
    @DisplayName(
            "GR-10 a document that a service wants shown stands in /openapi.json for callers without a token; the gateway"
                    + " asks for it as itself")
    void shownToAll() {
        List<String> asked = new CopyOnWriteArrayList<>();
        serve(call -> {
            asked.add(call.principal().subject() + " " + call.url(""));
            return Future.succeededFuture(Answer.json(200, shown(10)));
        });
        var document = document();
        assertThat(told(document)).doesNotContain("Left out");
        assertThat(document.getJsonObject("paths")
                        .getJsonObject("/api/v1/odd/shop/get")
                        .getJsonObject("get")
                        .getString("operationId"))
                .isEqualTo("odd_shop_Get");
        assertThat(house.get("/api/v1/odd/shop/get").statusCode())
                .as("it is shown, and not routed by")
                .isEqualTo(404);
        document();
        assertThat(asked).containsExactly("gateway http://gateway/api/v1/odd");
        var head = ask("HEAD");
        assertThat(head.headers().firstValueAsLong("content-length").orElseThrow())
                .isEqualTo(ask("GET").body().length());
    }

    @Test
    @DisplayName("a document of many pieces arrives whole, and one that is too large is left out with a hint")
    void sizes() {
        serve(call -> Future.succeededFuture(Answer.json(200, shown(1_900_000))));
        assertThat(document().encode().length()).isGreaterThan(1_900_000);
        house.close();
        house = House.open(data, HousePlan.USUAL);
        serve(call -> Future.succeededFuture(Answer.json(200, shown(2_200_000))));
        assertThat(told(document())).contains("Left out: odd/shop (it has more than 2 MiB).");
    }

    @Test
    @DisplayName(
            "a service that does not answer costs its document the place, and nobody more than the gateway's patience")
    void silent() {
        Promise<Void> gone = Promise.promise();
        var calls = new AtomicInteger();
        serve(call -> {
            calls.incrementAndGet();
            call.whenGone(gone::tryComplete);
            return Promise.<Answer>promise().future();
        });
        assertThat(told(document())).contains("Left out: odd/shop (it");
        assertThat(told(document())).as("not waited for again").contains("Left out: odd/shop (it");
        assertThat(calls).hasValue(1);
        Eventually.holds(House.SOON, "the service is told", () -> gone.future().isComplete());
    }

    @Test
    @DisplayName(
            "a document that is refused, broken or no document is left out with a hint that tells nothing of its fault")
    void broken() {
        serve(call -> Future.failedFuture(new IllegalStateException("password of the database")));
        assertThat(told(document())).contains("Left out: odd/shop (it can't be had).");
        house.close();
        house = House.open(data, HousePlan.USUAL);
        serve(call -> Future.succeededFuture(Answer.empty(404)));
        assertThat(told(document())).contains("(it was answered with the status 404)");
        house.close();
        house = House.open(data, HousePlan.USUAL);
        serve(call ->
                Future.succeededFuture(new Answer.Whole(200, List.of(), Buffer.buffer("<html>".repeat(100_000)))));
        assertThat(told(document())).contains("(it can't be read)");
    }
}
