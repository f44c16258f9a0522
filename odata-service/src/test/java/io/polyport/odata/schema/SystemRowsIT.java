package io.polyport.odata.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.yaml.ModelReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SystemRowsIT {
    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-6: what administrators publish is kept for each publication, until they give it back to the model")
    void published(TestBase.Kind kind) throws SQLException {
        try (var base = TestBase.of(kind, ModelReader.read("m.yaml", "catalogs: {Товары: {}}\n"))) {
            var sets = new PublishedSets(base.source());
            assertThat(sets.of("demo")).isEmpty();

            sets.choose("demo", List.of("Document_*", "Catalog_Товары", "Document_*"));
            sets.choose("other", List.of("*"));

            assertThat(sets.of("demo")).contains(List.of("Catalog_Товары", "Document_*"));
            sets.choose("demo", List.of());
            assertThat(sets.of("demo")).isEmpty();
            assertThat(sets.of("other")).contains(List.of("*"));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-6: of many who choose at once one has the last word, and nothing of the others is left")
    void chosenAtOnce(TestBase.Kind kind) throws Exception {
        try (var base = TestBase.of(kind, ModelReader.read("m.yaml", "catalogs: {Товары: {}}\n"));
                var threads = Executors.newFixedThreadPool(8)) {
            var sets = new PublishedSets(base.source());
            List<Callable<Void>> choices = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                var own = List.of("Catalog_" + i, "Document_" + i);
                choices.add(() -> {
                    sets.choose("demo", own);
                    return null;
                });
            }
            for (var done : threads.invokeAll(choices)) {
                done.get();
            }

            var left = sets.of("demo").orElseThrow();
            assertThat(left).hasSize(2);
            assertThat(left.getFirst().replace("Catalog_", ""))
                    .isEqualTo(left.getLast().replace("Document_", ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("OD-4: predefined items are added once, each below its parent")
    void predefined(TestBase.Kind kind) throws SQLException {
        try (var base = TestBase.trade(kind);
                var connection = base.connect()) {
            var rows = new PredefinedRows(base.model());

            assertThat(rows.add(connection)).isEqualTo(8);
            assertThat(rows.add(connection)).isZero();

            assertThat(parentOf(connection, base, "Доставка")).isEqualTo("Услуги");
        }
    }

    private static String parentOf(Connection connection, TestBase base, String name) throws SQLException {
        var set = base.model().set("Catalog_Товары").orElseThrow();
        String column = Layout.column(set, "PredefinedDataName").orElseThrow();
        String parent = Layout.column(set, "Parent").orElseThrow();
        String key = Layout.column(set, "Ref_Key").orElseThrow();
        String query =
                "select p.\"%1$s\" from \"%4$s\" i join \"%4$s\" p on i.\"%2$s\" = p.\"%3$s\" where i.\"%1$s\" = ?"
                        .formatted(column, parent, key, set.table());
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    @DisplayName("GW-8: predefined items of parted data are nobody's, so they are not added")
    void separators() {
        var model = ModelReader.read("m.yaml", "separators: {Область: number(7)}\n");

        assertThatThrownBy(() -> new PredefinedRows(model)).hasMessageContaining("belong to each part of the data");
    }
}
