package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ServiceDocumentTest {
    private static final String MODEL = """
            catalogs:
              Склады:
              Товары:
                sections:
                  Штрихкоды:
                    attributes:
                      Штрихкод: string(50)
            """;

    private static String document(Representation format, Model model) {
        return Documents.text(output -> ServiceDocument.write(format, model, Documents.BASE, output));
    }

    @Test
    @DisplayName("OD-10: the root lists every set, tabular sections too, line for line as 1C does in JSON")
    void json() {
        var model = ModelReader.read("model.yaml", MODEL);
        assertThat(document(Representation.JSON_MINIMAL, model)).isEqualTo("""
                {
                "odata.metadata": "http://depot/trade/odata/standard.odata",
                "value": [
                {
                "name": "Catalog_Склады",
                "url": "Catalog_Склады"
                },
                {
                "name": "Catalog_Товары",
                "url": "Catalog_Товары"
                },
                {
                "name": "Catalog_Товары_Штрихкоды",
                "url": "Catalog_Товары_Штрихкоды"
                }
                ]
                }""");
        assertThat(document(Representation.JSON_NONE, model)).startsWith("{\n\"value\": [\n{");
    }

    @Test
    @DisplayName("OD-10: in Atom the root is a workspace with a collection for each set")
    void atom() {
        assertThat(document(Representation.ATOM, ModelReader.read("model.yaml", MODEL)))
                .startsWith("""
                <?xml version="1.0" encoding="UTF-8"?>
                <service xmlns="http://www.w3.org/2007/app" xmlns:atom="http://www.w3.org/2005/Atom" xml:base="http://depot/trade/odata/standard.odata">
                <workspace>
                <atom:title>Default</atom:title>
                <collection href="Catalog_Склады">
                <atom:title>Catalog_Склады</atom:title>
                </collection>
                """)
                .endsWith("</collection>\n</workspace>\n</service>");
    }

    @Test
    @DisplayName("OD-10: a publication of nothing has an empty list")
    void empty() {
        var nothing = new Model(List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(document(Representation.JSON_NONE, nothing)).isEqualTo("{\n\"value\": []\n}");
        assertThat(document(Representation.ATOM, nothing)).contains("<atom:title>Default</atom:title>\n</workspace>");
    }
}
