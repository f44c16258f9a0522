package io.polyport.grpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.ExtensionRegistry;
import io.polyport.grpc.transcoding.ProtoSource;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small or well-formed input that is made to cost much. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BombsTest {
    private static final int MOST = 16 << 20;

    private static MessageCodec codec(Descriptor type) {
        return MessageCodec.of(type, new KnownTypes() {
            @Override
            public Descriptor find(String fullName) {
                return null;
            }

            @Override
            public ExtensionRegistry extensions() {
                return ExtensionRegistry.getEmptyRegistry();
            }
        });
    }

    private static MessageCodec codec(String body) {
        return codec(ProtoSource.link("syntax = \"proto3\"; package p; message M { " + body + " }")
                .findMessageTypeByName("M"));
    }

    /** Of up to three tries, since the machine may stand still during one of them. */
    private static void quick(String what, double millis, Runnable work) {
        double best = Double.MAX_VALUE;
        for (int tries = 0; tries < 3 && best >= millis; tries++) {
            long began = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - began) / (double) TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(best).as(what).isLessThan(millis);
    }

    @Test
    @DisplayName("a number with a negative exponent of many millions is refused without being computed")
    void exponent() {
        MessageCodec codec = codec("int64 a = 1; uint64 b = 2; map<int32, int32> c = 3;");
        for (String json : new String[] {
            "{\"a\":1e-300000000}", "{\"a\":\"1e-300000000\"}", "{\"b\":1e-300000000}", "{\"c\":{\"1e-300000000\":1}}"
        }) {
            quick(
                    json,
                    1000,
                    () -> assertThatThrownBy(() -> codec.toWire(Buffer.buffer(json), JsonRules.USUAL, MOST))
                            .isInstanceOf(JsonFault.class)
                            .hasMessageContaining("whole number"));
        }
        assertThat(codec.toWire(Buffer.buffer("{\"a\":1.50e1,\"b\":10e-1}"), JsonRules.USUAL, MOST))
                .isEqualTo(Buffer.buffer(new byte[] {8, 15, 16, 1}));
    }

    @Test
    @DisplayName("keys of a map that are made to meet at one place of a known table cost no more than others")
    void meetingKeys() throws IOException {
        MessageCodec codec = codec("map<uint64, bool> a = 1;");
        // What the table multiplied by once: multiples of its inverse had the same upper half.
        BigInteger inverse = new BigInteger("9e3779b97f4a7c15", 16).modInverse(BigInteger.ONE.shiftLeft(Long.SIZE));
        var wire = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(wire);
        for (long i = 1; i <= 300_000; i++) {
            long key = inverse.longValue() * i;
            out.writeTag(1, 2);
            out.writeUInt32NoTag(CodedOutputStream.computeUInt64Size(1, key));
            out.writeUInt64(1, key);
        }
        out.flush();
        Buffer message = Buffer.buffer(wire.toByteArray());
        quick(
                "meeting keys",
                5_000,
                () -> assertThat(codec.toJson(message, JsonRules.USUAL, MOST).length())
                        .isGreaterThan(1_000_000));
    }

    /** Messages of very many fields, very many of which come with none. */
    private static MessageCodec wide() {
        var body = new StringBuilder("repeated M a = 1;");
        for (int i = 2; i < 100_000; i++) {
            if (i / 1_000 == 19) {
                continue;
            }
            body.append(" int32 f").append(i).append(" = ").append(i).append(';');
        }
        return codec(body.toString());
    }

    @Test
    @DisplayName("many empty messages of a type with very many fields cost what they are, in both directions")
    void wideTypes() {
        MessageCodec codec = wide();
        Buffer json = Buffer.buffer("{\"a\":[" + "{},".repeat(1_000_000) + "{\"f99999\":1}]}");
        quick("wide types", 10_000, () -> {
            Buffer wire = codec.toWire(json, JsonRules.USUAL, MOST);
            assertThat(codec.toJson(wire, JsonRules.USUAL, MOST)).isEqualTo(json);
            // A field twice: everything is put in order first.
            Buffer twice = wire.copy().appendBytes(new byte[] {16, 1, 16, 2});
            assertThat(codec.toJson(twice, JsonRules.USUAL, MOST).toString()).endsWith("{\"f99999\":1}],\"f2\":2}");
        });
    }

    @Test
    @DisplayName("a field far behind the first thousand is known to have come, in JSON and on the wire")
    void farFields() {
        MessageCodec codec = wide();
        assertThatThrownBy(() -> codec.toWire(Buffer.buffer("{\"f2000\":1,\"f2000\":2}"), JsonRules.USUAL, MOST))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("is given twice");
        Buffer twice = codec.toWire(Buffer.buffer("{\"f2000\":1,\"f3000\":1}"), JsonRules.USUAL, MOST)
                .appendBuffer(codec.toWire(Buffer.buffer("{\"f2000\":2}"), JsonRules.USUAL, MOST));
        assertThat(codec.toJson(twice, JsonRules.USUAL, MOST).toString()).isEqualTo("{\"f2000\":2,\"f3000\":1}");
    }

    @Test
    @DisplayName(
            "large messages within each other that all have to be put in order are refused, and small ones are not")
    void nestedDisorder() throws IOException {
        MessageCodec codec = codec("M a = 1; int32 b = 2; bytes c = 3;");
        assertThatThrownBy(
                        () -> codec.toJson(disordered(new byte[4 << 20], 90), JsonRules.USUAL, Integer.MAX_VALUE / 2))
                .isInstanceOf(WireFault.class)
                .hasMessageContaining("too much memory");
        assertThat(codec.toJson(disordered(new byte[100], 90), JsonRules.USUAL, MOST)
                        .toString())
                .endsWith("},\"b\":2}");
    }

    /** At each depth a field that comes twice. */
    private static Buffer disordered(byte[] innermost, int depth) throws IOException {
        var inner = new ByteArrayOutputStream();
        var first = CodedOutputStream.newInstance(inner);
        first.writeByteArray(3, innermost);
        first.flush();
        byte[] message = inner.toByteArray();
        for (int i = 0; i < depth; i++) {
            var outer = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(outer);
            out.writeInt32(2, 1);
            out.writeByteArray(1, message);
            out.writeInt32(2, 2);
            out.flush();
            message = outer.toByteArray();
        }
        return Buffer.buffer(message);
    }

    @Test
    @DisplayName("what is told of a fault does not repeat names as long as the document")
    void longNames() {
        MessageCodec codec = codec("map<string, M> a = 1;");
        String members = "\"x1\":1,\"x2\":2,\"x3\":3";
        Buffer json = Buffer.buffer("{\"a\":{\"" + "k".repeat(1 << 20) + "\":{" + members + "}}}");
        JsonFault fault = catchThrowableOfType(JsonFault.class, () -> codec.toWire(json, JsonRules.USUAL, MOST));
        assertThat(fault.spots()).hasSize(3).allSatisfy(spot -> {
            assertThat(spot.path()).startsWith("/a/kkk").hasSizeLessThan(2_000);
            assertThat(spot.detail()).contains("is not a field");
        });
        assertThat(fault.getMessage()).hasSizeLessThan(10_000);
    }
}
