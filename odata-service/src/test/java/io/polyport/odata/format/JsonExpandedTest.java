package io.polyport.odata.format;

import static io.polyport.odata.format.Documents.NULL;
import static io.polyport.odata.format.Documents.key;
import static io.polyport.odata.format.Documents.reading;
import static io.polyport.odata.format.Documents.refKey;
import static io.polyport.odata.format.Documents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Field.Edm;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Objects that stand in the place of references to them. */
final class JsonExpandedTest {
    @Test
    @DisplayName("OD-20: an expanded object stands in its property's place; a missing one is null with its link")
    void expanded() {
        var partners = Documents.catalog("Контрагенты");
        var reading = reading(
                Documents.document("РасходТовара"),
                List.of(refKey(0)),
                refKey(0),
                new Field.Expanded(
                        "Контрагент",
                        partners,
                        1,
                        List.of(value("Description", Edm.STRING, 2), new Field.Link("Parent", 3, false)),
                        Optional.of(new Field.Link("Контрагент", 1, false))),
                value("Posted", Edm.BOOLEAN, 4));
        var rows = MemoryRows.of(
                List.of(key(1), key(5), "Ромашка", key(6), true), List.of(key(2), NULL, NULL, NULL, false));
        assertThat(Documents.set(Representation.JSON_MINIMAL, reading, rows)).endsWith("""
                "value": [{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001",
                "Контрагент": {
                "Description": "Ромашка",
                "Parent@navigationLinkUrl": "Catalog_Контрагенты(guid'8bbfc2cc-cdb9-11e6-aede-000000000005')/Parent"
                },
                "Posted": true
                },{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000002",
                "Контрагент": null,
                "Контрагент@navigationLinkUrl": "Document_РасходТовара(guid'8bbfc2cc-cdb9-11e6-aede-000000000002')/Контрагент",
                "Posted": false
                }]
                }""");
    }

    @Test
    @DisplayName(
            "OD-20: of a property of several types the object that it leads to is shown, and nothing where it leads nowhere")
    void choice() {
        var reading = reading(
                Documents.catalog("Клиенты"),
                List.of(refKey(0)),
                refKey(0),
                new Field.Choice(
                        "Договор_Expanded",
                        List.of(
                                new Field.Expanded(
                                        "Договор_Expanded",
                                        Documents.document("А"),
                                        1,
                                        List.of(value("Number", Edm.STRING, 2)),
                                        Optional.empty()),
                                new Field.Expanded(
                                        "Договор_Expanded",
                                        Documents.catalog("Б"),
                                        3,
                                        List.of(value("Code", Edm.STRING, 4)),
                                        Optional.empty()))));
        var rows = MemoryRows.of(List.of(key(1), NULL, NULL, key(9), "к9"), List.of(key(2), NULL, NULL, NULL, NULL));
        assertThat(Documents.set(Representation.JSON_NONE, reading, rows)).isEqualTo("""
                {
                "value": [{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000001",
                "Договор_Expanded": {
                "Code": "к9"
                }
                },{
                "Ref_Key": "8bbfc2cc-cdb9-11e6-aede-000000000002"
                }]
                }""");
    }
}
