package io.polyport.grpc;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Metadata of a call in their order; keys may occur more than once. */
public record GrpcMetadata(List<Entry> entries) {
    public static final GrpcMetadata NONE = new GrpcMetadata(List.of());

    private static final Pattern KEY = Pattern.compile("[0-9a-z_.-]+");

    public GrpcMetadata {
        entries = List.copyOf(entries);
    }

    /** One of them. Its key is in lower case, and ends with {@code -bin} for bytes and for nothing else. */
    public sealed interface Entry {
        String key();
    }

    /** @param value printable ASCII */
    public record Text(String key, String value) implements Entry {
        public Text {
            requireKey(key, false);
            if (!value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
                throw new IllegalArgumentException("is not printable ASCII");
            }
        }
    }

    /** @param value the bytes, without the base64 that they travel in */
    public record Bytes(String key, Buffer value) implements Entry {
        public Bytes {
            requireKey(key, true);
        }
    }

    private static void requireKey(String key, boolean bytes) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("is no key: only a-z 0-9 _ . - are");
        }
        if (key.endsWith("-bin") != bytes) {
            throw new IllegalArgumentException(bytes ? "must end with -bin" : "must be bytes, since it ends with -bin");
        }
    }

    /** These, and the others behind them. */
    public GrpcMetadata with(GrpcMetadata others) {
        var all = new ArrayList<>(entries);
        all.addAll(others.entries());
        return new GrpcMetadata(all);
    }

    /** The first text under a key. */
    public Optional<String> text(String key) {
        return entries.stream()
                .filter(entry -> entry.key().equals(key) && entry instanceof Text)
                .map(entry -> ((Text) entry).value())
                .findFirst();
    }
}
