package io.polyport.gateway.http;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.http.ServiceDocuments.Fetched;
import io.polyport.kit.bus.Contract;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ServiceDocumentsTest {
    private static final ServiceDocuments.Key SHOP = new ServiceDocuments.Key("a", "shop", "/shop", "hash");

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final ServiceDocuments documents = new ServiceDocuments(now::get);

    private Fetched shop(Function<ServiceDocuments.Key, Future<Buffer>> fetch) {
        return value(documents.of(Set.of(SHOP), key -> {
                    asked.incrementAndGet();
                    return fetch.apply(key);
                }))
                .get(SHOP);
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Future<Buffer> good(ServiceDocuments.Key key) {
        return Future.succeededFuture(Buffer.buffer("{}"));
    }

    @Test
    @DisplayName("a document is fetched once a minute, however often it is asked for")
    void onceAMinute() {
        assertThat(shop(ServiceDocumentsTest::good).bytes().toString()).isEqualTo("{}");
        later(Duration.ofSeconds(59));
        shop(ServiceDocumentsTest::good);
        assertThat(asked).hasValue(1);
        later(Duration.ofSeconds(1));
        shop(ServiceDocumentsTest::good);
        assertThat(asked).hasValue(2);
    }

    @Test
    @DisplayName("one that can't be had is asked for again after ten seconds, and tells nobody more than it should")
    void lacking() {
        Function<ServiceDocuments.Key, Future<Buffer>> broken =
                key -> Future.failedFuture(new IllegalStateException("10.0.0.7:5432"));
        assertThat(shop(broken).lack()).isEqualTo("it can't be had");
        later(Duration.ofSeconds(9));
        shop(ServiceDocumentsTest::good);
        assertThat(asked).hasValue(1);
        later(Duration.ofSeconds(1));
        assertThat(shop(ServiceDocumentsTest::good).isThere()).isTrue();
        assertThat(shop(key -> {
                            throw new IllegalStateException("never asked");
                        })
                        .isThere())
                .isTrue();
        later(Duration.ofMinutes(1));
        assertThat(shop(key -> {
                            throw new DocumentFetch.Lack("it is too large");
                        })
                        .lack())
                .isEqualTo("it is too large");
    }

    @Test
    @DisplayName("who asks while a document is being fetched waits for it, and asks for no other")
    void together() {
        Promise<Buffer> fetched = Promise.promise();
        var first = documents.of(Set.of(SHOP), key -> fetched.future());
        var second = documents.of(Set.of(SHOP), key -> {
            throw new AssertionError("asked twice");
        });
        later(Duration.ofMinutes(5));
        var third = documents.of(Set.of(SHOP), key -> {
            throw new AssertionError("asked thrice");
        });
        assertThat(first.isComplete()).isFalse();
        fetched.complete(Buffer.buffer("{}"));
        for (var each : java.util.List.of(first, second, third)) {
            assertThat(value(each).get(SHOP).isThere()).isTrue();
        }
    }

    @Test
    @DisplayName("what no contract names any longer is forgotten, and a new contract's document is fetched anew")
    void forgotten() {
        shop(ServiceDocumentsTest::good);
        assertThat(value(documents.of(Set.of(), ServiceDocumentsTest::good))).isEmpty();
        shop(ServiceDocumentsTest::good);
        assertThat(asked).hasValue(2);
        var other = new ServiceDocuments.Key("a", "shop", "/shop", "other hash");
        assertThat(value(documents.of(Set.of(other), key -> Future.succeededFuture(Buffer.buffer("[]"))))
                        .get(other)
                        .bytes()
                        .toString())
                .isEqualTo("[]");
    }

    @Test
    @DisplayName("documents are known by service and name, and what is no name or path of one is passed over")
    void declared() {
        var contract = Contract.of(new JsonObject()).showing(Map.of("shop", "/shop/openapi.json"));
        var odd = Contract.of(new JsonObject()
                .put(
                        Contract.DOCUMENTS,
                        new JsonObject()
                                .put("Shop_1", "/x")
                                .put("relative", "x")
                                .put("number", 1)
                                .put("good", "/x")));
        assertThat(ServiceDocuments.declared(Map.of("a", contract, "b", odd, "c", Contract.of(new JsonObject()))))
                .containsExactly(
                        new ServiceDocuments.Key("a", "shop", "/shop/openapi.json", contract.hash()),
                        new ServiceDocuments.Key("b", "good", "/x", odd.hash()));
        var all = new JsonObject();
        for (int i = 0; i < 100; i++) {
            all.put("d" + i, "/x");
        }
        assertThat(Contract.of(new JsonObject().put(Contract.DOCUMENTS, all)).documents())
                .hasSize(Contract.MOST_DOCUMENTS);
        assertThat(Contract.of(new JsonObject().put(Contract.DOCUMENTS, "all")).documents())
                .isEmpty();
    }
}
