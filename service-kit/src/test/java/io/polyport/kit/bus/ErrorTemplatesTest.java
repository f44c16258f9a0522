package io.polyport.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ErrorTemplatesTest {
    private static final String JSON = "application/json;charset=utf-8";
    private static final ErrorTemplates TEMPLATES = new ErrorTemplates(
            Map.of(JSON, "{\"error\":\"{code}\"}", "application/xml", "<e>{code}</e>"),
            JSON,
            Optional.of("$format"),
            Map.of("atom", "application/xml"),
            Map.of(
                    "gateway.forbidden",
                    new ErrorTemplates.Told("20", 401),
                    "404",
                    ErrorTemplates.Told.as("8"),
                    "*",
                    ErrorTemplates.Told.as("0")));

    @Test
    @DisplayName("GW-33 templates come back from an announcement as they were, and nothing is none")
    void roundTrip() {
        assertThat(ErrorTemplates.fromJson(new JsonObject(TEMPLATES.toJson().encode())))
                .contains(TEMPLATES);
        assertThat(ErrorTemplates.fromJson(new JsonObject())).isEmpty();
        assertThat(ErrorTemplates.fromJson(null)).isEmpty();
    }

    @Test
    @DisplayName("GW-33 a problem is told by its code, else by its status, else by what stands for all")
    void told() {
        assertThat(TEMPLATES.of("gateway.forbidden", 403)).isEqualTo(new ErrorTemplates.Told("20", 401));
        assertThat(TEMPLATES.of("gateway.no-route", 404)).isEqualTo(new ErrorTemplates.Told("8", 404));
        assertThat(TEMPLATES.of("bus.deadline", 504)).isEqualTo(new ErrorTemplates.Told("0", 504));
        var silent = new ErrorTemplates(Map.of(JSON, ""), JSON, Optional.empty(), Map.of(), Map.of());
        assertThat(silent.of("bus.deadline", 504)).isEqualTo(new ErrorTemplates.Told("bus.deadline", 504));
    }

    @Test
    @DisplayName("a form is found by its media type and its other names, whatever parameters stand behind them")
    void named() {
        assertThat(TEMPLATES.named("application/json;odata=nometadata")).contains(JSON);
        assertThat(TEMPLATES.named(" Atom ")).contains("application/xml");
        assertThat(TEMPLATES.named("text/html")).isEmpty();
    }

    @Test
    @DisplayName("what could not be filled in, or stands for no template, is refused")
    void refused() {
        for (JsonObject odd : new JsonObject[] {
            TEMPLATES.toJson().put("usual", "text/html"),
            TEMPLATES.toJson().put("bodies", new JsonObject().put("text/html", "<p>")),
            TEMPLATES.toJson().put("formats", new JsonObject().put("x", "application/pdf")),
            TEMPLATES
                    .toJson()
                    .put(
                            "told",
                            new JsonObject()
                                    .put("*", new JsonObject().put("code", "1").put("status", 200))),
            TEMPLATES.toJson().put("told", new JsonObject().put("*", 7)),
            TEMPLATES.toJson().put("told", new JsonObject().put("*", new JsonObject().put("status", 404))),
            TEMPLATES.toJson().put("told", new JsonObject().put("*", new JsonObject().putNull("code"))),
            new JsonObject().put("application/json", "{}")
        }) {
            assertThatThrownBy(() -> ErrorTemplates.fromJson(odd))
                    .as(odd.encode())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
