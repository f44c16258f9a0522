package io.polyport.odata.url;

import io.polyport.odata.problem.ODataException;

/** Reads URLs and conditions. Every text gives a tree or an {@link ODataException}; time and memory grow with its length. */
public final class UrlParser {
    private UrlParser() {}

    /**
     * @param rawPath what was sent behind the publication's root, undecoded: empty, or from the slash on
     * @param rawQuery what was sent behind the question mark, undecoded; empty when there was none
     * @throws ODataException for a path that is none (6), a bad value (1), an option that is none (0) or can't be read (14)
     */
    public static ODataUrl parse(String rawPath, String rawQuery, Limits limits) {
        Guard.url(rawPath.length() + rawQuery.length(), limits);
        var resource = new PathParser(PercentText.path(rawPath), limits).resource();
        var options = new OptionParser(rawQuery, limits);
        if (resource instanceof Resource.ServiceDocument) {
            options.passOverMetadata();
        }
        return new ODataUrl(resource, options.options());
    }

    /**
     * A condition that stands alone: an argument of a function, or an access rule.
     *
     * @throws ODataException with the position in {@code text} when it is no expression
     */
    public static Expression condition(String text, Limits limits) {
        return ExpressionParser.whole(text, Place.condition(), limits);
    }
}
