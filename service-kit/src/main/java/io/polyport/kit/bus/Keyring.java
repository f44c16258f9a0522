package io.polyport.kit.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys with which the gateway seals what it says on the bus: HMAC-SHA-256, told apart by an id, so that a key can be
 * exchanged while both are known. A sealed message is the key id's length (1), the key id, the MAC (32), the message.
 */
public final class Keyring {
    private static final int MAC_BYTES = 32;
    private static final int LEAST_KEY_BYTES = 32;

    private final Map<String, byte[]> keys;
    private final String current;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(Keyring::newMac);

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
        var derived = new java.util.HashMap<String, byte[]>();
        keys.forEach((id, key) -> derived.put(id, mac(key, Buffer.buffer("derive:" + purpose), 0)));
        return new Keyring(derived, current);
    }

    public Buffer seal(Buffer message) {
        byte[] id = current.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer(1 + id.length + MAC_BYTES + message.length())
                .appendByte((byte) id.length)
                .appendBytes(id)
                .appendBytes(mac(keys.get(current), message, 0))
                .appendBuffer(message);
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
        byte[] key = keys.get(sealed.getString(1, idEnd));
        if (key == null || !MessageDigest.isEqual(sealed.getBytes(idEnd, start), mac(key, sealed, start))) {
            return Optional.empty();
        }
        return Optional.of(sealed.slice(start, sealed.length()));
    }

    /** The first {@code length} bytes of the MAC of a text under the current key. */
    byte[] sign(String text, int length) {
        return java.util.Arrays.copyOf(mac(keys.get(current), Buffer.buffer(text), 0), length);
    }

    /** Whether any known key made this (shortened) MAC of the text. */
    boolean signed(String text, byte[] mac) {
        boolean found = false;
        for (byte[] key : keys.values()) {
            found |= MessageDigest.isEqual(mac, java.util.Arrays.copyOf(mac(key, Buffer.buffer(text), 0), mac.length));
        }
        return found;
    }

    private byte[] mac(byte[] key, Buffer message, int from) {
        try {
            Mac mac = macs.get();
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            mac.update(message.getBytes(from, message.length()));
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
