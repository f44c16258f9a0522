package io.polyport.odata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IndexesIT {
    private record Asked(String set, String filter) {}

    private static final List<Asked> FILTERS = List.of(
            new Asked("Catalog_Товары", "Ref_Key eq guid'00000000-0000-0000-0000-000000000001'"),
            new Asked("Catalog_Товары", "Parent_Key eq guid'00000000-0000-0000-0000-000000000001'"),
            new Asked("Catalog_Товары", "Code eq '1'"),
            new Asked("Catalog_Товары", "Description ge 'А' and Description lt 'Б'"),
            new Asked("Catalog_Товары", "startswith(Description, 'Мол')"),
            new Asked("Catalog_Товары", "like(Description, 'Мол%')"),
            new Asked("Catalog_Склады", "Code eq 5"),
            new Asked("Catalog_Склады", "Code gt 5 and Code le 10"),
            new Asked("Document_РасходТовара", "Date ge datetime'2024-01-01' and Date lt datetime'2024-02-01'"),
            new Asked("Document_РасходТовара", "Контрагент_Key eq guid'00000000-0000-0000-0000-000000000001'"));

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("comparisons of an indexed column with a bound value are answered from the index")
    void fromIndex(TestBase.Kind kind) throws SQLException {
        try (var base = TestBase.trade(kind)) {
            for (var asked : FILTERS) {
                assertThat(plan(base, asked))
                        .as(asked.toString())
                        .matches(plan ->
                                kind == TestBase.Kind.H2 ? !plan.contains("tableScan") : plan.contains("Index Cond:"));
            }
        }
    }

    private static String plan(TestBase base, Asked asked) throws SQLException {
        var numbers = new AtomicInteger();
        var set = base.model().set(asked.set()).orElseThrow();
        var tables = new Tables(new Relation.Stored(set), numbers::incrementAndGet);
        var where = Binder.condition(
                UrlParser.condition(asked.filter(), Limits.defaults()), new Scope(base.model(), tables));
        var statement = new Statement(
                tables,
                List.of(),
                Optional.of(where),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Statement.Purpose.ROWS);
        var query = SqlWriter.write(statement, base.kind() == TestBase.Kind.H2 ? Dialect.H2 : Dialect.POSTGRESQL);
        try (var connection = base.connect();
                var settings = connection.createStatement()) {
            if (base.kind() == TestBase.Kind.POSTGRESQL) {
                settings.execute("set enable_seqscan = off");
            }
            return Queries.rows(connection, new SqlQuery("explain " + query.text(), query.values())).stream()
                    .map(row -> String.valueOf(row.getFirst()))
                    .collect(Collectors.joining("\n"));
        }
    }
}
