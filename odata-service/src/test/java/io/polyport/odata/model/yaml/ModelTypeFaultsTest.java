package io.polyport.odata.model.yaml;

import static io.polyport.odata.model.yaml.ModelFaultsTest.fault;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ModelTypeFaultsTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource({"types", "names"})
    @DisplayName("OD-2, OD-3: a fault of a type or of a name is told with its line and what is wrong")
    void wrong(String name, String yaml, int line, String what) {
        ModelFaultsTest.assertOnlyFault(yaml, line, what);
    }

    private static Stream<Arguments> types() {
        return Stream.of(
                fault("unknown type", 4, "there is no type \"strin(5)\"", """
                        catalogs:
                          Товары:
                            attributes:
                              Артикул: strin(5)
                        """),
                fault("string too long", 4, "string takes one length of 1 to 1024", """
                        catalogs:
                          Товары:
                            attributes:
                              Артикул: string(1025)
                        """),
                fault("number too long", 4, "number takes its digits, 1 to 38", """
                        catalogs:
                          Товары:
                            attributes:
                              Цена: number(39,2)
                        """),
                fault("more digits behind the point than there are", 4, "number takes its digits", """
                        catalogs:
                          Товары:
                            attributes:
                              Цена: number(2,3)
                        """),
                fault("reference to nothing", 5, "did you mean Catalog_Склады?", """
                        catalogs:
                          Склады:
                          Товары:
                            attributes:
                              Склад: Catalog_Склад
                        """),
                fault(
                        "reference to what has no keys",
                        6,
                        "there is no object \"InformationRegister_Цены\" that can stand here",
                        """
                        information-registers:
                          Цены: {dimensions: {Вид: string(5)}}
                        catalogs:
                          Товары:
                            attributes:
                              Цены: InformationRegister_Цены
                        """),
                fault("enumeration that is not there", 4, "there is no enumeration \"Виды\"", """
                        catalogs:
                          Товары:
                            attributes:
                              Вид: Enum.Виды
                        """),
                fault("two kinds of strings in one property", 4, "two kinds of string", """
                        catalogs:
                          Товары:
                            attributes:
                              Вид: [string(5), string(10), boolean]
                        """),
                fault("value storage among several types", 4, "there is no type \"value-storage\"", """
                        catalogs:
                          Товары:
                            attributes:
                              Вид: [string(5), value-storage]
                        """),
                fault(
                        "characteristic of a chart that is not there",
                        4,
                        "there is no chart of characteristic types \"Свойства\"",
                        """
                        catalogs:
                          Товары:
                            attributes:
                              Вид: Characteristic.Свойства
                        """));
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                fault("no identifier", 2, "a name is a letter or _", """
                        catalogs:
                          Мои товары: {}
                        """),
                fault("property twice, in other letters", 5, "would both show цена", """
                        catalogs:
                          Товары:
                            attributes:
                              Цена: number(5)
                              цена: number(6)
                        """),
                fault("reference and attribute with one name", 5, "would both show Валюта_Key", """
                        catalogs:
                          Товары:
                            attributes:
                              Валюта: Catalog_Товары
                              Валюта_Key: string(5)
                        """),
                fault("composite and attribute with one name", 5, "(inner code 18)", """
                        catalogs:
                          Товары:
                            attributes:
                              Вид: [boolean, string(5)]
                              Вид_Type: string(5)
                        """),
                fault("the platform's own property", 4, "is there twice in Catalog_Товары (inner code 18)", """
                        catalogs:
                          Товары:
                            attributes:
                              Description: string(5)
                        """),
                fault("object twice, in other letters", 3, "is declared twice; already in model.yaml:2", """
                        catalogs:
                          Товары: {}
                          ТОВАРЫ: {}
                        """),
                fault("catalog that is called as a section of another", 5, "clashes with a set or type of", """
                        catalogs:
                          Товары:
                            sections:
                              Цены: {attributes: {Цена: number(5)}}
                          Товары_Цены: {}
                        """),
                fault("enumeration value twice", 2, "the value б is there twice", """
                        enumerations:
                          Виды: [А, Б, б]
                        """),
                fault("enumeration without values", 2, "needs at least one value", """
                        enumerations:
                          Виды: []
                        """));
    }
}
