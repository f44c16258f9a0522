package io.polyport.grpc.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.polyport.grpc.transcoding.ProtoSource;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JsonSchemaTest {
    private static final Descriptor ALL = SchemaSamples.PROTO3.findMessageTypeByName("All");
    private static final Descriptor LEAF = SchemaSamples.PROTO3.findMessageTypeByName("Leaf");
    private static final Descriptor THING = SchemaSamples.PROTO2.findMessageTypeByName("Thing");

    static Schema read(JsonObject schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema.encode(), InputFormat.JSON);
    }

    private static void sameAsProtobuf(Descriptor type, int rounds) throws InvalidProtocolBufferException {
        Schema schema = read(TypeView.schema(type));
        var messages = new RandomMessages(new Random(10), LEAF);
        var types = TypeRegistry.newBuilder().add(ALL).build();
        var printers = new JsonFormat.Printer[] {
            JsonFormat.printer().usingTypeRegistry(types),
            JsonFormat.printer().usingTypeRegistry(types).alwaysPrintFieldsWithNoPresence()
        };
        for (int i = 0; i < rounds; i++) {
            String json = printers[i % 2].print(messages.of(type));
            assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
        }
    }

    @Test
    @DisplayName("GR-10: what protobuf writes as JSON is valid by the JSON Schema, for every kind of field")
    void proto3() throws InvalidProtocolBufferException {
        sameAsProtobuf(ALL, 600);
    }

    @Test
    @DisplayName("GR-10: proto2's required fields, groups and closed enums have their schema, too")
    void proto2() throws InvalidProtocolBufferException {
        sameAsProtobuf(THING, 200);
    }

    @Test
    @DisplayName("GR-10: JSON that is none of the type is not valid by its schema")
    void wrong() {
        Schema schema = read(TypeView.schema(ALL));
        for (String json : new String[] {
            "[]",
            "\"x\"",
            "{\"unknown\":1}",
            "{\"a_int32\":1}",
            "{\"aInt32\":2147483648}",
            "{\"aInt32\":1.5}",
            "{\"aInt32\":\"x\"}",
            "{\"u32\":-1}",
            "{\"u32\":4294967296}",
            "{\"i64\":\"1.5\"}",
            "{\"i64\":true}",
            "{\"u64\":\"-1\"}",
            "{\"u64\":-1}",
            "{\"wide\":\"nan\"}",
            "{\"flag\":\"true\"}",
            "{\"text\":1}",
            "{\"raw\":\"a b\"}",
            "{\"color\":\"GREEN\"}",
            "{\"color\":1.5}",
            "{\"longs\":\"1\"}",
            "{\"longs\":[[1]]}",
            "{\"children\":[{\"unknown\":1}]}",
            "{\"self\":{\"self\":{\"text\":1}}}",
            "{\"byName\":[]}",
            "{\"byName\":{\"x\":{\"text\":1}}}",
            "{\"byInt\":{\"x\":\"\"}}",
            "{\"byBool\":{\"1\":1}}",
            "{\"left\":\"a\",\"middle\":\"1\"}",
            "{\"left\":\"a\",\"nothing\":null}",
            "{\"nothing\":0}",
            "{\"empty\":{\"a\":1}}",
            "{\"at\":\"yesterday\"}",
            "{\"at\":\"2026-01-31 12:00:00Z\"}",
            "{\"at\":{\"seconds\":1}}",
            "{\"lasts\":\"5\"}",
            "{\"lasts\":5}",
            "{\"mask\":[\"a\"]}",
            "{\"mask\":\"a b\"}",
            "{\"struct\":[]}",
            "{\"list\":{}}",
            "{\"any\":{\"a\":1}}",
            "{\"no\":{\"a\":1}}",
            "{\"w1\":{\"value\":1}}",
            "{\"w3\":\"x\"}",
            "{\"w7\":\"true\"}",
            "{\"w8\":1}",
            "{\"times\":[1]}",
            "{\"renamed\":\"x\"}"
        }) {
            assertThat(schema.validate(json, InputFormat.JSON)).as(json).isNotEmpty();
        }
        for (String json : new String[] {
            "{}",
            "{\"nothing\":null}",
            "{\"i64\":5}",
            "{\"color\":1}",
            "{\"left\":\"a\",\"only\":\"b\"}",
            "{\"value\":null}",
            "{\"any\":{\"@type\":\"type.googleapis.com/x.Y\",\"a\":1}}",
            "{\"@odd name\":\"x\"}"
        }) {
            assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
        }
        Schema thing = read(TypeView.schema(THING));
        assertThat(thing.validate("{}", InputFormat.JSON)).isNotEmpty();
        assertThat(thing.validate("{\"name\":\"a\",\"closed\":5}", InputFormat.JSON))
                .isNotEmpty();
        assertThat(thing.validate("{\"name\":\"a\",\"piece\":[{}]}", InputFormat.JSON))
                .isNotEmpty();
        assertThat(thing.validate("{\"name\":\"a\",\"[old.more]\":\"x\"}", InputFormat.JSON))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "GR-10: recursion ends in references, and each type stands there once; types a hundred deep are no trouble")
    void recursive() {
        JsonObject definitions = TypeView.schema(ALL).getJsonObject("$defs");
        assertThat(definitions.fieldNames()).contains("t.All", "t.Leaf", "t.Color", "google.protobuf.Timestamp");
        assertThat(definitions
                        .getJsonObject("t.All")
                        .getJsonObject("properties")
                        .getJsonObject("self")
                        .getString("$ref"))
                .isEqualTo("#/$defs/t.All");
        var source = new StringBuilder("syntax = \"proto3\"; package deep;");
        for (int i = 0; i < 100; i++) {
            source.append("message M")
                    .append(i)
                    .append("{ M")
                    .append((i + 1) % 100)
                    .append(" next = 1; }");
        }
        var first = ProtoSource.link(source.toString()).findMessageTypeByName("M0");
        JsonObject schema = TypeView.schema(first);
        assertThat(schema.getJsonObject("$defs").size()).isEqualTo(100);
        assertThat(read(schema)
                        .validate("{\"next\":".repeat(150) + "{\"wrong\":1}" + "}".repeat(150), InputFormat.JSON))
                .isNotEmpty();
        assertThat(read(schema).validate("{\"next\":".repeat(150) + "{}" + "}".repeat(150), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    @DisplayName("the schema of an enum and of a well-known type stand alone, too")
    void others() {
        Schema color = read(TypeView.schema(SchemaSamples.PROTO3.findEnumTypeByName("Color")));
        assertThat(color.validate("\"RED\"", InputFormat.JSON)).isEmpty();
        assertThat(color.validate("\"GREEN\"", InputFormat.JSON)).isNotEmpty();
        Schema time = read(TypeView.schema(com.google.protobuf.Timestamp.getDescriptor()));
        assertThat(time.validate("\"2026-01-31T12:00:00.5Z\"", InputFormat.JSON))
                .isEmpty();
        assertThat(time.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}
