package io.polyport.odata.plan;

import io.polyport.odata.url.QueryOptions;

/** Which options go with what. */
final class Options {
    private Options() {}

    /** One entity, or a property of one, takes {@code $select} and {@code $format} alone (OD-28, OD-29). */
    static void requireSingle(QueryOptions options) {
        requireNoExpand(options);
        refuse(options.allowedOnly().isPresent(), "allowedOnly");
        refuse(options.filter().isPresent(), "$filter");
        refuse(!options.orderBy().isEmpty(), "$orderby");
        refuse(options.top().isPresent(), "$top");
        refuse(options.skip().isPresent(), "$skip");
        refuse(options.inlineCount(), "$inlinecount");
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw Refusals.option(
                    option + " допускается только при чтении набора сущностей, а адресована одна",
                    option + " goes with sets only, and this URL names one entity");
        }
    }

    private static void requireNoExpand(QueryOptions options) {
        if (!options.expand().isEmpty()) {
            throw Refusals.notSupported(
                    "$expand не поддерживается при запросе одиночных сущностей; запросите набор с $filter",
                    "$expand is not supported for a single entity; ask for the set with a $filter");
        }
    }

    static void requireRowsWithoutExpand(QueryOptions options) {
        if (!options.expand().isEmpty()) {
            throw Refusals.notSupported(
                    "$expand не поддерживается для строк табличных частей",
                    "$expand is not supported for the rows of tabular sections");
        }
    }
}
