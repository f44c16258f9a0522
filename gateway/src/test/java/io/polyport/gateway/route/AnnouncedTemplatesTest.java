package io.polyport.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.bus.Announcement;
import io.polyport.kit.bus.ErrorTemplates;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnnouncedTemplatesTest {
    private final AnnouncedTemplates templates = new AnnouncedTemplates();
    private final Set<String> live = new HashSet<>(Set.of("one", "two"));

    private static JsonObject saying(String code) {
        return new ErrorTemplates(
                        Map.of("application/json", "{code}"),
                        "application/json",
                        Optional.empty(),
                        Map.of(),
                        Map.of("*", ErrorTemplates.Told.as(code)))
                .toJson();
    }

    private void announce(String instance, JsonObject announced) {
        templates.learn(
                new Announcement("odata", instance, "1", Announcement.State.READY, 1, 0, List.of("/x"), announced, ""),
                live::contains);
    }

    private String told() {
        return templates.of("odata").map(read -> read.of("any", 404).code()).orElse("nothing");
    }

    @Test
    @DisplayName("GW-33 of two instances with different templates the first one's count while it lives")
    void firstCounts() {
        announce("one", saying("1"));
        announce("two", saying("2"));
        announce("one", saying("1"));
        assertThat(told()).isEqualTo("1");
        live.remove("one");
        assertThat(told()).as("a service that left still tells its problems").isEqualTo("1");
        announce("two", saying("2"));
        assertThat(told()).isEqualTo("2");
    }

    @Test
    @DisplayName("GW-33 an instance may change its own templates, and who announces the same takes them over")
    void changed() {
        announce("one", saying("1"));
        announce("one", saying("3"));
        assertThat(told()).isEqualTo("3");
        live.remove("one");
        announce("two", saying("3"));
        live.add("one");
        announce("one", saying("1"));
        assertThat(told()).isEqualTo("3");
    }

    @Test
    @DisplayName("GW-33 templates without a code for a problem are unusable, and problems are told as elsewhere")
    void unusable() {
        announce("one", saying("1").put("told", new JsonObject().put("*", new JsonObject().putNull("code"))));
        assertThat(templates.of("odata")).isEmpty();
    }
}
