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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filters that are made to be expensive, as big as the parser lets through. */
final class HostileFiltersIT {
    private static long count(TestBase base, String filter) throws SQLException {
        var numbers = new AtomicInteger();
        var set = base.model().set("Catalog_Товары").orElseThrow();
        var tables = new Tables(new Relation.Stored(set), numbers::incrementAndGet);
        var where = Binder.condition(UrlParser.condition(filter, Limits.defaults()), new Scope(base.model(), tables));
        var statement = new Statement(
                tables,
                List.of(),
                Optional.of(where),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Statement.Purpose.COUNT);
        var dialect = base.kind() == TestBase.Kind.H2 ? Dialect.H2 : Dialect.POSTGRESQL;
        try (var connection = base.connect()) {
            return ((Number) Queries.rows(connection, SqlWriter.write(statement, dialect))
                            .getFirst()
                            .getFirst())
                    .longValue();
        }
    }

    private static String nested(String before, String inner, String behind, int times) {
        return before.repeat(times) + inner + behind.repeat(times);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Timeout(value = 100, unit = TimeUnit.SECONDS)
    @DisplayName("filters as big and deep as they may be are answered, and in a time that does not explode")
    void answered(TestBase.Kind kind) throws SQLException {
        try (var base = TestBase.trade(kind)) {
            base.insert(
                    "Catalog_Товары",
                    "Ref_Key",
                    new UUID(1, 1),
                    "Description",
                    "а".repeat(100),
                    "Описание",
                    "а".repeat(3_000),
                    "Ранг",
                    7,
                    "ГоденДо",
                    "2024-02-29T00:00:00");
            for (String filter : List.of(
                    "Ранг eq 1 or ".repeat(900) + "Ранг eq 7",
                    "(Ранг eq 1 or Поставщик/Город eq 'x') and ".repeat(300) + "true eq false or Ранг eq 7",
                    nested("not (", "Ранг eq 7", ")", 40),
                    nested("substring(", "Описание", ", 2)", 45) + " ne ''",
                    nested("replace(", "Описание", ", 'б', 'в')", 90) + " ne ''",
                    nested("dateadd(", "ГоденДо", ", 'month', 1)", 20) + " gt ГоденДо",
                    nested("round(", "Ранг", " div 1)", 45) + " eq 7",
                    "7" + " div Ранг mul Ранг".repeat(20) + " gt 6",
                    "not like(Описание, '" + "%а".repeat(400) + "%б')",
                    "not like(Описание, '" + "%а_".repeat(300) + "[б]%')",
                    "like(Описание, '" + "_".repeat(900) + "%')",
                    "startswith(Описание, '" + "а".repeat(3_000) + "')")) {
                assertThat(count(base, filter))
                        .as(filter.length() > 80 ? filter.substring(0, 80) : filter)
                        .isEqualTo(1);
            }
        }
    }
}
