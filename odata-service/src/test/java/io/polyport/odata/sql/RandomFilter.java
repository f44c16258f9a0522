package io.polyport.odata.sql;

import java.util.List;
import java.util.Random;

/** Random filters over the trade model as their text: every function and operator, on values that fit. */
final class RandomFilter {
    private static final List<String> UNITS = List.of("second", "minute", "hour", "day", "month", "quarter", "year");
    private static final List<String> COMPARATORS = List.of("eq", "ne", "gt", "ge", "lt", "le");

    /** Names by type that an entity has, each with the way to it. */
    record Names(
            List<String> texts,
            List<String> numbers,
            List<String> moments,
            List<String> flags,
            List<String> keys,
            List<String> mixed) {}

    static final Names GOODS = new Names(
            List.of(
                    "Description",
                    "Артикул",
                    "Описание",
                    "Поставщик/Город",
                    "Вид",
                    "Родитель/Описание",
                    "Code",
                    "Поставщик/ОсновнойДоговор/Description",
                    "Наименование"),
            List.of(
                    "Цена",
                    "Вес",
                    "Остаток",
                    "Ранг",
                    "Поставщик/ОсновнойДоговор/Сумма",
                    "Parent/Остаток",
                    "ШтрихкодЧисло"),
            List.of("ГоденДо", "Поставщик/ДатаРегистрации"),
            List.of("DeletionMark", "Весовой", "IsFolder", "Поставщик/DeletionMark", "Parent/IsFolder"),
            List.of("Ref_Key", "Поставщик_Key", "Parent_Key", "Поставщик/ОсновнойДоговор_Key", "Поставщик"),
            List.of());
    static final Names DOCUMENTS = new Names(
            List.of(
                    "Number",
                    "Комментарий",
                    "ВидОперации",
                    "Контрагент/Город",
                    "Контрагент/Description",
                    "cast(Основание,'String')",
                    "cast(Основание,'Catalog_Контрагенты')/Город",
                    "cast(Основание,'Document_РасходТовара')/Комментарий",
                    "cast(Основание,'Document_ПриходТовара')/Number"),
            List.of(
                    "Сумма",
                    "Контрагент/ОсновнойДоговор/Сумма",
                    "cast(Основание,'Number')",
                    "cast(Основание,'Document_РасходТовара')/Сумма"),
            List.of("Date", "Дата", "cast(Основание,'Date')", "Контрагент/ДатаРегистрации"),
            List.of("Posted", "cast(Основание,'Boolean')", "Контрагент/DeletionMark"),
            List.of("Ref_Key", "Контрагент_Key", "cast(Основание,'Catalog_Контрагенты')"),
            List.of("Основание", "cast(Основание,'Document_РасходТовара')/Основание"));
    private static final Names LINES = new Names(
            List.of("d/Номенклатура/Description", "d/Номенклатура/Артикул", "Number"),
            List.of("d/Цена", "d/Сумма", "d/LineNumber", "d/Номенклатура/Остаток", "Сумма"),
            List.of("d/Номенклатура/ГоденДо", "Date"),
            List.of("d/Номенклатура/IsFolder", "d/Номенклатура/Весовой", "Posted"),
            List.of("d/Номенклатура_Key", "d/Ref_Key", "d/Номенклатура/Поставщик_Key"),
            List.of());

    private final Random random;
    private final Names names;
    private final boolean sections;

    RandomFilter(Random random, Names names) {
        this(random, names, names.equals(DOCUMENTS));
    }

    private RandomFilter(Random random, Names names, boolean sections) {
        this.random = random;
        this.names = names;
        this.sections = sections;
    }

    String condition(int depth) {
        if (depth == 0) {
            return random.nextInt(3) == 0 ? one(names.flags) : comparison(0);
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
            case 2, 3 -> "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
            case 4, 5 -> "not (" + condition(depth - 1) + ")";
            case 6 ->
                "(" + condition(depth - 1) + ") " + one(List.of("eq", "ne")) + " " + one(List.of("true", "false"));
            case 7 -> textTest(depth - 1);
            case 8 -> like(depth - 1);
            case 9 -> one(all()) + one(List.of(" eq null", " ne null"));
            case 10 -> sections ? lambda(depth - 1) : comparison(depth);
            case 11 -> names.mixed.isEmpty() ? comparison(depth) : mixed(depth - 1);
            default -> comparison(depth);
        };
    }

    private List<String> all() {
        return one(List.of(names.texts, names.numbers, names.moments, names.flags, names.keys));
    }

    private String lambda(int depth) {
        var inside = new RandomFilter(random, LINES, false);
        return switch (random.nextInt(5)) {
            case 0 -> "Товары/any()";
            case 1, 2 -> "Товары/all(d: " + inside.condition(depth) + ")";
            default -> "Товары/any(d: " + inside.condition(depth) + ")";
        };
    }

    private String comparison(int depth) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> text(depth) + " " + one(COMPARATORS) + " " + text(depth);
            case 3, 4 -> number(depth) + " " + one(COMPARATORS) + " " + number(depth);
            case 5, 6 -> moment(depth) + " " + one(COMPARATORS) + " " + moment(depth);
            default -> one(names.keys) + " " + one(List.of("eq", "ne")) + " " + key();
        };
    }

    private String key() {
        int kind = one(List.of(1, 3, 5));
        return random.nextBoolean() ? one(names.keys) : "guid'" + RandomTrade.key(kind, random.nextInt(8)) + "'";
    }

    private String mixed(int depth) {
        String property = one(names.mixed);
        String type = one(List.of(
                "String",
                "Number",
                "Boolean",
                "Date",
                "Catalog_Контрагенты",
                "Document_РасходТовара",
                "Document_ПриходТовара",
                "Enum_ВидыТоваров",
                "Undefined"));
        String equal = " " + one(List.of("eq", "ne")) + " ";
        return switch (random.nextInt(10)) {
            case 0, 1 -> "isof(" + property + ",'" + type + "')";
            case 2 ->
                property + equal + "cast(guid'" + RandomTrade.key(1, random.nextInt(14)) + "','Catalog_Контрагенты')";
            case 3 -> property + " " + one(COMPARATORS) + " " + number(depth);
            case 4 -> property + " " + one(COMPARATORS) + " " + text(depth);
            case 5 -> property + " " + one(COMPARATORS) + " " + moment(depth);
            case 6 -> property + equal + one(names.mixed);
            case 7 -> property + equal + one(List.of("null", "true", "guid'" + RandomTrade.key(1, 1) + "'"));
            case 8 -> property + equal + one(names.keys);
            default ->
                property + "_Type" + equal
                        + one(List.of(
                                "'Edm.String'", "'StandardODATA.Document_РасходТовара'", "'Catalog_Контрагенты'"));
        };
    }

    private String textTest(int depth) {
        String whole = text(depth);
        String part = random.nextBoolean() ? text(depth) : literal(one(RandomTrade.PIECES));
        return switch (random.nextInt(3)) {
            case 0 -> "substringof(" + part + ", " + whole + ")";
            case 1 -> "startswith(" + whole + ", " + part + ")";
            default -> "endswith(" + whole + ", " + part + ") eq true";
        };
    }

    private String like(int depth) {
        var template = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            template.append(one(List.of(
                    "%", "%", "_", "[а-я]", "[^к]", "[😀-😂x]", "а", "\\", "б", "~%", "~_", "😀", "Я", "[%_]", " ")));
        }
        return "like(" + text(depth) + ", " + literal(template.toString()) + ", '~')";
    }

    private String text(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return random.nextInt(3) == 0 ? literal(new RandomTrade(random).text()) : one(names.texts);
        }
        return switch (random.nextInt(8)) {
            case 0 -> "concat(" + text(depth - 1) + ", " + text(depth - 1) + ")";
            case 1 -> "substring(" + text(depth - 1) + ", " + number(depth - 1) + ")";
            case 2 -> "substring(" + text(depth - 1) + ", " + number(depth - 1) + ", " + number(depth - 1) + ")";
            case 3 ->
                "replace(" + text(depth - 1) + ", " + literal(one(RandomTrade.PIECES)) + ", "
                        + literal(one(RandomTrade.PIECES)) + ")";
            case 4 -> "tolower(" + text(depth - 1) + ")";
            case 5 -> "toupper(" + text(depth - 1) + ")";
            case 6 -> "trim(" + text(depth - 1) + ")";
            default -> one(names.texts);
        };
    }

    private String number(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return random.nextInt(3) == 0 ? one(RandomTrade.NUMBERS) : one(names.numbers);
        }
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "(" + number(depth - 1) + one(List.of(" add ", " sub ", " mul ")) + number(depth - 1) + ")";
            case 3 -> "(" + number(depth - 1) + " div " + number(depth - 1) + ")";
            case 4 -> "-(" + number(depth - 1) + ")";
            case 5 -> "length(" + text(depth - 1) + ")";
            case 6 -> "indexof(" + text(depth - 1) + ", " + literal(one(RandomTrade.PIECES)) + ")";
            case 7, 8 ->
                one(List.of("year", "quarter", "month", "day", "hour", "minute", "second", "dayofweek", "dayofyear"))
                        + "(" + moment(depth - 1) + ")";
            case 9 -> "datedifference(" + moment(depth - 1) + ", " + moment(depth - 1) + ", '" + one(UNITS) + "')";
            default -> one(List.of("round", "floor", "ceiling")) + "(" + number(depth - 1) + ")";
        };
    }

    private String moment(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return random.nextInt(3) == 0 ? "datetime'" + one(RandomTrade.DATES) + "'" : one(names.moments);
        }
        return "dateadd(" + moment(depth - 1) + ", '" + one(UNITS) + "', " + number(depth - 1) + ")";
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
