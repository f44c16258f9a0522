package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.SlowReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class ObservationIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Logger ACCESS = (Logger) LoggerFactory.getLogger("polyport.access");

    /** Keeps what is logged. */
    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }

    @TempDir
    Path data;

    private final Kept kept = new Kept();
    private House house;

    /** While nobody logs yet: Logback forgets an appender that comes while another thread reads the list of them anew. */
    @BeforeEach
    void open() {
        kept.start();
        ACCESS.addAppender(kept);
        house = House.open(data, HousePlan.USUAL);
    }

    @AfterEach
    void close() {
        house.close();
        ACCESS.detachAppender(kept);
    }

    private Map<String, Object> line(String requestId) {
        return Eventually.value(
                LIMIT,
                "the access log has the request",
                () -> {
                    for (var event : kept.events) {
                        Map<String, Object> pairs = new HashMap<>();
                        event.getKeyValuePairs().forEach(pair -> pairs.put(pair.key, pair.value));
                        if (requestId.equals(pairs.get("requestId"))) {
                            return pairs;
                        }
                    }
                    return Map.<String, Object>of();
                },
                found -> !found.isEmpty());
    }

    @Test
    @DisplayName("GW-35 the access log says who did what, where, how long and how much, and how it ended")
    void accessLog() {
        house.send(house.request("/api/v1/reference/sink?secret=1", "X-Request-Id", "r1")
                .PUT(BodyPublishers.ofString("12345")));
        assertThat(line("r1"))
                .containsEntry("method", "PUT")
                .containsEntry("path", "/api/v1/reference/sink")
                .containsEntry("status", 200)
                .containsEntry("code", "")
                .containsEntry("outcome", "complete")
                .containsEntry("service", "reference")
                .containsEntry("operation", "reference.sink")
                .containsEntry("subject", "ivan")
                .containsEntry("remote", "127.0.0.1")
                .containsEntry("bytesIn", 5L)
                .containsKeys("instance", "protocol", "millis", "bytesOut");
        house.get("/api/v1/reference/refuse", "X-Request-Id", "r2");
        assertThat(line("r2")).containsEntry("status", 409).containsEntry("code", "reference.refused");
    }

    @Test
    @DisplayName("GW-35 answers that were broken off and callers who left are told apart from complete ones")
    void outcomes() throws Exception {
        String bearer = "Authorization: Bearer " + house.token();
        try (var wire = Wire.to(house.port())) {
            wire.head("GET /api/v1/reference/source/1000000?fail=true HTTP/1.1", bearer, "X-Request-Id: r3")
                    .read();
        }
        assertThat(line("r3")).containsEntry("outcome", "broken-off").containsEntry("code", "reference.refused");
        try (var reader = SlowReader.get(
                house.port(), "/api/v1/reference/source/1000000000000", 1_000_000, bearer, "X-Request-Id: r4")) {
            Eventually.holds(LIMIT, "bytes flow", () -> reader.received() > 10_000);
            assertThat(house.metrics()).contains("polyport_requests_in_flight 1.0");
        }
        assertThat(line("r4")).containsEntry("outcome", "abandoned");
        Eventually.passes(LIMIT, () -> assertThat(house.metrics()).contains("polyport_requests_in_flight 0.0"));
        for (String outcome : List.of("complete", "broken-off", "abandoned")) {
            assertThat(house.metrics()).contains("outcome=\"" + outcome + "\"");
        }
    }

    @Test
    @DisplayName("GW-12 GW-35 a token never reaches the log, be it in a header or in the query")
    void noTokens() {
        String token = house.token();
        house.get("/api/v1/reference/small?AccessToken=" + token, "X-Request-Id", "r5");
        house.get("/api/v1/reference/rest/x?access_token=" + token, "X-Request-Id", "r6");
        line("r5");
        line("r6");
        assertThat(kept.events.toString()).doesNotContain(token);
        for (var event : kept.events) {
            assertThat(event.getKeyValuePairs().toString()).doesNotContain(token, "AccessToken", "access_token");
        }
        assertThat(house.metrics()).doesNotContain(token.substring(0, 40));
    }

    @Test
    @DisplayName("GW-35 metrics count requests by service, operation, status and outcome, with times and bytes")
    void metrics() {
        for (int i = 0; i < 3; i++) {
            house.get("/api/v1/reference/source/100000");
        }
        house.get("/nothing");
        String source = "operation=\"reference.source\",outcome=\"complete\",service=\"reference\",status=\"200\"";
        Eventually.passes(
                LIMIT,
                () -> assertThat(house.metrics())
                        .contains("polyport_requests_seconds_count{" + source + "} 3")
                        .contains("polyport_requests_seconds_bucket{" + source + ",le=\"+Inf\"} 3")
                        .contains(
                                "polyport_bus_head_seconds_count{operation=\"reference.source\",service=\"reference\"} 3")
                        .contains(
                                "polyport_sent_bytes_sum{operation=\"reference.source\",service=\"reference\"} 300000")
                        .contains("status=\"404\"")
                        .contains("polyport_claims_refused_total 0.0")
                        .contains("polyport_stream_credit_free_bytes 8388608.0"));
    }
}
