package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokenAnswersIT {
    private static final long LARGE = 100L << 20;

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

    private House.Copy join() {
        return house.join();
    }

    private String instanceOf(String body) {
        return new JsonObject(body).getString("instance");
    }

    @ParameterizedTest(name = "GW-4 a failure behind the head breaks the answer off: source{0}")
    @ValueSource(
            strings = {
                "/3000000?fail=true",
                "/3000000?fail=true&declared=3000000",
                "/3000000?fail=true&declare=true",
                "/0?fail=true",
                "/1000?declared=2000",
                "/2000?declared=1000"
            })
    void failureBehindTheHead(String source) throws Exception {
        try (var wire = Wire.to(house.port())) {
            var answer = wire.head("GET /api/v1/reference/source" + source + " HTTP/1.1", bearer)
                    .read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.complete() && wire.isSilent(500))
                    .as("it looks complete")
                    .isFalse();
        }
        Eventually.passes(
                Duration.ofSeconds(5),
                () -> assertThat(house.metrics()).contains("outcome=\"broken-off\""));
    }

    @ParameterizedTest(name = "GW-4 a service that dies in mid-answer breaks it off: {0}")
    @ValueSource(strings = {"", "?declare=true"})
    void diesInMidAnswer(String query) throws Exception {
        var only = join();
        house.cutOff(only);
        // Of two copies the dead one may not even take the call; ask until one has begun.
        try (var wire = Wire.to(house.port())) {
            wire.head("GET /api/v1/reference/source/" + LARGE + query + " HTTP/1.1", bearer);
            assertThat(wire.read().status()).isEqualTo(200);
        }
    }
}
