package io.polyport.gateway.password;

import java.util.Optional;

/** What a users file keeps instead of a password. */
sealed interface PasswordHash permits Argon2Hash, BcryptHash {
    /** Whether it was made of this password; takes tens of milliseconds on purpose, so never on an event loop. */
    boolean matches(byte[] password);

    /**
     * From its usual text.
     *
     * @throws IllegalArgumentException whose message continues "the hash …" and shows nothing of it
     */
    static PasswordHash parse(String text) {
        Optional<? extends PasswordHash> known =
                text.startsWith("$argon2id$") ? Argon2Hash.read(text) : BcryptHash.read(text);
        return known.orElseThrow(() -> new IllegalArgumentException(
                "must be an Argon2id ($argon2id$v=19$m=…,t=…,p=…$salt$hash) or bcrypt ($2a$, $2b$, $2y$) hash;"
                        + " make one with 'gateway hash-password'"));
    }
}
