package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.stream.Stream;

/**
 * What is meant by the text between the quotes of an argument. Clients write the quotes inside a condition twice, or once as
 * the documentation of the dialect does, and the documentation lets the last quote of the condition close the argument too
 * (OD-15).
 */
final class Quoted {
    private static final String PAIR = "''";

    private Quoted() {}

    /** No condition: a pair of quotes is one. */
    static String plain(String content) {
        return content.replace(PAIR, "'");
    }

    /**
     * A condition: the first reading that is a filter.
     *
     * @param place of the content
     * @throws ODataException when there is none, with the position; when a limit is passed
     */
    static String condition(String content, Place place, Limits limits) {
        if (content.isBlank()) {
            return "";
        }
        var once = fault(plain(content), place.unpaired(content), limits);
        if (once == null) {
            return plain(content);
        }
        var twice = fault(content, place, limits);
        if (twice == null) {
            return content;
        }
        String closed = content + "'";
        var shared = fault(closed, place, limits);
        if (shared == null) {
            return closed;
        }
        // A reading that is a filter but for one value tells more than one that is none at all.
        throw Stream.of(once, twice, shared)
                .filter(fault -> fault.code() != InnerCode.BAD_OPTION)
                .findFirst()
                .orElse(once);
    }

    private static ODataException fault(String text, Place place, Limits limits) {
        try {
            ExpressionParser.whole(text, place, limits);
            return null;
        } catch (ODataException fault) {
            return fault;
        }
    }
}
