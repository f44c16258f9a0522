package io.polyport.kit.config;

import java.util.Map;
import java.util.regex.Pattern;

/** A number of bytes, 0 or more, written with a binary unit: {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(B|KiB|MiB|GiB)");
    private static final Map<String, Long> UNITS = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /** Reads the written form; fails with an {@link IllegalArgumentException} that says what form is needed. */
    public static ByteSize parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("is not a size such as 512B, 64KiB, 1MiB, 2GiB");
        }
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(match.group(1)), UNITS.get(match.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large a size", e);
        }
    }

    /** As an {@code int}, for interfaces that count so; more than {@link Integer#MAX_VALUE} gives that. */
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The written form with the largest unit that needs no fraction. */
    @Override
    public String toString() {
        for (var unit : new String[] {"GiB", "MiB", "KiB"}) {
            if (bytes > 0 && bytes % UNITS.get(unit) == 0) {
                return bytes / UNITS.get(unit) + unit;
            }
        }
        return bytes + "B";
    }
}
