package io.polyport.odata.url;

import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is meant by the text between the quotes of an argument. Clients write the quotes inside a condition twice, or once as
 * the documentation of the dialect does, and the documentation lets the last quote of the condition close the argument too
 * (OD-15).
 */
final class Quoted {
    private static final String PAIR = "''";

    private record Reading(String text, Place place) {}

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
        var readings = List.of(
                new Reading(plain(content), place.unpaired(content)),
                new Reading(content, place),
                new Reading(content + "'", place));
        var faults = new ArrayList<ODataException>();
        for (var reading : readings) {
            try {
                ExpressionParser.whole(reading.text(), reading.place(), limits);
                return reading.text();
            } catch (ODataException fault) {
                faults.add(fault);
            }
        }
        // A reading that is a filter but for one value tells more than one that is none at all.
        throw faults.stream()
                .filter(fault -> fault.code() != InnerCode.BAD_OPTION)
                .findFirst()
                .orElse(faults.getFirst());
    }
}
