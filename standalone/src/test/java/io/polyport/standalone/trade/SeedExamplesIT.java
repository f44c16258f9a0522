package io.polyport.standalone.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.access.Caller;
import io.polyport.odata.plan.Plan;
import io.polyport.odata.plan.Planner;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.query.Statement;
import io.polyport.odata.sql.Dialect;
import io.polyport.odata.sql.SqlWriter;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The addresses of the seed's chapter, read with the demo's model and base. They stand in trade/seed-examples.txt. */
class SeedExamplesIT {
    private static final Caller CALLER = new Caller(Set.of(), Map.of(), Map.of(), "ru");
    private static final Map<String, String> KEYS = Map.of(
            "{slippers}", "guid'" + TradeKeys.SLIPPERS + "'",
            "{milk}", "guid'" + TradeKeys.MILK + "'",
            "{issue}", "guid'" + TradeKeys.ISSUE + "'",
            "{receipt}", "guid'" + TradeKeys.RECEIPT + "'",
            "{rouble}", "guid'" + TradeKeys.ROUBLE + "'",
            "{dollar-in-text}", "guid''" + TradeKeys.DOLLAR + "''");

    private final DemoBase demo = DemoBase.get();
    private final Planner planner = new Planner(
            demo.model(), demo.model(), ReadLimits.defaults(), text -> UrlParser.condition(text, Limits.defaults()));

    static Stream<String> found() throws IOException {
        return Stream.concat(
                section("as the seed has them, and something is found"),
                section("another name, since the seed has two for one thing or none"));
    }

    static Stream<String> notFound() throws IOException {
        return section("as the seed has them, and nothing is found");
    }

    static Stream<String> refused() throws IOException {
        return section("refused, as the seed says");
    }

    private static Stream<String> section(String wanted) throws IOException {
        try (var file = SeedExamplesIT.class.getResourceAsStream("/trade/seed-examples.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .dropWhile(line -> !line.equals("[" + wanted + "]"))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("["))
                    .filter(line -> !line.startsWith("#"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("an example of the seed finds something in the demo base")
    void found(String url) throws SQLException {
        assertThat(rows(url)).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("an example of the seed that asks for what there is not finds nothing in the demo base")
    void notFound(String url) throws SQLException {
        assertThat(rows(url)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("an example of the seed for what is not allowed is refused")
    void refused(String url) {
        assertThatThrownBy(() -> plan(url)).isInstanceOf(ODataException.class);
    }

    private Plan plan(String url) {
        String text = url;
        for (var key : KEYS.entrySet()) {
            text = text.replace(key.getKey(), key.getValue());
        }
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        String query = mark < 0 ? "" : text.substring(mark + 1).replace("%", "%25");
        return planner.plan(UrlParser.parse(path, query, Limits.defaults()), CALLER);
    }

    private long rows(String url) throws SQLException {
        return switch (plan(url)) {
            case Plan.Entities(var reading) -> rows(reading.rows());
            case Plan.VirtualRows(var reading) -> rows(reading.rows());
            case Plan.One(var reading) -> rows(reading.rows());
            case Plan.PropertyValue(var reading, boolean raw) -> rows(reading.rows());
            case Plan other -> throw new AssertionError(url + " gives " + other);
        };
    }

    private long rows(Statement statement) throws SQLException {
        var query = SqlWriter.write(statement, Dialect.H2);
        try (var connection = demo.connect();
                var prepared = connection.prepareStatement(query.text())) {
            int number = 0;
            for (Object value : query.values()) {
                prepared.setObject(++number, value);
            }
            long found = 0;
            try (var rows = prepared.executeQuery()) {
                while (rows.next()) {
                    found++;
                }
            }
            return found;
        }
    }
}
