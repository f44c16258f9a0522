package io.polyport.gateway;

import static io.polyport.kit.fixtures.Waiting.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Pattern;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Fields behind the body of an answer")
final class TrailersIT {
    private static final String SOURCE = "/api/v1/reference/source/100000?seed=5";

    @TempDir
    static Path data;

    private static House house;

    @BeforeAll
    static void open() {
        house = House.open(data, HousePlan.USUAL);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Wire.Answer over1(String target, String te) throws IOException {
        try (var wire = Wire.to(house.port())) {
            return wire.head("GET " + target + " HTTP/1.1", "Authorization: Bearer " + house.token(), "TE: " + te)
                    .read();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"trailers", "gzip;q=0.5, Trailers"})
    @DisplayName(
            "come to callers of HTTP/1.1 who read them; what must stand before a body, or is no field, never does (GR-27)")
    void version1(String te) throws Exception {
        var answer = over1(SOURCE, te);
        assertThat(answer.body()).isEqualTo(Pattern.bytes(5, 0, 100_000).getBytes());
        assertThat(answer.trailers()).containsOnlyKeys("x-seed").containsEntry("x-seed", List.of("5", "again"));
    }

    @Test
    @DisplayName("do not come to callers who do not read them, nor where HTTP/1.1 has no room for them")
    void withoutRoom() throws Exception {
        assertThat(over1(SOURCE, "gzip").trailers()).isEmpty();
        var declared = over1(SOURCE + "&declare=true", "trailers");
        assertThat(declared.trailers()).isEmpty();
        assertThat(declared.complete()).isTrue();
        assertThat(declared.body()).hasSize(100_000);
    }

    @ParameterizedTest
    @CsvSource({"te,5", "x-te,"})
    @DisplayName("come over HTTP/2 in the same way (GR-27)")
    void version2(String header, String seed) {
        var client = house.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false));
        try {
            MultiMap trailers = value(client.request(HttpMethod.GET, house.port(), "127.0.0.1", SOURCE)
                    .compose(request -> request.putHeader("authorization", "Bearer " + house.token())
                            .putHeader(header, "trailers")
                            .send())
                    .compose(answer -> answer.body().map(body -> answer.trailers())));
            assertThat(trailers.get("x-seed")).isEqualTo(seed);
            assertThat(trailers.names()).doesNotContain("content-length", "connection", "x-broken", "x-injected");
        } finally {
            value(client.close());
        }
    }
}
