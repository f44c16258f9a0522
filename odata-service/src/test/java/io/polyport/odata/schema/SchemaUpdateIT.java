package io.polyport.odata.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SchemaUpdateIT {
    private static final String FIRST = """
            catalogs:
              Товары:
                hierarchy: folders-and-items
                attributes:
                  Артикул: string(10)
                  Остаток: number(4)
                  Цена: number(10,2)
                  Склад: Catalog_Склады
              Склады: {}
            """;

    private final List<TestBase> opened = new ArrayList<>();

    @AfterEach
    void forget() {
        opened.forEach(TestBase::close);
    }

    private TestBase open(TestBase.Kind kind) {
        var base = TestBase.empty(kind, ModelReader.read("first.yaml", FIRST));
        opened.add(base);
        return base;
    }

    private static Model model(String yaml) {
        return ModelReader.read("changed.yaml", yaml);
    }

    private static List<String> update(TestBase base, Model model) {
        return new SchemaUpdate(model, false).apply(base.source());
    }

    private static String table(Model model, String set) {
        return '"' + model.set(set).orElseThrow().table() + '"';
    }

    private static String column(Model model, String set, String property) {
        return '"'
                + PropertyColumns.names(
                                model.set(set).orElseThrow().property(property).orElseThrow())
                        .getFirst()
                + '"';
    }

    private static List<List<Object>> rows(TestBase base, String query) {
        try (var connection = base.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<List<Object>>();
            while (rows.next()) {
                var row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "OD-1, OD-4, OD-5: a model with every kind of object gets its tables, and a second run finds nothing to do")
    void everyKind(TestBase.Kind kind) {
        var base = TestBase.empty(kind, TestBase.trade());
        opened.add(base);

        var planned = new SchemaUpdate(base.model(), false).plan(base.source());
        var made = update(base, base.model());

        assertThat(made).isEqualTo(planned).anyMatch(text -> text.startsWith("create table \"catalog_tovary_sz9si8\""));
        assertThat(update(base, base.model())).isEmpty();
        for (EntitySet set : base.model().sets()) {
            if (set.form() != EntitySet.Form.JOURNAL) {
                assertThat(rows(base, "select count(*) from \"" + set.table() + '"'))
                        .hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-2: people find what a short name stands for in polyport_names")
    void names(TestBase.Kind kind) {
        var base = open(kind);
        update(base, base.model());

        assertThat(rows(
                        base,
                        "select \"column_name\", \"name\" from \"polyport_names\" where \"table_name\" = "
                                + table(base.model(), "Catalog_Товары").replace('"', '\'')))
                .contains(List.of("", "Catalog_Товары"), List.of("deletion_mark", "DeletionMark"))
                .anyMatch(row -> row.get(1).equals("Склад_Key"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-3: a new property, a longer string, more digits and an index come to tables that have rows")
    void widened(TestBase.Kind kind) {
        var base = open(kind);
        update(base, base.model());
        base.insert("Catalog_Товары", "Code", "1", "Артикул", "0123456789", "Остаток", 9999, "Цена", "12345678.25");
        base.insert("Catalog_Товары", "Ref_Key", new UUID(0, 1), "Code", "2", "IsFolder", true);
        var wider = model(FIRST.replace("string(10)", "{type: string(20), index: true}")
                .replace("number(4)", "number(15)")
                .replace("number(10,2)", "number(12,3)")
                .replace("Склад: Catalog_Склады", "Склад: Catalog_Склады\n      Вес: {type: number(5.1), use: items}"));

        assertThat(update(base, wider)).hasSize(6);

        assertThat(update(base, wider)).isEmpty();
        String table = table(wider, "Catalog_Товары");
        String weight = column(wider, "Catalog_Товары", "Вес");
        assertThat(rows(base, "select \"code\", " + weight + " is null from " + table + " order by 1"))
                .as("what is for items alone is missing in folders")
                .containsExactly(List.of("1", false), List.of("2", true));
        assertThat(rows(
                        base,
                        "select " + column(wider, "Catalog_Товары", "Цена") + " from " + table
                                + " where \"code\" = '1'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getFirst()).hasToString("12345678.250"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what would lose data is refused, each loss named, and nothing at all is changed")
    void refused(TestBase.Kind kind) {
        var base = open(kind);
        update(base, base.model());
        var poorer = model("""
                catalogs:
                  Товары:
                    hierarchy: folders-and-items
                    attributes:
                      Артикул: string(5)
                      Остаток: boolean
                      Цена: number(10,1)
                      Новый: boolean
                """);

        var failure =
                catchThrowableOfType(SchemaException.class, () -> new SchemaUpdate(poorer, false).apply(base.source()));

        assertThat(failure.refused())
                .hasSize(5)
                .anyMatch(loss -> loss.startsWith("the table of Catalog_Склады"))
                .anyMatch(loss -> loss.contains("the property Склад_Key of Catalog_Товары"))
                .anyMatch(loss -> loss.contains("Артикул") && loss.endsWith("varchar(5)" + collation(kind)))
                .anyMatch(loss -> loss.contains("Остаток") && loss.endsWith("boolean"))
                .anyMatch(loss -> loss.contains("Цена") && loss.contains("numeric(10,2), becomes numeric(10,1)"));
        assertThat(failure).hasMessageContaining("allow-drop: true");
        assertThat(update(base, base.model()))
                .as("the tables are still those of the first model")
                .isEmpty();
    }

    private static String collation(TestBase.Kind kind) {
        return kind == TestBase.Kind.POSTGRESQL ? " collate \"C\"" : "";
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what would lose data is done when it is allowed, and tables of others stay")
    void dropped(TestBase.Kind kind) throws SQLException {
        var base = open(kind);
        update(base, base.model());
        base.insert("Catalog_Товары", "Code", "1", "Артикул", "0123456789", "Остаток", 5);
        try (var connection = base.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table \"catalog_of_others\" (a integer)");
        }
        var poorer = model("""
                catalogs:
                  Товары:
                    attributes: {Артикул: string(5), Остаток: boolean}
                """);

        new SchemaUpdate(poorer, true).apply(base.source());

        assertThat(update(base, poorer)).isEmpty();
        assertThat(rows(
                        base,
                        "select " + column(poorer, "Catalog_Товары", "Артикул") + ", "
                                + column(poorer, "Catalog_Товары", "Остаток") + " from "
                                + table(poorer, "Catalog_Товары")))
                .containsExactly(List.of("01234", false));
        assertThat(rows(base, "select count(*) from \"catalog_of_others\"")).hasSize(1);
        assertThatThrownBy(() -> rows(base, "select 1 from " + table(base.model(), "Catalog_Склады")))
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("GW-8: a separator that comes later becomes part of every key")
    void separator(TestBase.Kind kind) throws SQLException {
        var base = open(kind);
        update(base, base.model());
        base.insert("Catalog_Склады", "Ref_Key", new UUID(0, 1));
        var parted = model("separators: {Область: number(7)}\n" + FIRST);

        update(base, parted);
        try (var connection = base.connect();
                var writer = new RowWriter(connection, parted)) {
            writer.insert("Catalog_Склады", Map.of("Ref_Key", new UUID(0, 1), "Область", 5));
        }

        assertThat(update(base, parted)).isEmpty();
        assertThat(rows(
                        base,
                        "select \"" + parted.separators().getFirst().column().name() + "\" from "
                                + table(parted, "Catalog_Склады") + " order by 1"))
                .containsExactly(List.of(0), List.of(5));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a table that no model made is not taken for the model's")
    void foreign(TestBase.Kind kind) throws SQLException {
        var base = open(kind);
        try (var connection = base.connect();
                var statement = connection.createStatement()) {
            statement.execute("create table " + table(base.model(), "Catalog_Склады") + " (a integer)");
        }

        assertThatThrownBy(() -> update(base, base.model()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("that no model made, where the rows of Catalog_Склады should be");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a run that ended half way is gone on with by the next")
    void halfWay(TestBase.Kind kind) throws SQLException {
        var base = open(kind);
        var planned = new SchemaUpdate(base.model(), false).plan(base.source());
        update(base, model("catalogs: {Прочее: {}}\n"));
        try (var connection = base.connect();
                var statement = connection.createStatement()) {
            new TableNames(Layout.of(base.model())).add(connection);
            statement.execute(planned.getFirst());
        }

        var rest = new SchemaUpdate(base.model(), true).apply(base.source());

        assertThat(rest).doesNotContain(planned.getFirst()).containsAll(planned.subList(1, planned.size()));
        assertThat(update(base, base.model())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("instances that start at once make the tables one after the other")
    void together(TestBase.Kind kind) throws Exception {
        var base = open(kind);
        int instances = 4;
        var barrier = new CyclicBarrier(instances);
        try (var threads = Executors.newFixedThreadPool(instances)) {
            var runs = new ArrayList<Future<List<String>>>();
            for (int i = 0; i < instances; i++) {
                runs.add(threads.submit(() -> {
                    barrier.await(30, TimeUnit.SECONDS);
                    return update(base, base.model());
                }));
            }
            var done = new ArrayList<List<String>>();
            for (var run : runs) {
                done.add(run.get(120, TimeUnit.SECONDS));
            }
            assertThat(done.stream().filter(List::isEmpty)).hasSize(instances - 1);
        }
    }
}
