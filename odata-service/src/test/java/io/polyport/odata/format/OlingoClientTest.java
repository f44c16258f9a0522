package io.polyport.odata.format;

import static io.polyport.odata.format.Documents.key;
import static io.polyport.odata.format.Documents.reading;
import static io.polyport.odata.format.Documents.refKey;
import static io.polyport.odata.format.Documents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Model;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Field.Edm;
import io.polyport.odata.plan.Reading;
import io.polyport.odata.problem.InnerCode;
import io.polyport.odata.problem.ODataException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.olingo.client.api.serialization.v3.ODataReader;
import org.apache.olingo.client.core.ODataClientFactory;
import org.apache.olingo.commons.api.domain.v3.ODataEntity;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.format.ODataFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Olingo's client of OData 3 reads of our documents. It is stricter than 1C's own clients: it refuses the type of Atom's
 * links that 1C:Enterprise writes, and the link of the JSON service document.
 */
final class OlingoClientTest {
    private final ODataReader reader = ODataClientFactory.getV3().getReader();

    private static InputStream stream(String document) {
        return new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8));
    }

    private static Model model() throws Exception {
        return model("/metadata/trade.yaml");
    }

    private static Model model(String name) throws Exception {
        try (InputStream yaml = OlingoClientTest.class.getResourceAsStream(name)) {
            return ModelReader.read("trade.yaml", new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static ODataFormat format(Representation representation) {
        return switch (representation) {
            case ATOM -> ODataFormat.ATOM;
            case JSON_MINIMAL -> ODataFormat.JSON;
            case JSON_FULL -> ODataFormat.JSON_FULL_METADATA;
            case JSON_NONE -> ODataFormat.JSON_NO_METADATA;
        };
    }

    @Test
    @DisplayName("OD-10: another's client finds types, properties, references and sections in $metadata")
    void metadata() throws Exception {
        var model = model();
        String document =
                Documents.text(output -> MetadataDocument.write(model, EnumSet.allOf(BoundFunction.class), output));
        var edm = reader.readMetadata(stream(document));
        var type = edm.getEntityType(new FullQualifiedName("StandardODATA", "Document_РеализацияТоваровУслуг"));
        assertThat(type.getKeyPredicateNames()).containsExactly("Ref_Key");
        assertThat(type.getPropertyNames()).contains("Ref_Key", "Date", "Валюта_Key", "ЗаказКлиента_Type", "Товары");
        assertThat(type.getProperty("Товары").isCollection()).isTrue();
        assertThat(type.getNavigationPropertyNames()).contains("Валюта", "Контрагент");
        assertThat(edm.getEntityType(new FullQualifiedName("StandardODATA", "Document_РеализацияТоваровУслуг_Товары"))
                        .getKeyPredicateNames())
                .containsExactly("Ref_Key", "LineNumber");
        assertThat(edm.getEnumType(new FullQualifiedName("StandardODATA", "Варианты"))
                        .getMemberNames())
                .containsExactly("А");
        assertThat(edm.getComplexType(new FullQualifiedName(
                                "StandardODATA", "AccumulationRegister_РасчетыСКлиентамиПланОплат_Balance"))
                        .getPropertyNames())
                .contains("КОплатеBalance");
    }

    @Test
    @DisplayName(
            "OD-10: another's client reads the whole $metadata of a model with every kind of object: each type has a key")
    void everyKind() throws Exception {
        var model = model("/models/trade.yaml");
        String document =
                Documents.text(output -> MetadataDocument.write(model, EnumSet.allOf(BoundFunction.class), output));
        var edm = reader.readMetadata(stream(document));
        assertThat(edm.getEntityContainer(new FullQualifiedName("StandardODATA", "EnterpriseV8"))
                        .getEntitySets())
                .hasSameSizeAs(model.sets())
                .allSatisfy(set -> {
                    assertThat(set.getEntityType().getKeyPredicateNames())
                            .as(set.getName())
                            .isNotEmpty();
                    assertThat(set.getEntityType().getPropertyNames())
                            .containsAll(set.getEntityType().getKeyPredicateNames());
                });
        assertThat(edm.getEntityType(new FullQualifiedName("StandardODATA", "InformationRegister_НастройкиОбмена"))
                        .getKeyPredicateNames())
                .containsExactly("SurrogateKey");
    }

    @Test
    @DisplayName("OD-10: another's client finds every set in the service document")
    void serviceDocument() throws Exception {
        var model = model();
        String document =
                Documents.text(output -> ServiceDocument.write(Representation.ATOM, model, Documents.BASE, output));
        assertThat(reader.readServiceDocument(stream(document), ODataFormat.XML).getEntitySetNames())
                .hasSameSizeAs(model.sets())
                .contains("Catalog_Валюты");
    }

    private static Reading goods() {
        return reading(
                Documents.catalog("Товары"),
                List.of(refKey(0)),
                refKey(0),
                value("Code", Edm.STRING, 1),
                value("Кратность", Edm.INT64, 2),
                value("Цена", Edm.DOUBLE, 3),
                new Field.Rows(
                        "Аналоги", "Catalog_Товары_Аналоги_RowType", List.of(value("LineNumber", Edm.INT64, 1)), 0));
    }

    private static MemoryRows rows() {
        return MemoryRows.with(
                List.of(key(1), "a<b>\"c\" & д", 5L, new BigDecimal("12.50")), List.of(List.of(key(1), 1L)));
    }

    private static void isRead(ODataEntity entity) {
        assertThat(entity.getProperty("Ref_Key").getValue().toString()).isEqualTo(key(1).toString());
        assertThat(entity.getProperty("Code").getValue().toString()).isEqualTo("a<b>\"c\" & д");
        assertThat(entity.getProperty("Кратность").getValue().toString()).isEqualTo("5");
        assertThat(entity.getProperty("Цена").getValue().toString()).isEqualTo("12.5");
        assertThat(entity.getProperty("Аналоги").hasCollectionValue()).isTrue();
        assertThat(entity.getProperty("Аналоги").getCollectionValue()).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("OD-20: another's client reads sets with their count, and single entities, in every format")
    @EnumSource(Representation.class)
    void entities(Representation representation) throws Exception {
        String set = Documents.text(
                output -> Documents.writer(representation, goods()).writeSet(rows(), OptionalLong.of(7), output));
        var read = reader.readEntitySet(stream(set), format(representation));
        assertThat(read.getCount()).isEqualTo(7);
        assertThat(read.getEntities()).hasSize(1).allSatisfy(OlingoClientTest::isRead);
        isRead(reader.readEntity(stream(Documents.one(representation, goods(), rows())), format(representation)));
    }

    @Test
    @DisplayName("OD-20: another's client finds the address of an entity in Atom and in full metadata")
    void addresses() throws Exception {
        String address = Documents.BASE + "/Catalog_Товары(guid'" + key(1) + "')";
        var atom = reader.readEntity(stream(Documents.one(Representation.ATOM, goods(), rows())), ODataFormat.ATOM);
        assertThat(atom.getEditLink()).hasToString(address);
        var json = reader.readEntity(
                stream(Documents.one(Representation.JSON_FULL, goods(), rows())), ODataFormat.JSON_FULL_METADATA);
        assertThat(json.getEditLink().toString()).isEqualTo(address);
        assertThat(json.getTypeName()).hasToString("StandardODATA.Catalog_Товары");
    }

    @Test
    @DisplayName("OD-30: another's client reads code and text of errors in both formats")
    void errors() throws Exception {
        var problem = new ODataException(InnerCode.BAD_URL, "Нет пути", "No such path");
        for (Representation one : List.of(Representation.ATOM, Representation.JSON_MINIMAL)) {
            var read = reader.readError(
                    stream(ErrorDocument.of(problem, one, "ru").toString()),
                    one.isJson() ? ODataFormat.JSON : ODataFormat.XML);
            assertThat(read.getCode()).isEqualTo("6");
            assertThat(read.getMessage()).isEqualTo("Нет пути");
        }
    }
}
