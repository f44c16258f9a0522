package io.polyport.kit.bus;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which the gateway seals what it says on the bus: HMAC-SHA-256, told apart by an id, so that a key can be
 * exchanged while both are known. A sealed message is the key id's length (1), the key id, the MAC (32), the message.
 */
public final class Keyring {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final byte[] NO_MAC = new byte[MAC_BYTES];
    private static final int LEAST_KEY_BYTES = 32;

    private final Map<String, byte[]> keys;
    private final String current;
    /** By key id, each ready for its key: making one ready costs as much as a short message. */
    private final ThreadLocal<Map<String, Mac>> macs = ThreadLocal.withInitial(HashMap::new);

    /**
     * @param keys key bytes by id, at least {@value #LEAST_KEY_BYTES} bytes each
     * @param current the id of the key that seals; the others only verify
     */
    public Keyring(Map<String, byte[]> keys, String current) {
        if (!keys.containsKey(current)) {
            throw new IllegalArgumentException("there is no seal key '" + current + "'");
        }
        keys.forEach((id, key) -> {
            if (id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > 100 || key.length < LEAST_KEY_BYTES) {
                throw new IllegalArgumentException(
                        "seal key '" + id + "' needs an id and at least " + LEAST_KEY_BYTES + " bytes");
            }
        });
        this.keys = Map.copyOf(keys);
        this.current = current;
    }

    /** A keyring with one key, for one purpose apart from the bus: a MAC made with it fits nothing else. */
    public Keyring derive(String purpose) {
        var derived = new HashMap<String, byte[]>();
        keys.keySet().forEach(id -> derived.put(id, mac(id, Buffer.buffer("derive:" + purpose), 0)));
        return new Keyring(derived, current);
    }

    public Buffer seal(Buffer message) {
        return seal(message.length(), wire -> wire.appendBuffer(message));
    }

    /**
     * Seals what {@code message} appends to the buffer that it gets, without a copy of it.
     *
     * @param size about how many bytes it will append
     */
    Buffer seal(int size, Consumer<Buffer> message) {
        byte[] id = current.getBytes(StandardCharsets.UTF_8);
        int start = 1 + id.length + MAC_BYTES;
        Buffer wire = Buffer.buffer(start + size)
                .appendByte((byte) id.length)
                .appendBytes(id)
                .appendBytes(NO_MAC);
        message.accept(wire);
        return wire.setBytes(1 + id.length, mac(current, wire, start));
    }

    /** The message, when a known key sealed exactly it. */
    public Optional<Buffer> open(Buffer sealed) {
        if (sealed.length() < 1) {
            return Optional.empty();
        }
        int idEnd = 1 + Byte.toUnsignedInt(sealed.getByte(0));
        int start = idEnd + MAC_BYTES;
        if (sealed.length() < start) {
            return Optional.empty();
        }
        String id = sealed.getString(1, idEnd);
        if (!keys.containsKey(id) || !MessageDigest.isEqual(sealed.getBytes(idEnd, start), mac(id, sealed, start))) {
            return Optional.empty();
        }
        return Optional.of(sealed.slice(start, sealed.length()));
    }

    /** Whether we would take what the other one seals. */
    boolean trusts(Keyring other) {
        byte[] known = keys.get(other.current);
        return other == this || (known != null && MessageDigest.isEqual(known, other.keys.get(other.current)));
    }

    /** The first {@code length} bytes of the MAC of a text under the current key. */
    byte[] sign(String text, int length) {
        return Arrays.copyOf(mac(current, Buffer.buffer(text), 0), length);
    }

    /** Whether any known key made this (shortened) MAC of the text. */
    boolean signed(String text, byte[] mac) {
        boolean found = false;
        for (String id : keys.keySet()) {
            found |= MessageDigest.isEqual(mac, Arrays.copyOf(mac(id, Buffer.buffer(text), 0), mac.length));
        }
        return found;
    }

    private byte[] mac(String id, Buffer message, int from) {
        Mac mac = macs.get().computeIfAbsent(id, this::newMac);
        ByteBuf bytes = ((BufferInternal) message).getByteBuf();
        int length = message.length() - from;
        if (bytes.hasArray()) {
            mac.update(bytes.array(), bytes.arrayOffset() + bytes.readerIndex() + from, length);
        } else {
            mac.update(message.getBytes(from, message.length()));
        }
        return mac.doFinal();
    }

    private Mac newMac(String id) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keys.get(id), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
