package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Answer;
import io.polyport.kit.fixtures.ExpectedNoise;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
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

    @ParameterizedTest(
            name = "GW-33 a status that no answer can have is a fault of the service, told as a problem: {0}")
    @ValueSource(ints = {-5, 0, 101, 199, 600, 9999})
    void statusOfNoAnswer(int status) throws Exception {
        odd(Answer.empty(status));
        try (var wire = Wire.to(house.port());
                var noise = ExpectedNoise.with("no status of an answer")) {
            var answer = wire.head("GET /api/v1/odd/x HTTP/1.1", bearer).read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(new JsonObject(answer.text()).getString("requestId")).isNotBlank();
            assertThat(noise).isNotNull();
        }
    }

    private void odd(Answer answer) {
        OddService.join(house, call -> Future.succeededFuture(answer));
    }
}
