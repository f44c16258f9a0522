package io.polyport.kit.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one configuration record, for its compact constructor: all are looked at before {@link #done()} throws
 * one {@link ConfigFault} with all that are broken.
 */
public final class Rules {
    private final List<ConfigFault.Entry> broken = new ArrayList<>();

    public static Rules of() {
        return new Rules();
    }

    private Rules() {}

    /** A rule about {@code key} (kebab-case, seen from this record); {@code rule} says what must hold. */
    public Rules that(boolean holds, String key, String rule) {
        if (!holds) {
            broken.add(new ConfigFault.Entry(key, rule));
        }
        return this;
    }

    public Rules between(String key, long value, long least, long most) {
        return that(value >= least && value <= most, key, "must be " + least + " to " + most);
    }

    /** A TCP port to listen on or connect to, 0 (any free one) included. */
    public Rules port(String key, int value) {
        return between(key, value, 0, 65_535);
    }

    public Rules positive(String key, Duration value) {
        return that(value.isPositive(), key, "must be longer than nothing");
    }

    public Rules notBlank(String key, String value) {
        return that(!value.isBlank(), key, "must not be empty");
    }

    /** @throws ConfigFault with every broken rule */
    public void done() {
        if (!broken.isEmpty()) {
            throw new ConfigFault(broken);
        }
    }
}
