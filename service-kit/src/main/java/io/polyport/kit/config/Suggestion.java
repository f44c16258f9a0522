package io.polyport.kit.config;

import java.util.Collection;
import java.util.Optional;

/** The known word that an unknown one was probably meant to be, for reports about what people write. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean x?"}, or nothing when no word is near. */
    public static String among(Collection<String> known, String word) {
        return nearest(known, word)
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /** The known word alone, for reports in other languages. Of very many words, those that come first are looked at. */
    public static Optional<String> nearest(Collection<String> known, String word) {
        return NearestWord.among(known, word);
    }
}
