package io.polyport.ftp.operations;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What HTTP's conditional requests (RFC 9110 §13) compare: a file's size and last change. The tag is weak, because two
 * writes within one second may have the same size.
 */
record FileConditions(OptionalLong size, Instant modified) {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Empty when size or time is not known: then nothing can be compared. */
    Optional<String> entityTag() {
        return size.isPresent() && modified != null
                ? Optional.of("W/\"" + size.getAsLong() + "-" + Long.toHexString(modified.toEpochMilli()) + "\"")
                : Optional.empty();
    }

    Optional<String> lastModified() {
        return Optional.ofNullable(modified).map(HTTP_DATE::format);
    }

    /** Whether the caller's copy is still good, so that 304 is the answer. */
    boolean isFresh(Optional<String> ifNoneMatch, Optional<String> ifModifiedSince) {
        if (ifNoneMatch.isPresent()) {
            // A star stands for any file that is there; one that tells no size may not be.
            return (ifNoneMatch.get().trim().equals("*") && size.isPresent())
                    || entityTag().map(tag -> lists(ifNoneMatch.get(), tag)).orElse(false);
        }
        return ifModifiedSince
                .flatMap(FileConditions::parse)
                .filter(since -> modified != null
                        && !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    }

    private static boolean lists(String header, String tag) {
        String bare = tag.substring(2);
        return Arrays.stream(header.split(","))
                .map(String::trim)
                .map(given -> given.startsWith("W/") ? given.substring(2) : given)
                .anyMatch(bare::equals);
    }

    private static Optional<Instant> parse(String date) {
        try {
            return Optional.of(Instant.from(HTTP_DATE.parse(date)));
        } catch (DateTimeParseException notADate) {
            return Optional.empty();
        }
    }
}
