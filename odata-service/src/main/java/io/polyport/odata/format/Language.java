package io.polyport.odata.format;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The language of texts for people: {@code ru} or {@code en} (OD-30, OD-31). */
public final class Language {
    public static final String RUSSIAN = "ru";
    public static final String ENGLISH = "en";

    private Language() {}

    /**
     * The one of the two that the caller likes best.
     *
     * @param header value of {@code Accept-Language}
     * @param otherwise for callers that named neither
     */
    public static String of(Optional<String> header, String otherwise) {
        return MediaRange.list(header.orElse("")).stream()
                .filter(range -> range.weight() > 0)
                .sorted(Comparator.comparingInt(MediaRange::weight).reversed())
                .map(range -> range.type().split("-", 2)[0].toLowerCase(Locale.ROOT))
                .filter(tag -> tag.equals(RUSSIAN) || tag.equals(ENGLISH))
                .findFirst()
                .orElse(otherwise);
    }
}
