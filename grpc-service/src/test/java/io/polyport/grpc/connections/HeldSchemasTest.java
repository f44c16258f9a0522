package io.polyport.grpc.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.grpc.schema.Schema;
import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.grpc.schema.Schemas;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory of opened connections' schemas")
class HeldSchemasTest {
    private final Vertx vertx = Vertx.vertx();
    private final Schemas schemas = Schemas.open(vertx, SchemaSettings.defaults());
    private final HeldSchemas held = new HeldSchemas(5000);

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
        var first = held.holder();
        var second = held.holder();
        first.hold(one);
        first.hold(one);
        second.hold(one);
        assertThat(held.taken()).isEqualTo(3000);
        first.end();
        first.end();
        assertThat(held.taken()).isEqualTo(3000);
        second.end();
        assertThat(held.taken()).isZero();
    }

    @Test
    @DisplayName("is bounded for all together; another schema in place of the first takes its place")
    void bounded() {
        var first = held.holder();
        first.hold(schema("One", 300));
        assertThatThrownBy(() -> held.holder().hold(schema("Two", 250))).hasMessageContaining("grpc.no-place");
        assertThat(held.taken()).isEqualTo(3000);
        first.hold(schema("Three", 100));
        assertThat(held.taken()).isEqualTo(1000);
        held.holder().hold(schema("Two", 250));
        first.end();
        first.hold(schema("Four", 100));
        assertThat(held.taken()).isEqualTo(2500);
    }
}
