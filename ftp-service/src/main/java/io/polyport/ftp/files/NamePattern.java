package io.polyport.ftp.files;

import io.polyport.kit.pattern.Wildcards;

/** A pattern of names: {@code *} for any characters, also none, {@code ?} for one. */
public record NamePattern(String pattern) {
    public boolean matches(String name) {
        return Wildcards.STARS_AND_MARKS.matches(pattern, name);
    }
}
