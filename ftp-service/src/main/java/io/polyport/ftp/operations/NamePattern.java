package io.polyport.ftp.operations;

import io.polyport.kit.pattern.Wildcards;

/** A pattern of names: {@code *} for any characters, also none, {@code ?} for one. */
record NamePattern(String pattern) {
    boolean matches(String name) {
        return Wildcards.STARS_AND_MARKS.matches(pattern, name);
    }
}
