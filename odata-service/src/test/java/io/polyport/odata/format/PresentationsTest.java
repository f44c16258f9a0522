package io.polyport.odata.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.model.Enumeration;
import io.polyport.odata.model.Synonym;
import io.polyport.odata.plan.Presentation;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PresentationsTest {
    private static final LocalDateTime NOON = LocalDateTime.of(2024, 2, 1, 12, 0, 0);
    private static final Synonym ISSUE =
            new Synonym("РасходТовара", Map.of("ru", "Расход товара", "en", "Goods issue"));
    private static final Enumeration KINDS = new Enumeration(
            "ВидыТоваров",
            List.of(
                    new Enumeration.Member("Товар", new Synonym("Товар", Map.of("en", "Goods"))),
                    new Enumeration.Member("Услуга", new Synonym("Услуга", Map.of("ru", "Услуга сервиса")))));

    private final Presentations russian = new Presentations("ru");
    private final Presentations english = new Presentations("en");

    @Test
    @DisplayName("OD-31: a document is its synonym, its number, «от» and its date, in the caller's language")
    void documents() {
        var document = new Presentation.Document(ISSUE, Optional.of(0), 1);
        var row = MemoryRows.row("000000001", NOON);
        assertThat(russian.of(document, row)).isEqualTo("Расход товара 000000001 от 01.02.2024 12:00:00");
        assertThat(english.of(document, row)).isEqualTo("Goods issue 000000001 dated 2/1/2024 12:00:00 PM");
        assertThat(russian.of(new Presentation.Document(ISSUE, Optional.empty(), 1), row))
                .isEqualTo("Расход товара от 01.02.2024 12:00:00");
    }

    @Test
    @DisplayName("OD-31: what is empty, or leads nowhere, is empty text")
    void nothing() {
        var row = MemoryRows.row(Documents.NULL, Documents.NULL, Documents.NO_MOMENT, "");
        assertThat(russian.of(new Presentation.Document(ISSUE, Optional.of(0), 1), row))
                .isEmpty();
        assertThat(russian.of(new Presentation.FirstOf(List.of(0, 3)), row)).isEmpty();
        assertThat(russian.of(new Presentation.Moment(2), row)).isEmpty();
        assertThat(russian.of(new Presentation.Bool(0), row)).isEmpty();
        assertThat(russian.of(new Presentation.Decimal(0), row)).isEmpty();
        assertThat(russian.of(new Presentation.Guid(0), row)).isEmpty();
        assertThat(russian.of(new Presentation.Enumerated(3, KINDS), row)).isEmpty();
    }

    @Test
    @DisplayName("OD-31: a catalog's item is its description, else its code")
    void items() {
        var item = new Presentation.FirstOf(List.of(1, 0));
        assertThat(russian.of(item, MemoryRows.row("0001", "Шлепанцы"))).isEqualTo("Шлепанцы");
        assertThat(russian.of(item, MemoryRows.row("0001", ""))).isEqualTo("0001");
    }

    @ParameterizedTest
    @DisplayName("OD-31: numbers have groups and a decimal sign by locale, and no zeros at the end")
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.50 | 1_234,5 | 1,234.5",
                "0.00 | 0 | 0",
                "-1234567.89 | -1_234_567,89 | -1,234,567.89",
                "0.05 | 0,05 | 0.05",
                "99999999999999999999.123 | 99_999_999_999_999_999_999,123 | 99,999,999,999,999,999,999.123",
            })
    void numbers(BigDecimal number, String inRussian, String inEnglish) {
        var row = MemoryRows.row(number);
        var presentation = new Presentation.Decimal(0);
        assertThat(russian.of(presentation, row)).isEqualTo(inRussian.replace('_', '\u00a0'));
        assertThat(english.of(presentation, row)).isEqualTo(inEnglish);
    }

    @Test
    @DisplayName("OD-31: truth, dates and enumerations are said in the caller's language")
    void words() {
        var row = MemoryRows.row(true, LocalDateTime.of(2024, 12, 31, 9, 5, 7), "Товар", "Услуга", "Прочее");
        assertThat(russian.of(new Presentation.Bool(0), row)).isEqualTo("Да");
        assertThat(english.of(new Presentation.Bool(0), row)).isEqualTo("Yes");
        assertThat(russian.of(new Presentation.Moment(1), row)).isEqualTo("31.12.2024 9:05:07");
        assertThat(english.of(new Presentation.Moment(1), row)).isEqualTo("12/31/2024 9:05:07 AM");
        assertThat(english.of(new Presentation.Enumerated(2, KINDS), row)).isEqualTo("Goods");
        assertThat(russian.of(new Presentation.Enumerated(3, KINDS), row)).isEqualTo("Услуга сервиса");
        assertThat(russian.of(new Presentation.Enumerated(4, KINDS), row)).isEqualTo("Прочее");
    }

    @Test
    @DisplayName("OD-31: a property of several types is said as its own type is")
    void byTag() {
        var presentation = new Presentation.ByTag(
                0,
                Map.of(
                        "Number", new Presentation.Decimal(1),
                        "Document_РасходТовара", new Presentation.Document(ISSUE, Optional.empty(), 2)));
        assertThat(russian.of(presentation, MemoryRows.row("Number", new BigDecimal("2.50"), NOON)))
                .isEqualTo("2,5");
        assertThat(russian.of(presentation, MemoryRows.row("Document_РасходТовара", 0, NOON)))
                .isEqualTo("Расход товара от 01.02.2024 12:00:00");
        assertThat(russian.of(presentation, MemoryRows.row("", 0, NOON))).isEmpty();
        assertThat(russian.of(presentation, MemoryRows.row("Catalog_Иное", 0, NOON)))
                .isEmpty();
    }
}
