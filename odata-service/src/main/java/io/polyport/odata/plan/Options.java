package io.polyport.odata.plan;

import io.polyport.odata.query.Refusals;
import io.polyport.odata.url.QueryOptions;

/** Which options go with what. */
final class Options {
    private Options() {}

    /**
     * One entity, or a property of one, takes {@code $select} and {@code $format} (OD-28, OD-29). {@code $top}, {@code $orderby}
     * and {@code $inlinecount} change nothing about it and are passed over: clients send them with every request. A filter or an
     * offset would be answered as if it held, so they are refused.
     */
    static void requireSingle(QueryOptions options) {
        requireNoExpand(options);
        refuse(options.allowedOnly().isPresent(), "allowedOnly");
        refuse(options.filter().isPresent(), "$filter");
        refuse(options.skip().orElse(0) > 0, "$skip");
    }

    private static void refuse(boolean given, String option) {
        if (given) {
            throw Refusals.option(
                    option + " допускается только при чтении набора сущностей, а этот адрес — не набор; уберите "
                            + option,
                    option + " goes with sets only, and this URL names none: leave " + option + " out");
        }
    }

    /** The service document and {@code $metadata} have a {@code $format}, and no rows (OD-10, OD-29). */
    static void requireNone(QueryOptions options) {
        refuse(options.allowedOnly().isPresent(), "allowedOnly");
        noRows(options.filter().isPresent(), "$filter");
        noRows(options.skip().orElse(0) > 0, "$skip");
        noRows(!options.select().isEmpty(), "$select");
        noRows(!options.expand().isEmpty(), "$expand");
    }

    private static void noRows(boolean given, String option) {
        if (given) {
            throw Refusals.option(
                    option + " применяется к набору, а здесь описание интерфейса; уберите " + option,
                    option + " is for sets, and this is a description of them: leave " + option + " out");
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
