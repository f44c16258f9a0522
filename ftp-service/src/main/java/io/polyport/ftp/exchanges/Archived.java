package io.polyport.ftp.exchanges;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A second name for a file whose own is taken where it is moved to. */
final class Archived {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private Archived() {}

    static String name(String name) {
        return name + "." + STAMP.format(Instant.now());
    }
}
