package io.polyport.kit.bus;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.address.Addresses;
import io.polyport.kit.address.InstanceId;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnnouncementSizeTest {
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger opened = new AtomicInteger();

    @AfterEach
    void stop() {
        value(vertx.close());
    }

    private Future<ServiceHost> start(List<String> prefixes, JsonObject templates) {
        String instance = InstanceId.random();
        var member =
                new BusMember(vertx, instance, KEYS, new Streams(vertx, instance, StreamSettings.forHeap(64 << 20)));
        var contract = Contract.of(new JsonObject().put("paths", new JsonObject()));
        return ServiceHost.start(
                member,
                new ServiceHost.Definition(
                        "large", "1", prefixes, templates, contract, 1, LoopChooser.WHERE_IT_ARRIVED, loop -> {
                            opened.incrementAndGet();
                            return Future.succeededFuture(OperationTable::new);
                        }));
    }

    private void refused(List<String> prefixes, JsonObject templates, String said) {
        var started = start(prefixes, templates);
        Eventually.holds(Duration.ofSeconds(20), "it is decided", started::isComplete);
        assertThat(started.failed()).isTrue();
        assertThat(started.cause()).hasMessageContaining("at most 4096").hasMessageContaining(said);
    }

    @Test
    @DisplayName("GW-1 a service with more to announce than may be sent does not start, and says what to shorten")
    void tooLarge() {
        var heard = new AtomicInteger();
        value(vertx.eventBus()
                .<Buffer>consumer(Addresses.ANNOUNCE, message -> heard.incrementAndGet())
                .completion());
        List<String> many = IntStream.range(0, 100)
                .mapToObj(i -> "/публикация" + i + "/odata/standard.odata")
                .toList();
        refused(many, new JsonObject(), "fewer than 100 path prefixes");
        refused(List.of("/x"), new JsonObject().put("bodies", "x".repeat(5_000)), "templates for problems (50");
        assertThat(opened).as("nothing was begun").hasValue(0);
        value(start(List.of("/x"), new JsonObject()));
        Eventually.holds(Duration.ofSeconds(20), "a small one is heard", () -> heard.get() > 0);
    }
}
