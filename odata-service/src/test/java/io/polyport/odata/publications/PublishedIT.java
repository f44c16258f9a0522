package io.polyport.odata.publications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.polyport.odata.OdataConfig;
import io.polyport.odata.access.Caller;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Plan;
import io.polyport.odata.plan.Presentation;
import io.polyport.odata.problem.ODataException;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.rows.DatabaseSettings;
import io.polyport.odata.url.Limits;
import io.polyport.odata.url.UrlParser;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy's patterns let a caller see of a publication. */
final class PublishedIT {
    private static final String MODEL = """
        catalogs:
          Люди: {}
          Фирмы: {}
        documents:
          Приказ:
            attributes: {Кто: Catalog_Люди, Где: Catalog_Фирмы, Кому: [Catalog_Люди, Catalog_Фирмы]}
            sections: {Строки: {attributes: {Кто: Catalog_Люди}}}
          Приказ_Строки2: {}
        information-registers:
          Оклады: {recorders: Document_Приказ, periodicity: day, dimensions: {Кто: Catalog_Люди}, resources: {Оклад: number(9)}}
        """;

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static Publications publications;

    @BeforeAll
    static void open() throws Exception {
        publications = open("whole", MODEL);
    }

    @AfterAll
    static void close() throws Exception {
        publications
                .close(Duration.ofSeconds(5))
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        VERTX.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Publications open(String name, String model) throws Exception {
        var config = new OdataConfig(
                Map.of(
                        "p",
                        new OdataConfig.Publication(
                                "/p", file(name, model), database(name), Optional.empty(), false, "ru")),
                Limits.defaults(),
                ReadLimits.defaults());
        return Publications.open(VERTX, config, new SimpleMeterRegistry())
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private static Path file(String name, String model) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), model);
    }

    private static DatabaseSettings database(String name) {
        return new DatabaseSettings(
                "jdbc:h2:mem:published-" + name,
                folder,
                Optional.empty(),
                Optional.empty(),
                2,
                2,
                Optional.empty(),
                2,
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                100);
    }

    private static Published published() {
        return publications.of("p").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "Document_Приказ, Document_Приказ",
        "Document_Приказ_Строки, Document_Приказ",
        "Document_Приказ_Строки2, Document_Приказ_Строки2",
        "InformationRegister_Оклады, InformationRegister_Оклады",
        "InformationRegister_Оклады_RecordType, InformationRegister_Оклады",
        "Document_Приказ_Нет, Document_Приказ_Нет"
    })
    @DisplayName("OD-64: tabular sections and records are called by the name of their object in policies")
    void objects(String set, String object) {
        assertThat(published().object(set)).isEqualTo(object);
    }

    @ParameterizedTest
    @CsvSource({
        "/Document_Приказ, 'Document_Приказ,Document_Приказ_Строки'",
        "/Document_Приказ_Строки, ''",
        "/Document_Приказ*, 'Document_Приказ,Document_Приказ_Строки,Document_Приказ_Строки2'",
        "/InformationRegister_Оклады, 'InformationRegister_Оклады,InformationRegister_Оклады_RecordType'",
        "Catalog_*, ''",
        "/Catalog_Л*, Catalog_Люди",
        "/Catalog_*/x, ''"
    })
    @DisplayName("OD-64: a pattern shows whole objects, and matches as in the gateway")
    void patterns(String pattern, String sets) {
        assertThat(published().shown(List.of(pattern)).model().sets())
                .extracting(EntitySet::name)
                .containsExactlyInAnyOrder(sets.isEmpty() ? new String[0] : sets.split(","));
    }

    private static Presentation presentation(String property, String... objects) {
        var url = UrlParser.parse("/Document_Приказ", "$select=" + property + "____Presentation", Limits.defaults());
        var caller = new Caller(Set.of(), Map.of(), Map.of(), "ru");
        var plan = (Plan.Entities) published().shown(List.of(objects)).planner().plan(url, caller);
        return ((Field.Presented) plan.reading().fields().getFirst()).presentation();
    }

    @Test
    @DisplayName("OD-64: a reference to an object that the policy does not give has no presentation")
    void presentations() {
        var nothing = new Presentation.FirstOf(List.of());
        assertThat(presentation("Кто", "/Document_Приказ")).isEqualTo(nothing);
        assertThat(presentation("Кто", "/Document_Приказ", "/Catalog_Люди")).isNotEqualTo(nothing);
        assertThat(presentation("Где", "/Document_Приказ", "/Catalog_Люди")).isEqualTo(nothing);
        assertThat(presentation("Кому", "/Document_Приказ", "/Catalog_Люди"))
                .isInstanceOfSatisfying(
                        Presentation.ByTag.class,
                        byTag -> assertThat(byTag.presentations()).containsOnlyKeys("Catalog_Люди"));
    }

    @Test
    @DisplayName("OD-64: what the policy does not give is not there to be navigated to")
    void navigation() {
        var planner = published().shown(List.of("/Document_Приказ")).planner();
        var caller = new Caller(Set.of(), Map.of(), Map.of(), "ru");
        var url = UrlParser.parse("/Document_Приказ", "$filter=Кто/Description eq 'x'", Limits.defaults());
        assertThatThrownBy(() -> planner.plan(url, caller)).isInstanceOf(ODataException.class);
    }

    @Test
    @DisplayName("OD-64: a publication whose access rules don't fit is not opened, and told with file and line")
    void faultyRules() {
        assertThatThrownBy(() -> open("faulty", MODEL + "access: [{scopes: a, objects: Catalog_Люди, rows: X eq 1}]"))
                .hasStackTraceContaining("faulty.yaml:")
                .hasStackTraceContaining("access[1].rows: does not fit Catalog_Люди");
    }
}
