package io.polyport.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.polyport.kit.bus.Announcement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class DirectoryTest {
    private static final Directory DIRECTORY = directory("/api/v1/x", "/granted/to/x");

    private static Directory directory(String... prefixes) {
        var announcement = new Announcement(
                "x", "1", "1", Announcement.State.READY, 1, 0, List.of(prefixes), new JsonObject(), "");
        var instance = new Instance(announcement, 0);
        instance.heard(announcement, List.of(prefixes), 0);
        var rest = new JsonObject().put("name", "rest").put("in", "path").put("x-polyport-rest", true);
        var get = new JsonObject().put("operationId", "get").put("parameters", new JsonArray().add(rest));
        instance.routes(RouteTable.of(new JsonObject()
                .put("paths", new JsonObject().put("/raw/{rest}", new JsonObject().put("get", get)))));
        return Directory.of(List.of(instance), new Grants(Map.of("/granted/to/x", "x"), Publications.NONE));
    }

    @Test
    @DisplayName("GW-2 the longest prefix wins, however long the path behind it is")
    void longest() {
        String rest = "/a".repeat(10_000);
        var target = DIRECTORY.find("GET", "/granted/to/x/raw" + rest, Optional.empty());
        assertThat(target.prefix()).isEqualTo("/granted/to/x");
        assertThat(target.rest()).isEqualTo("/raw" + rest);
    }

    @Test
    @DisplayName("GW-7 paths of thousands of segments cost no more than their length")
    void cost() {
        for (String path : List.of("/".repeat(32_000), "/a".repeat(16_000), "/%61".repeat(8_000))) {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                for (int i = 0; i < 100; i++) {
                    assertThatThrownBy(() -> DIRECTORY.find("GET", path, Optional.empty()))
                            .hasMessageStartingWith("gateway.");
                }
            });
        }
    }
}
