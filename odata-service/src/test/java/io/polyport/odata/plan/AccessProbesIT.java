package io.polyport.odata.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.problem.ODataException;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries to get at what {@link ProbedData} hides from a clerk, on every road that {@code plan/probes.txt} knows. */
final class AccessProbesIT {
    private static final String REFUSED = "401/20";
    private static Asking boss;
    private static Asking clerk;

    @BeforeAll
    static void fill() {
        var asking = ProbedData.on(TestBase.Kind.H2);
        boss = asking.as(ProbedData.BOSS);
        clerk = asking.as(ProbedData.CLERK);
    }

    private static Stream<String> lines(String section) {
        return Cases.of("probes.txt", section).map(one -> (String) one.get()[1]).distinct();
    }

    static Stream<String> roads() {
        return lines("roads");
    }

    static Stream<String> columns() {
        return lines("columns");
    }

    static Stream<String> rows() {
        return lines("rows");
    }

    private static String allowedOnly(String url) {
        return url + (url.contains("?") ? "&" : "?") + "allowedOnly=true";
    }

    /** Everything that the request reads from the database, shown or not; a refusal as status and code. */
    private static String read(Asking asking, String url) {
        try (var connection = asking.base().connect()) {
            connection.setAutoCommit(false);
            var plan = asking.plan(url);
            return switch (plan) {
                case Plan.ServiceDocument document -> "";
                case Plan.Metadata metadata -> "";
                case Plan.Entities entities -> dump(entities.reading(), connection, asking);
                case Plan.VirtualRows rows -> dump(rows.reading(), connection, asking);
                case Plan.One one -> dump(one.reading(), connection, asking);
                case Plan.Count count -> asking.get(url);
                case Plan.PropertyValue value -> dump(value.reading(), connection, asking);
                case Plan.Stream stream -> dump(stream.reading(), connection, asking);
                case Plan.Links links -> dump(links.reading(), connection, asking);
            };
        } catch (ODataException refusal) {
            return refusal.status() + "/" + refusal.code().code() + " " + refusal.text("ru") + refusal.text("en");
        } catch (SQLException fault) {
            throw new IllegalStateException(url, fault);
        }
    }

    private static String dump(Reading reading, Connection connection, Asking asking) throws SQLException {
        var dialect = asking.dialect();
        if (reading.forbidden().isPresent()
                && RunStatement.finds(reading.forbidden().get(), connection, dialect)) {
            return REFUSED;
        }
        var text = new StringJoiner("\n");
        var statements = Stream.concat(
                        Stream.of(reading.rows()), reading.children().stream().map(Reading.Child::rows))
                .toList();
        for (var statement : statements) {
            try (var rows = RunStatement.open(statement, connection, dialect)) {
                while (rows.next()) {
                    for (int n = 1; n <= rows.getMetaData().getColumnCount(); n++) {
                        text.add(text(rows.getObject(n)));
                    }
                }
            }
        }
        return text.toString();
    }

    private static String text(Object value) throws SQLException {
        return switch (value) {
            case null -> "";
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case Blob blob -> new String(blob.getBytes(1, (int) blob.length()), StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("OD-29, OD-64: no road leads a caller to a value that is hidden from it")
    void roads(String url) {
        assertThat(read(boss, url)).as("there is a secret").contains(ProbedData.SECRET);
        for (var asked : List.of(url, allowedOnly(url))) {
            assertThat(read(clerk, asked)).as(asked).doesNotContain(ProbedData.SECRET);
            assertThat(clerk.get(asked)).as(asked).doesNotContain(ProbedData.SECRET);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("OD-64: what a caller asks of a hidden property is refused, whatever it guesses")
    void columns(String url) {
        assertGuessable(url);
        for (var asked : List.of(url, allowedOnly(url))) {
            assertThat(clerk.get(asked.replace("{}", ProbedData.SECRET)))
                    .as(asked)
                    .isEqualTo(clerk.get(asked.replace("{}", "МИМО_")));
            assertThat(clerk.get(url.replace("{}", ProbedData.SECRET))).endsWith(REFUSED);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("OD-29: of rows that are left out a guess tells nothing")
    void rows(String url) {
        assertGuessable(url);
        var asked = allowedOnly(url);
        assertThat(clerk.get(asked.replace("{}", ProbedData.SECRET)))
                .isEqualTo(clerk.get(asked.replace("{}", "МИМО_МИМО")));
    }

    /** Who may see everything gets another answer for another guess, or the probe would show nothing. */
    private static void assertGuessable(String url) {
        String right = boss.get(url.replace("{}", ProbedData.SECRET));
        String wrong = boss.get(url.replace("{}", "МИМО_МИМО"));
        assertThat(right).as(url).doesNotContain("400/").isNotEqualTo(wrong);
    }
}
