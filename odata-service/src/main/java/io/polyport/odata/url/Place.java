package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.function.IntUnaryOperator;

/**
 * Which text a fault is in. Callers count its characters from 1.
 *
 * @param code of faults of syntax in this text
 * @param origin from a position in the text to the one in what the caller wrote
 */
record Place(InnerCode code, String russian, String english, IntUnaryOperator origin) {
    private static final int SHOWN = 60;

    static Place path() {
        return new Place(InnerCode.BAD_URL, "путь", "the path", IntUnaryOperator.identity());
    }

    static Place option(String name) {
        return new Place(InnerCode.BAD_OPTION, name, name, IntUnaryOperator.identity());
    }

    static Place condition() {
        return new Place(InnerCode.BAD_OPTION, "условие", "the condition", IntUnaryOperator.identity());
    }

    /** The arguments of a function in the path. */
    static Place arguments() {
        return new Place(InnerCode.BAD_OPTION, "путь", "the path", IntUnaryOperator.identity());
    }

    /** A part of this text that begins here. */
    Place from(int offset) {
        return new Place(code, russian, english, position -> origin.applyAsInt(position + offset));
    }

    /** The same text with each pair of quotes read as one. */
    Place unpaired(String paired) {
        return new Place(code, russian, english, position -> origin.applyAsInt(written(paired, position)));
    }

    private static int written(String paired, int position) {
        int at = 0;
        for (int left = position; left > 0; left--) {
            at += paired.startsWith("''", at) ? 2 : 1;
        }
        return at;
    }

    /** A fault of syntax; the texts say what was expected. */
    ODataException fault(int position, String russian, String english) {
        return fault(code, position, russian, english);
    }

    /** A value that can't be one of its type. */
    ODataException unreadable(int position, String written, String type, String russian, String english) {
        return fault(
                InnerCode.UNREADABLE_STRING,
                position,
                "не удалось разобрать «" + shown(written) + "» как значение типа " + type + "; " + russian,
                "'" + shown(written) + "' can't be read as a value of type " + type + "; " + english);
    }

    private ODataException fault(InnerCode code, int position, String russian, String english) {
        int character = origin.applyAsInt(position) + 1;
        return new ODataException(
                code,
                this.russian + ", символ " + character + ": " + russian + ".",
                this.english + ", character " + character + ": " + english + ".");
    }

    /** What a caller wrote, short enough for a message and without characters that XML forbids. */
    static String shown(String written) {
        var shown = new StringBuilder();
        written.codePoints()
                .limit(SHOWN)
                .map(each ->
                        Character.isISOControl(each) || Character.getType(each) == Character.SURROGATE ? '?' : each)
                .forEach(shown::appendCodePoint);
        return written.length() > SHOWN ? shown.append('…').toString() : shown.toString();
    }
}
