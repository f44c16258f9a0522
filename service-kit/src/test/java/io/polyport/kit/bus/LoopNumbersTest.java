package io.polyport.kit.bus;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.HouseCaller;
import io.polyport.kit.stream.StreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LoopNumbersTest {
    private static final int LOOPS = 4;
    private static final Keyring KEYS = new Keyring(Map.of("k1", new byte[32]), "k1");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        value(vertx.close());
    }

    private BusMember member() {
        return BusStart.member(KEYS, StreamSettings.forHeap(64 << 20), vertx);
    }

    /** The loops are ready in the opposite order of their numbers. */
    private Future<ServiceHost.Rooms> open(ServiceHost.Loop loop) {
        var operations = new OperationTable()
                .with(
                        "where.am-i",
                        call -> Future.succeededFuture(Answer.json(200, new JsonObject().put("loop", loop.number()))));
        return vertx.timer(50L * (LOOPS - loop.number())).map(late -> () -> operations);
    }

    @Test
    @DisplayName(
            "a call is worked on by the event loop that the chooser names, in whatever order the loops have opened")
    void chosenLoop() {
        var contract = Contract.of(new JsonObject()
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        "/{loop}",
                                        new JsonObject()
                                                .put(
                                                        "get",
                                                        new JsonObject()
                                                                .put("operationId", "where.am-i")
                                                                .put("security", new JsonArray())))));
        LoopChooser byArgument = (envelope, here, loops) ->
                Integer.parseInt(envelope.request().arguments().get("loop"));
        BusMember service = member();
        value(ServiceHost.start(
                service,
                new ServiceHost.Definition(
                        "where",
                        "1",
                        List.of("/api/v1/where"),
                        new JsonObject(),
                        contract,
                        LOOPS,
                        byArgument,
                        this::open)));
        var caller = value(HouseCaller.open(member()));
        for (int loop = 0; loop < LOOPS; loop++) {
            var envelope = HouseCaller.envelope(
                    "where.am-i",
                    Map.of("loop", Integer.toString(loop)),
                    "",
                    Envelope.Body.NONE,
                    Duration.ofSeconds(20));
            assertThat(value(caller.call("where", service.instance(), envelope))
                            .json()
                            .getInteger("loop"))
                    .isEqualTo(loop);
        }
    }
}
