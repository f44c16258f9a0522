package io.polyport.odata.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelFaultsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("faulty")
    @DisplayName("OD-1, OD-4, OD-5: a fault of an object is told with its line and what is wrong")
    void fault(String name, String yaml, int line, String what) {
        assertOnlyFault(yaml, line, what);
    }

    static void assertOnlyFault(String yaml, int line, String what) {
        var faults = faults(yaml).faults();

        assertThat(faults).as("faults").anySatisfy(fault -> {
            assertThat(fault.line()).isEqualTo(line);
            assertThat(fault.what()).contains(what);
        });
        assertThat(faults).as("no other fault than this").hasSize(1);
    }

    private static ModelException faults(String yaml) {
        return catchThrowableOfType(ModelException.class, () -> ModelReader.read("model.yaml", yaml));
    }

    private static Stream<Arguments> faulty() {
        return Stream.of(structure(), registers(), others()).flatMap(cases -> cases);
    }

    static Arguments fault(String name, int line, String what, String yaml) {
        return Arguments.of(name, yaml, line, what);
    }

    private static Stream<Arguments> structure() {
        return Stream.of(
                fault("unknown key", 3, "unknown key; did you mean hierarchy?", """
                        catalogs:
                          Товары:
                            hierachy: items
                        """),
                fault("unknown kind of objects", 1, "unknown key; did you mean catalogs?", """
                        catalog:
                          Товары: {}
                        """),
                fault("key twice", 4, "duplicate key; it already stands in line 3", """
                        catalogs:
                          Товары:
                            description: 50
                            description: 60
                        """),
                fault("a word that is none", 3, "must be one of folders-and-items, items", """
                        catalogs:
                          Товары:
                            hierarchy: folder
                        """),
                fault("a description too long", 3, "must be a whole number of 0 to 150", """
                        catalogs:
                          Товары:
                            description: 200
                        """),
                fault("a list instead of a map", 3, "must be a map", """
                        catalogs:
                          Товары:
                            attributes: [Цена]
                        """),
                fault("no YAML", 2, "not YAML", """
                        catalogs: {
                        """),
                fault("an attribute for folders where there are none", 4, "only catalogs with folders and items", """
                        catalogs:
                          Товары:
                            attributes:
                              Цена: {type: number(5), use: folders}
                        """));
    }

    private static Stream<Arguments> registers() {
        return Stream.of(
                fault("accumulation register without recorders", 2, "needs 'recorders'", """
                        accumulation-registers:
                          Остатки: {resources: {Количество: number(5)}}
                        """),
                fault("register by recorder without recorders", 2, "it needs 'recorders'", """
                        information-registers:
                          Статусы: {periodicity: recorder, resources: {Статус: string(5)}}
                        """),
                fault("resource that can't be summed up", 4, "is summed up, so it must be a number", """
                        documents:
                          Приход: {}
                        accumulation-registers:
                          Остатки: {recorders: Document_Приход, resources: {Имя: string(5)}}
                        """),
                fault("dimension without a length", 2, "a dimension tells records apart", """
                        information-registers:
                          Цены: {dimensions: {Вид: string}}
                        """),
                fault("accounting register without chart", 4, "needs 'chart'", """
                        documents:
                          Приход: {}
                        accounting-registers:
                          Главный: {recorders: Document_Приход, resources: {Сумма: number(5)}}
                        """),
                fault("chart that is none", 4, "\"Document_Приход\" is no chart of accounts", """
                        documents:
                          Приход: {}
                        accounting-registers:
                          Главный: {chart: Document_Приход, recorders: Document_Приход, resources: {Сумма: number(5)}}
                        """),
                fault(
                        "balance said of a register without accounts",
                        4,
                        "accounting registers with correspondence",
                        """
                        documents:
                          Приход: {}
                        accumulation-registers:
                          Остатки: {recorders: Document_Приход, resources: {Сумма: {type: number(5), balance: false}}}
                        """),
                fault(
                        "movement into a register that does not know the document",
                        6,
                        "does not name Document_Приход among its 'recorders'",
                        """
                        documents:
                          Расход: {}
                          Приход:
                            sections: {Товары: {attributes: {Количество: number(5)}}}
                            movements:
                              - {register: AccumulationRegister_Остатки, section: Товары, record-type: receipt, values: {Количество: Количество}}
                        accumulation-registers:
                          Остатки: {recorders: Document_Расход, resources: {Количество: number(5)}}
                        """),
                fault(
                        "movement of a resource that is not there",
                        4,
                        "has no dimension, resource or attribute \"Количства\"; did you mean Количество?",
                        """
                        documents:
                          Приход:
                            movements:
                              - {register: AccumulationRegister_Остатки, record-type: receipt, values: {Количства: Number}}
                        accumulation-registers:
                          Остатки: {recorders: Document_Приход, resources: {Количество: number(5)}}
                        """),
                fault("movement without its type", 4, "needs 'record-type'", """
                        documents:
                          Приход:
                            movements:
                              - {register: AccumulationRegister_Остатки}
                        accumulation-registers:
                          Остатки: {recorders: Document_Приход, resources: {Количество: number(5)}}
                        """));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                fault("predefined item with a code twice", 5, "has the same code as the item in model.yaml:4", """
                        catalogs:
                          Товары:
                            predefined:
                              Услуга: {code: "1"}
                              Товар: {code: "1"}
                        """),
                fault("predefined item in itself", 5, "lies in itself", """
                        catalogs:
                          Товары:
                            hierarchy: items
                            predefined:
                              Услуга: {parent: Услуга}
                        """),
                fault("predefined folder without folders", 4, "is a folder, but Catalog_Товары has none", """
                        catalogs:
                          Товары:
                            predefined:
                              Услуга: {folder: true}
                        """),
                fault("predefined item with too long a description", 5, "must be a text of at most 5 characters", """
                        catalogs:
                          Товары:
                            description: 5
                            predefined:
                              Услуга: {description: Услуги и работы}
                        """),
                fault(
                        "code unique within an owner that is not there",
                        3,
                        "only the code of a catalog with an owner",
                        """
                        catalogs:
                          Товары:
                            code: {type: string(5), unique: owner}
                        """),
                fault("code unique within a year", 3, "only what has a date", """
                        catalogs:
                          Товары:
                            code: {type: string(5), unique: year}
                        """),
                fault("code that is a date", 3, "must be a string or whole number", """
                        catalogs:
                          Товары:
                            code: date
                        """),
                fault("journal column that no document has", 6, "Document_Приход has no property \"Склад\"", """
                        documents:
                          Приход: {}
                        journals:
                          Все:
                            documents: Document_Приход
                            columns: {Дата: Date, Склад: {type: string(5), from: {Document_Приход: Склад}}}
                        """),
                fault(
                        "journal column whose type doesn't fit",
                        7,
                        "the documents' properties hold other or longer values",
                        """
                        documents:
                          Приход: {attributes: {Имя: string(50)}}
                        journals:
                          Все:
                            documents: Document_Приход
                            columns:
                              Имя: {type: string(10), from: {Document_Приход: Имя}}
                        """),
                fault("journal of texts and numbers as numbers", 5, "some of its documents have texts as numbers", """
                        documents:
                          Приход: {number: number(5)}
                          Расход: {number: string(5)}
                        journals:
                          Все: {documents: "Document_*"}
                        """),
                fault("process without tasks", 2, "needs 'task'", """
                        business-processes:
                          Согласование: {}
                        """),
                fault("characteristics without types", 2, "needs 'types'", """
                        charts-of-characteristic-types:
                          Свойства: {}
                        """),
                fault("separator that can't be one", 2, "a separator is a string with a length", """
                        separators:
                          Организация: boolean
                        """),
                fault("rule that hides what is not there", 4, "shows a property \"Цена\"", """
                        catalogs:
                          Товары:
                        access:
                          - {scopes: "*", objects: Catalog_Товары, hidden: Цена}
                        """),
                fault("published object that is not there", 3, "there is no object \"Catalog_Товар\"", """
                        catalogs:
                          Товары:
                        publish: [Catalog_Товар]
                        """));
    }

    @Test
    @DisplayName("OD-4: catalogs that own each other are all named")
    void owners() {
        var faults = faults("""
                catalogs:
                  А: {owner: Catalog_В}
                  Б: {owner: Catalog_А}
                  В: {owner: [Catalog_Б, Catalog_Г]}
                  Г: {}
                """);

        assertThat(faults.faults())
                .extracting(ModelException.Fault::toString)
                .containsExactly(
                        "model.yaml:2: catalogs.А: owns itself, directly or through others",
                        "model.yaml:3: catalogs.Б: owns itself, directly or through others",
                        "model.yaml:4: catalogs.В: owns itself, directly or through others");
    }

    @Test
    @DisplayName("all faults of all files come in one report, in the order of files and lines")
    void together(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("more"));
        Files.writeString(folder.resolve("b.yaml"), "catalogs:\n  Б: {hierarchy: x}\n  Б Б: {}\n");
        Files.writeString(folder.resolve("a.yml"), "catalogs:\n  А:\n    attributes:\n      Ц: nubmer(5)\n");
        Files.writeString(folder.resolve("more/c.yaml"), "catalogs:\n  А: {}\n");

        assertThatThrownBy(() -> ModelReader.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("The model has 4 faults:\n")
                .hasMessageMatching("(?s).*a\\.yml:4: .*b\\.yaml:2: .*b\\.yaml:3: .*c\\.yaml:2: .*");
    }

    @Test
    @DisplayName("a file that is not there, and a folder without files, are told by their names")
    void missing(@TempDir Path folder) {
        assertThatThrownBy(() -> ModelReader.read(folder))
                .hasMessageContaining("there is no .yaml file in this folder");
        assertThatThrownBy(() -> ModelReader.read(folder.resolve("x.yaml")))
                .hasMessageContaining("x.yaml: there is no such file");
    }
}
