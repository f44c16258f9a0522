package io.polyport.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class FrameCodecTest {
    private static final FrameCodec CODEC = new FrameCodec();
    private static final List<Map.Entry<String, String>> FIELDS =
            List.of(Map.entry("a", "1"), Map.entry("name", "значение"), Map.entry("empty", ""));
    private static final List<Frame> ALL = List.of(
            new Frame.Data(-5L, true, 65_535, Integer.MAX_VALUE, true, Buffer.buffer("bytes")),
            new Frame.Data(5L, false, 0, 0, false, Buffer.buffer()),
            new Frame.Head(1L, 2, 599, FIELDS, null),
            new Frame.Head(1L, 2, 200, List.of(), Buffer.buffer("whole")),
            new Frame.Head(1L, 2, 204, FIELDS, Buffer.buffer()),
            new Frame.End(1L, false, 2, 3, Long.MAX_VALUE, -1, FIELDS),
            new Frame.Fail(1L, true, 2, new JsonObject().put("code", "a.b")),
            new Frame.Credit(1L, false, 2, 1L << 40, 1L << 41),
            new Frame.Cancel(1L, false, 2, "причина"),
            new Frame.Ping("0123456789abcdef"));

    private static Buffer encode(int before, Frame frame) {
        Buffer wire = Buffer.buffer(new byte[before]);
        CODEC.encodeToWire(wire, frame);
        return wire;
    }

    @Test
    @DisplayName("every frame comes back from the wire as it was, wherever in the message it begins")
    void roundTrip() {
        for (Frame frame : ALL) {
            assertThat(CODEC.decodeFromWire(0, encode(0, frame))).isEqualTo(frame);
            assertThat(CODEC.decodeFromWire(37, encode(37, frame))).isEqualTo(frame);
        }
    }

    @Test
    @DisplayName("a reader skips what a newer sender put into the header")
    void longerHeader() {
        Buffer wire = encode(0, new Frame.Credit(1L, false, 2, 77, 5));
        Buffer newer = Buffer.buffer()
                .appendBuffer(wire.slice(0, 22))
                .appendString("new")
                .appendBuffer(wire.slice(22, wire.length()));
        newer.setByte(2, (byte) 25);
        assertThat(CODEC.decodeFromWire(0, newer)).isEqualTo(new Frame.Credit(1L, false, 2, 77, 5));
    }

    @Test
    @DisplayName("another version and an unknown kind are refused")
    void unknown() {
        for (int at : new int[] {0, 1}) {
            Buffer wire = encode(0, ALL.getFirst());
            wire.setByte(at, (byte) 99);
            assertThatThrownBy(() -> CODEC.decodeFromWire(0, wire)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("random frames of bytes come back unchanged")
    void random() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            var frame = new Frame.Data(
                    random.nextLong(),
                    random.nextBoolean(),
                    random.nextInt(65_536),
                    random.nextInt(),
                    random.nextBoolean(),
                    Buffer.buffer(bytes));
            assertThat(CODEC.decodeFromWire(0, encode(0, frame)))
                    .as("seed %d", seed)
                    .isEqualTo(frame);
        }
    }
}
