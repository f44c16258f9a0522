package io.polyport.kit.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.address.InstanceId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Envelopes on the wire, their seals, and the ids of opened things. */
final class SealingTest {
    private static final byte[] OLD = key(1);
    private static final byte[] NEW = key(2);
    private static final Keyring KEYS = new Keyring(Map.of("old", OLD), "old");
    private static final Principal IVAN = principal("acme", "ivan");

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static Principal principal(String tenant, String subject) {
        return new Principal(subject, tenant, Set.of("a:read", "b"), new JsonObject().put("department", 7));
    }

    private static Envelope envelope(String text) {
        return new Envelope(
                new Envelope.Request(
                        "ftp.read",
                        "GET",
                        "/" + text,
                        text,
                        "https://x/" + text,
                        List.of(Map.entry("accept", text), Map.entry("accept", "второй")),
                        Map.of("path", text)),
                principal(text, text),
                List.of("/a/**", text),
                List.of("archive"),
                List.of(
                        new Envelope.Grant("read", List.of(text, "b"), List.of()),
                        new Envelope.Grant("write", List.of(), List.of(text))),
                new Envelope.Trace(text, "00-1"),
                1_234_567_890_123L,
                30_000,
                new Envelope.Origin("0123456789abcdef", 3, -77),
                new Envelope.Body(Envelope.BodyKind.STREAM, -1),
                new Envelope.Flow(Envelope.Way.WEBSOCKET, 600_000),
                new Envelope.Publication(text, List.of(Map.entry("Область", text), Map.entry(text, "7"))));
    }

    private static Buffer wire(Envelope envelope) {
        Buffer wire = Buffer.buffer();
        EnvelopeCodec.encode(wire, envelope);
        return wire;
    }

    @Test
    @DisplayName("an envelope comes back from the wire as it was")
    void roundTrip() {
        for (String text : List.of("", "x", "путь/%2F", "\0\n\"", "a".repeat(70_000))) {
            var envelope = envelope(text);
            assertThat(EnvelopeCodec.decode(wire(envelope))).isEqualTo(envelope);
        }
    }

    @Test
    @DisplayName("a reader of envelopes skips fields that it does not know, and refuses another version")
    void evolution() {
        Buffer wire = wire(envelope("x"));
        Buffer newer = wire.copy().appendByte((byte) 99).appendInt(3).appendString("new");
        assertThat(EnvelopeCodec.decode(newer)).isEqualTo(envelope("x"));
        Buffer newWay = newer.copy();
        newWay.setByte(wire.length() - 9, (byte) 7);
        assertThat(EnvelopeCodec.decode(newWay).flow().way()).isEqualTo(Envelope.Way.HALF);
        assertThat(EnvelopeCodec.decode(wire.slice(0, wire.length() - 14)).flow())
                .isEqualTo(Envelope.Flow.USUAL);
        newer.setByte(0, (byte) 2);
        assertThatThrownBy(() -> EnvelopeCodec.decode(newer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("no altered, shortened or lengthened envelope is ever opened")
    void altered() {
        Buffer sealed = KEYS.seal(wire(envelope("x")));
        assertThat(KEYS.open(sealed).map(EnvelopeCodec::decode)).contains(envelope("x"));
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int at = 0; at < sealed.length(); at++) {
            Buffer other = sealed.copy();
            other.setByte(at, (byte) (other.getByte(at) ^ (1 << random.nextInt(8))));
            assertThat(KEYS.open(other)).as("byte %d, seed %d", at, seed).isEmpty();
            assertThat(KEYS.open(sealed.slice(0, at))).isEmpty();
        }
        assertThat(KEYS.open(sealed.copy().appendByte((byte) 0))).isEmpty();
    }

    @Test
    @DisplayName("within a process an opening is passed on as it is, by who could have sealed it only")
    void passedOn() {
        var opening = new Opening(envelope("x"), Buffer.buffer("body"));
        assertThat(Opening.open(new Opening.Passed(opening, KEYS), KEYS)).contains(opening);
        var both = new Keyring(Map.of("old", OLD, "new", NEW), "new");
        assertThat(Opening.open(new Opening.Passed(opening, KEYS), both)).contains(opening);
        assertThat(Opening.open(new Opening.Passed(opening, both), KEYS)).isEmpty();
        assertThat(Opening.open(new Opening.Passed(opening, new Keyring(Map.of("old", NEW), "old")), KEYS))
                .isEmpty();
        assertThat(Opening.open("anything else", KEYS)).isEmpty();
        var codec = new OpeningCodec();
        var passed = new Opening.Passed(opening, KEYS);
        assertThat(codec.transform(passed)).isSameAs(passed);
        assertThatThrownBy(() -> codec.encodeToWire(Buffer.buffer(), passed))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("while a key is exchanged both are known; then the old one is not")
    void keyExchange() {
        var both = new Keyring(Map.of("old", OLD, "new", NEW), "new");
        var after = new Keyring(Map.of("new", NEW), "new");
        var message = Buffer.buffer("hello");
        assertThat(both.open(KEYS.seal(message))).contains(message);
        assertThat(after.open(both.seal(message))).contains(message);
        assertThat(after.open(KEYS.seal(message))).isEmpty();
        assertThat(KEYS.open(both.seal(message))).isEmpty();
        assertThat(KEYS.open(KEYS.derive("other").seal(message))).isEmpty();
        assertThatThrownBy(() -> new Keyring(Map.of("short", new byte[31]), "short"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("the id of an opened thing is known to its owner only, and to no one when a character is changed")
    void openedIds() {
        var ids = new OpenedIds(KEYS);
        String instance = InstanceId.random();
        String id = ids.create(instance, IVAN);
        assertThat(id).matches("~[A-Za-z0-9_-]{54}");
        assertThat(ids.instanceOf(id, IVAN)).contains(instance);
        assertThat(ids.create(instance, IVAN)).isNotEqualTo(id);
        for (var other : List.of(principal("acme", "olga"), principal("other", "ivan"), principal("", "acme:ivan"))) {
            assertThat(ids.instanceOf(id, other)).isEmpty();
        }
        assertThat(new OpenedIds(new Keyring(Map.of("new", NEW), "new")).instanceOf(id, IVAN))
                .isEmpty();
        for (int at = 1; at < id.length() - 1; at++) {
            char changed = id.charAt(at) == 'A' ? 'B' : 'A';
            assertThat(ids.instanceOf(id.substring(0, at) + changed + id.substring(at + 1), IVAN))
                    .isEmpty();
        }
        for (String bad : List.of("", "~", "~%%%", id.substring(0, 20), id + "A")) {
            assertThat(ids.instanceOf(bad, IVAN)).isEmpty();
        }
    }
}
