package io.polyport.kit.bus;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Ids of opened things (connections, streams, uploads): {@code ~} and base64url of the instance (8 bytes), 128 random
 * bits and a MAC (16 bytes) over both, the tenant and the subject. Whoever holds no key can't make one, and one that was
 * given to somebody else is as unknown as a forged one.
 */
public final class OpenedIds {
    private static final int INSTANCE = 8;
    private static final int RANDOM = 16;
    private static final int MAC = 16;

    private final Keyring keyring;
    private final SecureRandom random = new SecureRandom();

    public OpenedIds(Keyring keyring) {
        this.keyring = keyring.derive("opened-ids");
    }

    /** A new id of a thing that lives on {@code instance} and belongs to the principal. */
    public String create(String instance, Principal owner) {
        byte[] bytes = new byte[INSTANCE + RANDOM + MAC];
        byte[] name = HexFormat.of().parseHex(instance);
        System.arraycopy(name, 0, bytes, 0, INSTANCE);
        byte[] bits = new byte[RANDOM];
        random.nextBytes(bits);
        System.arraycopy(bits, 0, bytes, INSTANCE, RANDOM);
        System.arraycopy(keyring.sign(bound(bytes, owner), MAC), 0, bytes, INSTANCE + RANDOM, MAC);
        return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The instance on which the thing lives; empty when the id is forged or was given to somebody else. */
    public Optional<String> instanceOf(String id, Principal asker) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(id.substring(1));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException malformed) {
            return Optional.empty();
        }
        if (bytes.length != INSTANCE + RANDOM + MAC) {
            return Optional.empty();
        }
        byte[] mac = java.util.Arrays.copyOfRange(bytes, INSTANCE + RANDOM, bytes.length);
        return keyring.signed(bound(bytes, asker), mac)
                ? Optional.of(HexFormat.of().formatHex(bytes, 0, INSTANCE))
                : Optional.empty();
    }

    /** What the MAC is over; lengths stand before the names, so that no two owners give the same text. */
    private static String bound(byte[] bytes, Principal owner) {
        return HexFormat.of().formatHex(bytes, 0, INSTANCE + RANDOM)
                + ':'
                + owner.tenant().getBytes(StandardCharsets.UTF_8).length
                + ':'
                + owner.tenant()
                + ':'
                + owner.subject();
    }
}
