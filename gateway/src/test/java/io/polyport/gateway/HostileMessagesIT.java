package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.bus.LoopChooser;
import io.polyport.kit.bus.OperationTable;
import io.polyport.kit.bus.ServiceHost;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that try to be read in two ways, by the gateway or by whoever stands before or behind it. */
final class HostileMessagesIT {
    @TempDir
    Path data;

    private House house;
    private String bearer;

    @BeforeEach
    void open() {
        house = House.open(data, HousePlan.USUAL);
        bearer = "Authorization: Bearer " + house.token();
    }

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest(name = "GW-33 a body whose end is not certain is refused, and nothing behind it is read: {0}")
    @ValueSource(
            strings = {
                "Content-Length: abc",
                "Content-Length: -1",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Content-Length: 5, 6",
                "Content-Length: 5\r\nContent-Length: 6",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding : chunked"
            })
    void uncertainEnd(String headers) throws Exception {
        try (var wire = Wire.to(house.port())) {
            wire.head("POST /api/v1/reference/sink HTTP/1.1", bearer, headers)
                    .lines("0", "", "GET /api/v1/reference/counts HTTP/1.1", "Host: smuggled", bearer, "");
            assertThat(wire.read().status()).isEqualTo(400);
            assertThat(wire.isEnded()).as("the connection is closed").isTrue();
        }
    }

    @Test
    @DisplayName("GW-33 an answer with headers that can't be sent is sent without them")
    void badHeadersOfAService() throws Exception {
        odd(Answer.json(200, new JsonObject().put("all", "well"))
                .with("X-Bad", "a\r\nSet-Cookie: b=c")
                .with("X Bad", "a name with a blank")
                .with("Content-Length", "many")
                .with("X-Good", "yes"));
        try (var wire = Wire.to(house.port())) {
            var answer = wire.head("GET /api/v1/odd/x HTTP/1.1", bearer).read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.complete()).isTrue();
            assertThat(answer.header("x-good")).contains("yes");
            assertThat(answer.headers()).doesNotContainKeys("x-bad", "set-cookie", "x bad");
        }
    }

    private void odd(Answer answer) {
        var contract = Contract.of(new JsonObject()
                .put(
                        "paths",
                        new JsonObject()
                                .put(
                                        "/x",
                                        new JsonObject().put("get", new JsonObject().put("operationId", "odd.do")))));
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
                        loop -> Future.succeededFuture(
                                () -> new OperationTable().with("odd.do", call -> Future.succeededFuture(answer))))));
        Eventually.holds(
                House.SOON,
                "the gateway routes to the odd service",
                () -> house.gateway().services().contains("odd"));
    }
}
