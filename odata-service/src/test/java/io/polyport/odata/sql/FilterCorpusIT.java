package io.polyport.odata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.Columns;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

final class FilterCorpusIT {
    private static TestBase h2;
    private static TestBase postgres;
    private static Connection toH2;
    private static Connection toPostgres;

    @BeforeAll
    static void fill() {
        h2 = TestBase.trade(TestBase.Kind.H2);
        CorpusData.fill(h2);
        toH2 = h2.connect();
    }

    @AfterAll
    static void forget() throws SQLException {
        toH2.close();
        h2.close();
        if (postgres != null) {
            toPostgres.close();
            postgres.close();
        }
    }

    @TestFactory
    @DisplayName("OD-21, OD-22, OD-25: each filter of the corpus chooses its rows on H2")
    Stream<DynamicTest> onH2() {
        return tests(h2, toH2);
    }

    @TestFactory
    @DisplayName("OD-23, OD-24, OD-32: each filter of the corpus chooses its rows on PostgreSQL")
    Stream<DynamicTest> onPostgreSql() {
        postgres = TestBase.trade(TestBase.Kind.POSTGRESQL);
        CorpusData.fill(postgres);
        toPostgres = postgres.connect();
        return tests(postgres, toPostgres);
    }

    private static Stream<DynamicTest> tests(TestBase base, Connection connection) {
        return Corpus.all().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.toString(),
                        () -> assertThat(answer(base, connection, one)).isEqualTo(one.expected())));
    }

    private static String answer(TestBase base, Connection connection, Corpus.Case one) throws SQLException {
        var numbers = new AtomicInteger();
        var set = base.model().set(one.set()).orElseThrow();
        var tables = new Tables(relation(set, base, numbers), numbers::incrementAndGet);
        Condition where;
        try {
            var expression = UrlParser.condition(CorpusKeys.withKeys(one.filter()), Limits.defaults());
            where = Binder.condition(expression, new Scope(base.model(), tables));
        } catch (ODataException e) {
            return refusal(e, one.expected());
        }
        var dialect = base.kind() == TestBase.Kind.H2 ? Dialect.H2 : Dialect.POSTGRESQL;
        List<Term> columns = label(set, tables);
        var statement = new Statement(
                tables,
                columns,
                Optional.of(where),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Statement.Purpose.ROWS);
        String names = Queries.rows(connection, SqlWriter.write(statement, dialect)).stream()
                .map(row -> row.stream().map(FilterCorpusIT::shown).collect(Collectors.joining(".")))
                .sorted()
                .collect(Collectors.joining(" "));
        return names.isEmpty() ? "none" : names;
    }

    /** With the part of the message that was expected, if it is there. */
    private static String refusal(ODataException e, String expected) {
        String code = "error " + e.code().code();
        String part = expected.startsWith(code + " ") ? expected.substring(code.length() + 1) : "";
        assertThat(e.text("ru")).isNotBlank().isNotEqualTo(e.text("en"));
        return e.text("en").contains(part) ? expected.startsWith(code) ? expected : code : code + " " + e.text("en");
    }

    private static Relation relation(EntitySet set, TestBase base, AtomicInteger numbers) {
        if (set.form() != EntitySet.Form.RECORD_SETS) {
            return new Relation.Stored(set);
        }
        var records = base.model().set(set.name() + "_RecordType").orElseThrow();
        var tables = new Tables(new Relation.Stored(records), numbers::incrementAndGet);
        return new Relation.Recorders(set, tables, Optional.empty());
    }

    private static List<Term> label(EntitySet set, Tables tables) {
        return set.properties().stream()
                .filter(one -> set.key().stream()
                        .anyMatch(part -> part.equals(one.name()) || part.equals(one.name() + "_Key")))
                .flatMap(one -> one instanceof Property.Composite several
                        ? several.columns().reference().stream()
                        : Columns.of(one).stream())
                .map(column -> (Term) new Term.Of(tables.root(), column, Term.Type.TEXT))
                .toList();
    }

    private static String shown(Object value) {
        return switch (value) {
            case UUID key -> CorpusKeys.name(key);
            case java.sql.Timestamp moment ->
                moment.toLocalDateTime().toLocalDate().toString();
            case LocalDateTime moment -> moment.toLocalDate().toString();
            default -> value.toString();
        };
    }
}
