package io.polyport.kit.config;

import java.util.Locale;

/** Where a key is: its name in reports, {@code ftp.connect-timeout}, and its variable, {@code FTP_CONNECT_TIMEOUT}. */
record KeyPath(String text, String variable) {
    static final KeyPath ROOT = new KeyPath("", "");

    KeyPath key(String name) {
        var shown = name.matches("[\\p{L}\\p{N}_<>-]+") ? name : Faults.quote(name);
        var upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9<>]", "_");
        if (text.isEmpty()) {
            return new KeyPath(shown, upper);
        }
        return new KeyPath(text + "." + shown, variable.isEmpty() ? "" : variable + "_" + upper);
    }

    /** An item of a list; neither it nor what is in it has a variable. */
    KeyPath item(int index) {
        return new KeyPath(text + "[" + index + "]", "");
    }

    KeyPath anyItem() {
        return new KeyPath(text + "[]", "");
    }
}
