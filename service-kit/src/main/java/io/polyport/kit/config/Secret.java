package io.polyport.kit.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** A text that is never printed: {@code toString} is {@code ****}; only {@link #reveal()} gives it away. */
public final class Secret {
    static final String MASK = "****";

    private final String value;
    private final Path file;

    private Secret(String value, Path file) {
        this.value = value;
        this.file = file;
    }

    public static Secret of(String value) {
        return new Secret(value, null);
    }

    static Secret ofFile(String value, Path file) {
        return new Secret(value, file);
    }

    /** The text itself; for the call that needs it, never to be kept in a field, a message or a log. */
    public String reveal() {
        return value;
    }

    /** The file that it was read from when the program started, if it came from one. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Same text; takes the same time wherever the first difference is. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
