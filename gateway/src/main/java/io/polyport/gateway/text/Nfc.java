package io.polyport.gateway.text;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Text of strangers in Unicode's normal form C. Bringing marks on one letter into order takes time with the square of their
 * number, so no more are taken than the Stream-Safe Text Format allows (UAX #15 §13): no language has nearly as many.
 */
public final class Nfc {
    private static final int MOST_MARKS = 30;

    private Nfc() {}

    /** Nothing when one letter has more marks than any language needs. */
    public static Optional<String> of(String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            marks = isMark(text.codePointAt(i)) ? marks + 1 : 0;
            if (marks > MOST_MARKS) {
                return Optional.empty();
            }
        }
        return Optional.of(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
