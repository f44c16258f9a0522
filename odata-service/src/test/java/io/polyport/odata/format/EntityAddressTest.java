package io.polyport.odata.format;

import static io.polyport.odata.format.Documents.composite;
import static io.polyport.odata.format.Documents.key;
import static io.polyport.odata.format.Documents.refKey;
import static io.polyport.odata.format.Documents.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.plan.Field;
import io.polyport.odata.plan.Field.Edm;
import io.polyport.odata.rows.Row;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class EntityAddressTest {
    private static final EntitySet RATES = Documents.set(ObjectKind.INFORMATION_REGISTER, "Курсы", Form.RECORDS);

    private static String address(EntitySet set, List<Field> key, Row row) {
        return Documents.text(output -> {
            var out = new Utf8Output(output);
            EntityAddress.of(set, key).orElseThrow().write(row, out);
            out.end();
        });
    }

    @Test
    @DisplayName("OD-20: one key part stands alone, several with their names")
    void parts() {
        assertThat(address(Documents.catalog("Товары"), List.of(refKey(0)), MemoryRows.row(key(1))))
                .isEqualTo("Catalog_Товары(guid'8bbfc2cc-cdb9-11e6-aede-000000000001')");
        assertThat(address(
                        RATES,
                        List.of(
                                value("Period", Edm.DATE_TIME, 0),
                                value("Валюта_Key", Edm.GUID, 1),
                                value("LineNumber", Edm.INT64, 2),
                                value("Active", Edm.BOOLEAN, 3)),
                        MemoryRows.row(LocalDateTime.of(2008, 2, 5, 0, 0), key(2), new BigDecimal("3.0"), true)))
                .isEqualTo("InformationRegister_Курсы(Period=datetime'2008-02-05T00:00:00',"
                        + "Валюта_Key=guid'8bbfc2cc-cdb9-11e6-aede-000000000002',LineNumber=3,Active=true)");
    }

    @Test
    @DisplayName("OD-20: a recorder of several types is named with its type")
    void recorder() {
        assertThat(address(RATES, List.of(composite("Recorder", 0)), MemoryRows.row("Document_Прайс", key(3))))
                .isEqualTo("InformationRegister_Курсы(Recorder='8bbfc2cc-cdb9-11e6-aede-000000000003',"
                        + "Recorder_Type='StandardODATA.Document_Прайс')");
    }

    @Test
    @DisplayName(
            "OD-20: letters stand as they are; only what would change a URL or a document is encoded, quotes are doubled")
    void text() {
        assertThat(address(RATES, List.of(value("Вид", Edm.STRING, 0)), MemoryRows.row("О'Нил, 50%/\"ы\"?#<&>\\ё")))
                .isEqualTo("InformationRegister_Курсы('О''Нил,%2050%25%2F%22ы%22%3F%23%3C%26%3E%5Cё')");
        assertThat(address(RATES, List.of(composite("Вид", 0)), MemoryRows.row("String", key(0), "a'b\n")))
                .isEqualTo("InformationRegister_Курсы(Вид='a''b%0A',Вид_Type='Edm.String')");
    }

    @Test
    @DisplayName("OD-20: a constant is addressed by the empty key; what has no key has no address")
    void constants() {
        var constant = Documents.set(ObjectKind.CONSTANT, "Валюта", Form.VALUE);
        assertThat(address(constant, List.of(value("SurrogateKey", Edm.INT16, 0)), MemoryRows.row(0)))
                .isEqualTo("Constant_Валюта(guid'00000000-0000-0000-0000-000000000000')");
        assertThat(EntityAddress.of(RATES, List.of())).isEmpty();
    }
}
