package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;

import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.Operation;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A service of one operation, {@code GET /api/v1/odd/x}, also as a WebSocket, that does what no good service does. */
final class OddService {
    private OddService() {}

    /** Returns when the gateway routes to it. */
    static void join(House house, Operation operation) {
        join(house, new JsonObject(), operation);
    }

    /** @param more what its contract holds besides the one path */
    static void join(House house, JsonObject more, Operation operation) {
        var get = new JsonObject()
                .put("get", new JsonObject().put("operationId", "odd.do").put("x-polyport-websocket", true));
        var contract = Contract.of(more.copy().put("paths", new JsonObject().put("/x", get)));
        value(ServiceHost.start(
                BusStart.member(house.keys(), HousePlan.USUAL.streams(), house.vertx()),
                new ServiceHost.Definition(
                        "odd",
                        "1",
                        List.of("/api/v1/odd"),
                        new JsonObject(),
                        contract,
                        1,
                        LoopChooser.WHERE_IT_ARRIVED,
                        loop -> Future.succeededFuture(() -> new OperationTable().with("odd.do", operation)))));
        Eventually.holds(
                House.SOON,
                "the gateway routes to the odd service",
                () -> house.gateway().services().contains("odd"));
    }
}
