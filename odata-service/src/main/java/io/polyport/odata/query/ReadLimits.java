package io.polyport.odata.query;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;

/**
 * How much one request may ask of the database (OD-65): {@code odata.reading}. What asks for more is refused, and the refusal
 * names the key. How long a URL and its parts may be is checked before ({@link io.polyport.odata.url}).
 */
public record ReadLimits(
        @Doc("Most rows in one answer; 0 for no limit: answers are streamed, whatever their length.") @Default("0")
        long rows,

        @Doc("Most navigation properties in one path of $expand.") @Default("5")
        int expandDepth,

        @Doc(
                "Most tables that one statement joins or looks into for paths, $expand, presentations, any and all; and most tabular sections in one answer.")
        @Default("60")
        int joins) {
    private static final String KEY = "odata.reading.";
    public static final String ROWS_KEY = KEY + "rows";
    public static final String EXPAND_DEPTH_KEY = KEY + "expand-depth";
    static final String JOINS_KEY = KEY + "joins";

    public ReadLimits {
        Rules.of()
                .between("rows", rows, 0, Long.MAX_VALUE)
                .between("expand-depth", expandDepth, 1, 50)
                .between("joins", joins, 1, 1_000)
                .done();
    }

    public static ReadLimits defaults() {
        return new ReadLimits(0, 5, 60);
    }
}
