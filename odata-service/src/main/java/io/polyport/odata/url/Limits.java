package io.polyport.odata.url;

import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;

/** How long and how deep a URL may be (OD-65): {@code odata.limits}. What is more is refused, and the refusal names the key. */
public record Limits(
        @Doc("Most characters of a URL's path and query, as they were sent.") @Default("65536")
        int urlLength,

        @Doc("How deep parentheses, functions and operators of one expression may stand in each other; a row of a"
                + " thousand 'or' counts as eleven.")
        @Default("100")
        int nesting,

        @Doc("Most operators, functions, names and values of one expression.") @Default("5000")
        int nodes,

        @Doc("Most paths in each of $select, $expand and $orderby.") @Default("200")
        int paths,

        @Doc("Most names in one path, which is also how deep $expand goes.") @Default("20")
        int levels,

        @Doc("Most characters of a template of like.") @Default("1000")
        int template) {
    /** Who walks through a tree of this height stays well within the stack of a usual thread. */
    private static final int DEEPEST = 150;

    public Limits {
        Rules.of()
                .between("url-length", urlLength, 256, 1 << 24)
                .between("nesting", nesting, 1, DEEPEST)
                .between("nodes", nodes, 1, 1_000_000)
                .between("paths", paths, 1, 100_000)
                .between("levels", levels, 1, DEEPEST)
                .between("template", template, 1, 1 << 20)
                .done();
    }

    public static Limits defaults() {
        return new Limits(65_536, 100, 5_000, 200, 20, 1_000);
    }
}
