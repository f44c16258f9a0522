package io.polyport.kit.config;

import java.util.List;

/** Thrown by the compact constructor of a configuration record: its values are not right, alone or together. */
public final class ConfigFault extends RuntimeException {
    private final transient List<Entry> entries;

    /**
     * @param key path of the key, seen from the record that throws ({@code port}, {@code tls.key-file}); empty for the
     *     record as a whole
     * @param rule what must hold, without the value: {@code must be 1 to 65535}
     */
    record Entry(String key, String rule) {}

    public ConfigFault(String key, String rule) {
        this(List.of(new Entry(key, rule)));
    }

    ConfigFault(List<Entry> entries) {
        super(entries.stream()
                .map(entry -> entry.key() + ": " + entry.rule())
                .toList()
                .toString());
        this.entries = List.copyOf(entries);
    }

    List<Entry> entries() {
        return entries;
    }
}
