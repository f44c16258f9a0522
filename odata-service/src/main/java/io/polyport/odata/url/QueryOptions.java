package io.polyport.odata.url;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of a query string, as they were written (OD-20 to OD-29).
 *
 * @param expand paths of names; {@code *} may be the last
 * @param select paths of names; {@code *}, {@code **} and {@code X____Presentation} stand in them as written
 * @param inlineCount whether {@code allpages} was asked for
 * @param allowedOnly empty when not given
 * @param parameters options without {@code $} that no rule here knows: parameters of bound functions
 */
public record QueryOptions(
        Optional<String> format,
        Optional<Expression> filter,
        List<Order> orderBy,
        OptionalLong top,
        OptionalLong skip,
        List<List<String>> expand,
        List<List<String>> select,
        boolean inlineCount,
        Optional<Boolean> allowedOnly,
        Map<String, String> parameters) {
    public QueryOptions {
        orderBy = List.copyOf(orderBy);
        expand = List.copyOf(expand);
        select = List.copyOf(select);
        parameters = Map.copyOf(parameters);
    }

    public record Order(Expression by, boolean descending) {}
}
