package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our {@code $metadata} beside what real bases have published; the files' origin is told in metadata/README.md. */
final class MetadataDocumentTest {
    private static final Set<BoundFunction> ALL = EnumSet.allOf(BoundFunction.class);

    /** What these bases' platforms did not have yet, or show in data without declaring it; ours do both. */
    private static final Set<String> NEWER = Set.of(
            "Property Name=ThisNode Type=Edm.Boolean Nullable=true",
            "Property Name=Predefined Type=Edm.Boolean Nullable=true",
            "Property Name=PredefinedDataName Type=Edm.String Nullable=true");

    private static InputStream resource(String name) {
        return MetadataDocumentTest.class.getResourceAsStream("/metadata/" + name);
    }

    private static Model model(String name) throws Exception {
        try (InputStream yaml = resource(name + ".yaml")) {
            return ModelReader.read(name, new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String document(Model model, Set<BoundFunction> functions) {
        return Documents.text(output -> MetadataDocument.write(model, functions, output));
    }

    private static EdmxShape shape(String document) throws Exception {
        return EdmxShape.of(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    }

    /** Only what the real document has entity types of: to the rest its references have no navigation. One names too few. */
    private static Model published(String name, EdmxShape real) throws Exception {
        var whole = model(name);
        if (name.equals("accounting")) {
            return whole;
        }
        List<String> objects = whole.objects().stream()
                .map(object -> object.resource())
                .filter(object -> real.declarations.containsKey("EntityType Name=" + object))
                .toList();
        return whole.published(objects);
    }

    @ParameterizedTest
    @DisplayName(
            "OD-10, OD-3: every type, association and function that we share with a real base is declared as it is there")
    @ValueSource(strings = {"trade", "accounting", "small"})
    void declarations(String name) throws Exception {
        var real = EdmxShape.of(resource(name + ".edmx"));
        var ours = shape(document(published(name, real), ALL));
        var shared = ours.declarations.keySet().stream()
                .filter(real.declarations::containsKey)
                .toList();
        assertThat(shared).hasSizeGreaterThan(name.equals("trade") ? 60 : 4);
        for (String declaration : shared) {
            List<String> expected = real.declarations.get(declaration);
            List<String> lines = ours.declarations.get(declaration).stream()
                    .filter(line -> expected.contains(line) || !NEWER.contains(line))
                    .toList();
            assertThat(lines).as(declaration).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("OD-10: elements, attributes and their order are only such as real bases have")
    void elements() throws Exception {
        Set<String> known = EdmxShape.of(resource("small.edmx")).elements;
        Set<String> order = EdmxShape.of(resource("small.edmx")).sequences;
        for (String name : List.of("trade", "accounting")) {
            var real = EdmxShape.of(resource(name + ".edmx"));
            known.addAll(real.elements);
            real.sequences.stream().filter(one -> !one.startsWith("Schema")).forEach(order::add);
        }
        order.add("EntityType: Property before NavigationProperty");
        for (String name : List.of("trade", "accounting", "small")) {
            var ours = shape(document(model(name), ALL));
            assertThat(known).containsAll(ours.elements);
            assertThat(order).containsAll(ours.sequences);
        }
    }

    @Test
    @DisplayName("OD-10: the document begins byte for byte as 1C's")
    void start() throws Exception {
        assertThat(document(model("small"), ALL)).startsWith("""
                <?xml version="1.0" encoding="UTF-8"?>
                <edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">
                <edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">
                <Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">
                <EntityType Name="Catalog_Контрагенты">
                <Key>
                <PropertyRef Name="Ref_Key"/>
                </Key>
                <Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/>
                """);
    }

    @Test
    @DisplayName("OD-10: a function that is not answered is not declared, nor the type of its rows")
    void functions() throws Exception {
        String slices = document(model("trade"), EnumSet.of(BoundFunction.SLICE_LAST, BoundFunction.SLICE_FIRST));
        assertThat(slices)
                .contains("Name=\"SliceLast\"")
                .doesNotContain("_Balance")
                .doesNotContain("Name=\"Post\"");
        assertThat(document(model("trade"), Set.of())).doesNotContain("FunctionImport");
    }

    @Test
    @DisplayName(
            "OD-10, OD-3: a value storage is a stream with its bytes and its type, and a reference to nothing published a key")
    void storage() {
        var model = ModelReader.read("m.yaml", """
                catalogs:
                  Файлы:
                    attributes: {Данные: value-storage, Автор: Catalog_Люди, Номер: number(18), Много: number(19), Девять: number(9)}
                  Люди:
                """);
        assertThat(document(model.published(List.of("Catalog_Файлы")), ALL))
                .contains("""
                <Property Name="Данные" Type="Edm.Stream" Nullable="true"/>
                <Property Name="Данные_Base64Data" Type="Edm.Binary" Nullable="true"/>
                <Property Name="Автор_Key" Type="Edm.Guid" Nullable="true"/>
                <Property Name="Номер" Type="Edm.Int64" Nullable="true"/>
                <Property Name="Много" Type="Edm.Double" Nullable="true"/>
                <Property Name="Девять" Type="Edm.Int32" Nullable="true"/>
                <Property Name="Данные_Type" Type="Edm.String" Nullable="true"/>
                </EntityType>
                """)
                .doesNotContain("NavigationProperty");
    }

    @Test
    @DisplayName("OD-10: a document of any size comes in pieces")
    void pieces() {
        var yaml = new StringBuilder("catalogs:\n");
        for (int number = 0; number < 500; number++) {
            yaml.append("  Справочник").append(number).append(":\n");
        }
        int[] pieces = {0};
        MetadataDocument.write(ModelReader.read("m.yaml", yaml.toString()), ALL, (Buffer piece) -> {
            assertThat(piece.length()).isLessThanOrEqualTo(64 * 1024);
            pieces[0]++;
        });
        assertThat(pieces[0]).isGreaterThan(5);
    }
}
