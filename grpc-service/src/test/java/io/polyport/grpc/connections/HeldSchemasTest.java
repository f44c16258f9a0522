package io.polyport.grpc.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.grpc.schema.Schema;
import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.grpc.schema.Schemas;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory of opened connections' schemas")
class HeldSchemasTest {
    private static final Principal.Identity ANNA = new Principal.Identity("", "anna");
    private static final Principal.Identity BORIS = new Principal.Identity("", "boris");

    private final Vertx vertx = Vertx.vertx();
    private final Schemas schemas = Schemas.open(vertx, SchemaSettings.defaults());
    private final HeldSchemas held = new HeldSchemas(5000, 4000);

    @AfterEach
    void close() {
        Waiting.value(schemas.close());
        Waiting.value(vertx.close());
    }

    /** Takes 10 bytes for each character of its text. */
    private Schema schema(String name, int characters) {
        String text = "syntax = \"proto3\"; message " + name + " {} // ";
        return Waiting.value(schemas.ofProtos(Map.of("a.proto", text + "x".repeat(characters - text.length()))));
    }

    @Test
    @DisplayName("is counted once for those that share one, and given back with the last of them")
    void shared() {
        Schema one = schema("One", 300);
        var first = held.holder(ANNA);
        var second = held.holder(BORIS);
        first.hold(one);
        first.hold(one);
        second.hold(one);
        assertThat(held.taken()).isEqualTo(3000);
        first.end();
        first.end();
        assertThat(held.taken()).isEqualTo(3000);
        second.end();
        assertThat(held.taken()).isZero();
        assertThat(held.callers()).isZero();
    }

    @Test
    @DisplayName("is bounded for all together; another schema in place of the first takes its place")
    void bounded() {
        var first = held.holder(ANNA);
        first.hold(schema("One", 300));
        assertThatThrownBy(() -> held.holder(BORIS).hold(schema("Two", 250))).hasMessageContaining("grpc.no-place");
        assertThat(held.callers()).isEqualTo(1);
        assertThat(held.taken()).isEqualTo(3000);
        first.hold(schema("Three", 100));
        assertThat(held.taken()).isEqualTo(1000);
        held.holder(ANNA).hold(schema("Two", 250));
        first.end();
        first.hold(schema("Four", 100));
        assertThat(held.taken()).isEqualTo(2500);
    }

    @Test
    @DisplayName("is bounded for each caller, who can't fill the place of all; what a caller has twice counts once")
    void boundedPerCaller() {
        var one = schema("One", 300);
        held.holder(ANNA).hold(one);
        held.holder(ANNA).hold(one);
        var more = held.holder(ANNA);
        assertThatThrownBy(() -> more.hold(schema("Two", 150))).hasMessageContaining("grpc.too-many-schemas");
        held.holder(BORIS).hold(one);
        held.holder(BORIS).hold(schema("Three", 100));
        more.hold(schema("Four", 100));
        assertThat(held.taken()).isEqualTo(5000);
    }
}
