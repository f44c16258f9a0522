package io.polyport.odata.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.expression.Binder;
import io.polyport.odata.expression.Scope;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Condition;
import io.polyport.odata.query.Relation;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Statement;
import io.polyport.odata.query.Tables;
import io.polyport.odata.query.Term;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RandomFiltersIT {
    private static final int FILTERS = Integer.getInteger("odata.filters", 10_000);
    private static final int TOGETHER = 25;
    private static final long SEED = Long.getLong("odata.seed", 20_261_122);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("OD-21, OD-22, OD-24: random filters choose the same rows in the database and in plain Java")
    void agree(TestBase.Kind kind) throws SQLException {
        var random = new Random(SEED);
        try (var base = TestBase.trade(kind);
                var connection = base.connect()) {
            new RandomTrade(random).fill(base, 120, 80);
            var memory = Memory.of(connection, base.model());
            int chosen = 0;
            for (int done = 0; done < FILTERS; done += TOGETHER) {
                boolean documents = done % (2 * TOGETHER) == 0;
                var batch = new Batch(base, documents ? "Document_РасходТовара" : "Catalog_Товары");
                var filters = new RandomFilter(random, documents ? RandomFilter.DOCUMENTS : RandomFilter.GOODS);
                for (int i = 0; i < TOGETHER; i++) {
                    batch.add(filters.condition(1 + random.nextInt(3)));
                }
                chosen += batch.check(connection, new Evaluator(memory));
            }
            assertThat(chosen)
                    .as("filters that choose some rows and leave some, seed %d", SEED)
                    .isGreaterThan(FILTERS / 5);
        }
    }

    /** Filters that one statement answers, each in a column of its own. */
    private static final class Batch {
        private final TestBase base;
        private final Tables tables;
        private final AtomicInteger numbers = new AtomicInteger();
        private final List<String> texts = new ArrayList<>();
        private final List<Condition> conditions = new ArrayList<>();
        private final Term key;

        Batch(TestBase base, String set) {
            this.base = base;
            this.tables =
                    new Tables(new Relation.Stored(base.model().set(set).orElseThrow()), numbers::incrementAndGet);
            this.key = key(tables.root());
        }

        private static Term key(Source root) {
            var property =
                    (Property.Scalar) root.relation().set().property("Ref_Key").orElseThrow();
            return new Term.Of(root, property.column(), Term.Type.GUID);
        }

        void add(String filter) {
            texts.add(filter);
            conditions.add(
                    Binder.condition(UrlParser.condition(filter, Limits.defaults()), new Scope(base.model(), tables)));
        }

        /** How many of the filters tell rows apart. */
        int check(Connection connection, Evaluator evaluator) throws SQLException {
            var dialect = base.kind() == TestBase.Kind.H2 ? Dialect.H2 : Dialect.POSTGRESQL;
            var columns = new ArrayList<Term>();
            columns.add(key);
            conditions.forEach(condition -> columns.add(new Term.Truth(condition)));
            var answered =
                    Queries.rows(connection, SqlWriter.write(select(columns, Optional.empty()), dialect)).stream()
                            .collect(Collectors.toMap(row -> (UUID) row.getFirst(), row -> row));
            var expected = evaluator.rows(tables);
            assertThat(answered).hasSameSizeAs(expected);
            var counts = new int[conditions.size()];
            for (var row : expected) {
                var id = (UUID) evaluator.value(key, row);
                for (int i = 0; i < conditions.size(); i++) {
                    boolean holds = evaluator.holds(conditions.get(i), row);
                    assertSame(answered.get(id).get(i + 1), holds, i, id);
                    counts[i] += holds ? 1 : 0;
                }
            }
            asWhere(connection, dialect, counts[0]);
            return (int) java.util.Arrays.stream(counts)
                    .filter(count -> count > 0 && count < expected.size())
                    .count();
        }

        private void assertSame(Object answered, boolean holds, int filter, UUID id) {
            if (!answered.equals(holds)) {
                throw new AssertionError("%s, row %s, seed %d: the database says %s, plain Java %s"
                        .formatted(texts.get(filter), id, SEED, answered, holds));
            }
        }

        private void asWhere(Connection connection, Dialect dialect, int count) throws SQLException {
            var query = SqlWriter.write(select(List.of(key), Optional.of(conditions.getFirst())), dialect);
            assertThat(Queries.rows(connection, query)).as(texts.getFirst()).hasSize(count);
        }

        private Statement select(List<Term> columns, Optional<Condition> where) {
            return new Statement(
                    tables,
                    columns,
                    where,
                    List.of(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Statement.Purpose.ROWS);
        }
    }
}
