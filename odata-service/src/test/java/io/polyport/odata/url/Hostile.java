package io.polyport.odata.url;

import io.polyport.odata.problem.ODataException;
import java.util.function.Supplier;

/** Readings of which only one thing is asked: that they return, or say what is wrong. */
final class Hostile {
    private static final int LONGEST_TEXT = 2_000;

    private Hostile() {}

    /** The same text in each place of a URL where somebody's text may stand. */
    static void everywhere(String text, Limits limits) {
        read(() -> UrlParser.condition(text, limits));
        for (var start : new String[] {"", "/", "/R(", "/R(A='", "/R/", "/$", "/R/SliceLast(", "/R/SliceLast('"}) {
            read(() -> UrlParser.parse(start + text, "", limits));
            read(() -> UrlParser.parse(start + text + ")", "", limits));
        }
        read(() -> UrlParser.parse("/R/SliceLast(Condition='" + text + "')", "", limits));
        for (var option :
                new String[] {"$filter=", "$select=", "$expand=", "$orderby=", "$top=", "Condition='", "A='"}) {
            read(() -> UrlParser.parse("/R", option + text, limits));
        }
        read(() -> UrlParser.parse("", text, limits));
        read(() -> UrlParser.parse("", text.replace(' ', '&'), limits));
    }

    /** Whether it returns; any other fault than an {@link ODataException} goes on to the test. */
    static boolean read(Supplier<Object> reading) {
        try {
            return reading.get() != null;
        } catch (ODataException fault) {
            for (var language : new String[] {"ru", "en"}) {
                String text = fault.text(language);
                if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
                    throw new AssertionError("no text for a caller: " + text.length() + " characters");
                }
            }
            return false;
        }
    }
}
