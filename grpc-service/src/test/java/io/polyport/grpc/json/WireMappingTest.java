package io.polyport.grpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes over the wire and is not as a good sender writes it. */
final class WireMappingTest {
    private static final int MOST = 1 << 20;

    private final EveryKind kinds = EveryKind.ALL;
    private final MessageCodecs codecs = new MessageCodecs(kinds);

    private String json(Descriptor type, byte[] wire) {
        return codecs.of(type)
                .toJson(Buffer.buffer(wire), JsonRules.USUAL, MOST)
                .toString();
    }

    private String json(Message message) {
        return json(message.getDescriptorForType(), message.toByteArray());
    }

    private byte[] wire(String json) {
        return codecs.of(kinds.proto3)
                .toWire(Buffer.buffer(json), JsonRules.USUAL, MOST)
                .getBytes();
    }

    private String joined(String... messages) {
        var all = new ByteArrayOutputStream();
        for (String message : messages) {
            all.writeBytes(wire(message));
        }
        return json(kinds.proto3, all.toByteArray());
    }

    @Test
    @DisplayName(
            "pieces of a message are merged: the last value, the last member of a oneof, all elements, the last entry")
    void merged() {
        assertThat(joined("{\"int32One\":1}", "{\"stringOne\":\"a\"}", "{\"int32One\":2}"))
                .isEqualTo("{\"int32One\":2,\"stringOne\":\"a\"}");
        assertThat(joined("{\"int32Many\":[1]}", "{\"stringOne\":\"a\"}", "{\"int32Many\":[2,3]}"))
                .isEqualTo("{\"int32Many\":[1,2,3],\"stringOne\":\"a\"}");
        assertThat(joined("{\"choiceText\":\"a\"}", "{\"choiceNumber\":1}")).isEqualTo("{\"choiceNumber\":1}");
        assertThat(joined("{\"choiceEvery\":{\"int32One\":1}}", "{\"choiceEvery\":{\"boolOne\":true}}"))
                .isEqualTo("{\"choiceEvery\":{\"int32One\":1,\"boolOne\":true}}");
        assertThat(joined(
                        "{\"choiceEvery\":{\"int32One\":1}}",
                        "{\"choiceNumber\":1}",
                        "{\"choiceEvery\":{\"boolOne\":true}}"))
                .isEqualTo("{\"choiceEvery\":{\"boolOne\":true}}");
        assertThat(joined(
                        "{\"childMessage\":{\"int32Many\":[1],\"childMessage\":{\"int32One\":1}}}",
                        "{\"childMessage\":{\"int32Many\":[2],\"childMessage\":{\"int32One\":5}}}"))
                .isEqualTo("{\"childMessage\":{\"int32Many\":[1,2],\"childMessage\":{\"int32One\":5}}}");
        assertThat(joined("{\"byString\":{\"a\":1,\"b\":2}}", "{\"byString\":{\"a\":3}}"))
                .isEqualTo("{\"byString\":{\"a\":3,\"b\":2}}");
        assertThat(joined("{\"structMessage\":{\"a\":1}}", "{\"structMessage\":{\"b\":2,\"a\":true}}"))
                .isEqualTo("{\"structMessage\":{\"a\":true,\"b\":2.0}}");
        assertThat(joined("{\"valueMessage\":[1]}", "{\"valueMessage\":\"a\"}")).isEqualTo("{\"valueMessage\":\"a\"}");
    }

    @Test
    @DisplayName("a value that a later zero takes back is not there")
    void zeroWins() {
        byte[] one = wire("{\"int32One\":1}");
        byte[] both = java.util.Arrays.copyOf(one, one.length + 2);
        both[one.length] = one[0];
        assertThat(json(kinds.proto3, both)).isEqualTo("{}");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("bytes that are no message are refused")
    @ValueSource(
            strings = {
                "08",
                "0880",
                "00",
                "0a05ff",
                "0affffffffffffffffff01",
                "0affffffff0f",
                "0affffffff07",
                "0d0000",
                "090000",
                "0e",
                "0f",
                "0c",
                "0b",
                "0b14",
                "08ffffffffffffffffffff01"
            })
    void noMessage(String hex) {
        byte[] wire = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> json(kinds.proto3, wire)).isInstanceOf(WireFault.class);
    }

    @Test
    @DisplayName("an Any of a type that nobody knows keeps its bytes")
    void unknownAny() {
        var any = Any.newBuilder().setTypeUrl("types/no.Such").setValue(ByteString.copyFromUtf8("??>"));
        assertThat(json(any.build())).isEqualTo("{\"@type\":\"types/no.Such\",\"value\":\"Pz8+\"}");
    }

    @Test
    @DisplayName("what JSON cannot say is refused: times out of range, mixed signs, lost paths, numbers that are none")
    void unspeakable() {
        for (Message message : new Message[] {
            Timestamp.newBuilder().setSeconds(Moment.LAST + 1).build(),
            Timestamp.newBuilder().setNanos(-1).build(),
            Duration.newBuilder().setSeconds(1).setNanos(-1).build(),
            Duration.newBuilder().setSeconds(Moment.LONGEST + 1).build(),
            FieldMask.newBuilder().addPaths("fooBar").build(),
            FieldMask.newBuilder().addPaths("foo__bar").build(),
            Value.newBuilder().setNumberValue(Double.NaN).build()
        }) {
            assertThatThrownBy(() -> json(message)).isInstanceOf(WireFault.class);
        }
    }

    @Test
    @DisplayName("Any in Any in Any ends at the depth limit, and not with the stack")
    void nestedAny() {
        Any any = Any.getDefaultInstance();
        for (int depth = 0; depth < 5000; depth++) {
            any = Any.pack(any);
        }
        Any deep = any;
        assertThatThrownBy(() -> json(deep)).isInstanceOf(WireFault.class).hasMessageContaining("deeper than 100");
    }

    @Test
    @DisplayName(
            "text that has to be UTF-8 is refused when it is not; where it need not be, the wrong bytes are replaced")
    void text() {
        int tag = kinds.proto3.findFieldByName("string_one").getNumber() * 8 + 2;
        var wire = new WireWriter(16, MOST);
        wire.varint(tag);
        wire.varint(2);
        wire.put('a');
        wire.put(0xff);
        assertThatThrownBy(() -> json(kinds.proto3, wire.copy()))
                .isInstanceOf(WireFault.class)
                .hasMessageContaining("string_one");
        var old = new WireWriter(16, MOST);
        old.varint(kinds.proto2.findFieldByName("string_one").getNumber() * 8 + 2);
        old.varint(2);
        old.put('a');
        old.put(0xff);
        assertThat(json(kinds.proto2, old.copy())).isEqualTo("{\"stringOne\":\"a\uFFFD\"}");
    }

    @Test
    @DisplayName("whatever bytes come, they end as JSON or as a fault")
    void noise() {
        long seed = Long.getLong("polyport.json.seed", 20_261_122);
        var random = new Random(seed);
        for (int count = 0; count < 20_000; count++) {
            byte[] wire = new byte[random.nextInt(60)];
            random.nextBytes(wire);
            for (Descriptor type : new Descriptor[] {kinds.proto2, kinds.proto3, kinds.edition}) {
                try {
                    Oracle.tree(json(type, wire));
                } catch (WireFault refused) {
                    assertThat(refused.getMessage())
                            .as("seed %d, number %d", seed, count)
                            .isNotBlank();
                }
            }
        }
    }
}
