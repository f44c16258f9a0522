package io.polyport.gateway.password;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, version 1.3 (RFC 9106), written as its reference implementation writes it. */
final class Argon2Hash implements PasswordHash {
    private static final Pattern FORM =
            Pattern.compile("\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,3})"
                    + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    /** Each check takes so much of the heap for as long as it lasts. */
    private static final int MOST_MEMORY_KIB = 128 * 1024;

    private static final int MOST_ITERATIONS = 20;
    private static final int MOST_LANES = 16;
    /** RFC 9106 §3.1: eight blocks for each lane. */
    private static final int LEAST_MEMORY_PER_LANE = 8;

    private static final int MADE_MEMORY_KIB = 19 * 1024;
    private static final int MADE_ITERATIONS = 2;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final int memoryKib;
    private final int iterations;
    private final int lanes;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2Hash(int memoryKib, int iterations, int lanes, byte[] salt, byte[] hash) {
        this.memoryKib = memoryKib;
        this.iterations = iterations;
        this.lanes = lanes;
        this.salt = salt;
        this.hash = hash;
    }

    /** With 19 MiB, two passes and one lane, which is what OWASP's cheat sheet asks for at least. */
    static Argon2Hash of(byte[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(MADE_MEMORY_KIB, MADE_ITERATIONS, 1, salt, password, HASH_BYTES);
        return new Argon2Hash(MADE_MEMORY_KIB, MADE_ITERATIONS, 1, salt, hash);
    }

    /** Empty when the text is none, or asks for more than a gateway should spend on one login. */
    static Optional<Argon2Hash> read(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int memory = Integer.parseInt(form.group(1));
        int iterations = Integer.parseInt(form.group(2));
        int lanes = Integer.parseInt(form.group(3));
        boolean bearable = lanes >= 1
                && lanes <= MOST_LANES
                && iterations >= 1
                && iterations <= MOST_ITERATIONS
                && memory >= LEAST_MEMORY_PER_LANE * lanes
                && memory <= MOST_MEMORY_KIB;
        try {
            return bearable
                    ? Optional.of(new Argon2Hash(
                            memory,
                            iterations,
                            lanes,
                            Base64.getDecoder().decode(form.group(4)),
                            Base64.getDecoder().decode(form.group(5))))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    @Override
    public boolean matches(byte[] password) {
        return MessageDigest.isEqual(hash, compute(memoryKib, iterations, lanes, salt, password, hash.length));
    }

    private static byte[] compute(int memory, int iterations, int lanes, byte[] salt, byte[] password, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] computed = new byte[length];
        generator.generateBytes(password, computed);
        return computed;
    }

    /** For a users file. */
    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=" + lanes + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash);
    }

    /** Never the hash: who has it can guess at leisure. */
    @Override
    public String toString() {
        return "Argon2Hash[****]";
    }
}
