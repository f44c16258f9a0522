package io.polyport.odata.format;

import io.polyport.odata.model.Enumeration;
import io.polyport.odata.plan.Presentation;
import io.polyport.odata.rows.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Makes the text in which a value is said to people, in one language (OD-31; seed 003 17.2.1.3, {@code Presentation}). What is
 * empty is ''. Not for several threads.
 */
final class Presentations {
    private static final LocalDateTime EMPTY_MOMENT = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final int MOST_FRACTION_DIGITS = 40;

    private final String language;
    private final boolean russian;
    private final DecimalFormat numbers;
    private final DateTimeFormatter moments;

    Presentations(String language) {
        this.language = language;
        russian = language.equals(Language.RUSSIAN);
        var symbols = new DecimalFormatSymbols(Locale.ROOT);
        symbols.setGroupingSeparator(russian ? NO_BREAK_SPACE : ',');
        symbols.setDecimalSeparator(russian ? ',' : '.');
        numbers = new DecimalFormat("#,##0.#", symbols);
        numbers.setMaximumFractionDigits(MOST_FRACTION_DIGITS);
        numbers.setRoundingMode(RoundingMode.UNNECESSARY);
        moments = DateTimeFormatter.ofPattern(russian ? "dd.MM.uuuu H:mm:ss" : "M/d/uuuu h:mm:ss a", Locale.ROOT);
    }

    String of(Presentation presentation, Row row) {
        return switch (presentation) {
            case Presentation.Text text -> text(text.column(), row);
            case Presentation.Decimal number -> number(number.column(), row);
            case Presentation.Bool flag -> flag(flag.column(), row);
            case Presentation.Moment moment -> moment(moment.column(), row);
            case Presentation.Guid guid ->
                row.isNull(guid.column()) ? "" : row.guid(guid.column()).toString();
            case Presentation.Enumerated value -> synonym(text(value.column(), row), value.enumeration());
            case Presentation.FirstOf columns -> first(columns, row);
            case Presentation.Document document -> document(document, row);
            case Presentation.ByTag byTag -> {
                Presentation ofType = byTag.presentations().get(text(byTag.tag(), row));
                yield ofType == null ? "" : of(ofType, row);
            }
        };
    }

    private static String text(int column, Row row) {
        return row.isNull(column) ? "" : row.text(column);
    }

    private String number(int column, Row row) {
        if (row.isNull(column)) {
            return "";
        }
        BigDecimal value = row.number(column);
        return numbers.format(value);
    }

    private String flag(int column, Row row) {
        if (row.isNull(column)) {
            return "";
        }
        if (russian) {
            return row.flag(column) ? "Да" : "Нет";
        }
        return row.flag(column) ? "Yes" : "No";
    }

    private String moment(int column, Row row) {
        if (row.isNull(column)) {
            return "";
        }
        LocalDateTime moment = row.moment(column);
        return moment.equals(EMPTY_MOMENT) ? "" : moments.format(moment);
    }

    private String synonym(String name, Enumeration enumeration) {
        return enumeration.members().stream()
                .filter(member -> member.name().equals(name))
                .map(member -> member.synonym().in(language))
                .findFirst()
                .orElse(name);
    }

    private static String first(Presentation.FirstOf columns, Row row) {
        return columns.columns().stream()
                .map(column -> text(column, row))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** «Расход товара 000000001 от 01.02.2024 12:00:00»; '' when there is no such document. */
    private String document(Presentation.Document document, Row row) {
        if (row.isNull(document.date())) {
            return "";
        }
        var text = new StringBuilder(document.synonym().in(language));
        document.number()
                .map(column -> text(column, row))
                .filter(number -> !number.isBlank())
                .ifPresent(number -> text.append(' ').append(number));
        return text.append(russian ? " от " : " dated ")
                .append(moments.format(row.moment(document.date())))
                .toString();
    }
}
