package io.polyport.odata.url;

/** Which characters make a name, and how far a run of characters goes. */
final class Characters {
    private Characters() {}

    static boolean beginsName(char character) {
        return character == '_' || Character.isLetter(character);
    }

    /** Accents too: some systems send й as two characters. */
    static boolean inName(char character) {
        return beginsName(character)
                || Character.isDigit(character)
                || Character.getType(character) == Character.NON_SPACING_MARK;
    }

    static boolean digit(char character) {
        return character >= '0' && character <= '9';
    }

    static int nameEnd(String text, int from) {
        int at = from;
        while (at < text.length() && inName(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The first place from here on, before {@code to}, that holds none of these. */
    static int skip(String text, int from, int to, String skipped) {
        int at = from;
        while (at < to && skipped.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
