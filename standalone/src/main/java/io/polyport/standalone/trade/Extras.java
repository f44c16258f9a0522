package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What only some goods have: texts that are hard to show, values of every type, pictures, files, references to nothing. */
final class Extras {
    private static final int PICTURES = 8;
    private static final int LONG_TEXT = 400;

    private final Rows rows;
    private final Words words;
    private final Chance chance;
    private final List<Stored> pictures = new ArrayList<>();

    Extras(Rows rows, Words words, long seed) {
        this.rows = rows;
        this.words = words;
        this.chance = new Chance(seed);
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(new Stored("image/png", Picture.png(i)));
        }
    }

    /** @param number of the product among all */
    void add(Ref product, Map<String, Object> values, int number) {
        var tricky = words.list("tricky");
        values.put(
                "Описание",
                switch (number % 20) {
                    case 0 -> "<html>" + values.get("Description") + "<br>" + chance.of(tricky) + "</html>";
                    case 7 -> tricky.get(number / 20 % tricky.size());
                    case 13 -> (values.get("Description") + ". ").repeat(LONG_TEXT);
                    default -> "";
                });
        if (number == 0) {
            values.put("ВнешнийКод", TradeKeys.RECEIPT);
        } else if (number % 4 == 0) {
            values.put("ВнешнийКод", chance.key());
        }
        if (number % 10 == 0) {
            values.put("Картинка", pictures.get(number / 10 % PICTURES));
        } else if (number % 97 == 5) {
            values.put("Картинка", new Stored("application/octet-stream", new byte[] {0, 1, 2, -1, -2}));
        }
        if (number % 10 == 0 || product.key().equals(TradeKeys.MILK)) {
            values.put("ФайлКартинки", file(product, number));
        }
        any(number).ifPresent(value -> values.put("РеквизитСоставной", value));
    }

    private Optional<Object> any(int number) {
        Object value = switch (number % 25) {
            case 1 -> "Строка: 'кавычки', 50% и подчёркивание_";
            case 2 -> BigDecimal.valueOf(number * 100L + 5, 3);
            case 3 -> true;
            case 4 -> false;
            case 5 -> LocalDateTime.of(2024, 2, 29, 23, 59, 59);
            case 6 -> new Choice("ВидыТоваров", "Набор");
            case 7 -> new Ref("Catalog_Контрагенты", TradeKeys.PARTNER);
            case 8 -> new Ref("Document_ПриходнаяНакладная", TradeKeys.RECEIPT);
            // There is no such partner.
            case 9 -> new Ref("Catalog_Контрагенты", chance.key());
            case 10 -> new Ref("Catalog_Контрагенты", new UUID(0, 0));
            default -> null;
        };
        return Optional.ofNullable(value);
    }

    private Ref file(Ref product, int number) {
        var file = new Ref("Catalog_Файлы", chance.key());
        boolean text = number % 40 == 20;
        byte[] bytes = text
                ? ("Описание товара № " + number + "\n").getBytes(StandardCharsets.UTF_8)
                : pictures.get(number / 10 % PICTURES).bytes();
        rows.object(
                file,
                new HashMap<>(Map.of(
                        "Owner",
                        product,
                        "Description",
                        "Файл " + number,
                        "ИмяФайла",
                        number + (text ? ".txt" : ".png"),
                        "Размер",
                        bytes.length,
                        "Данные",
                        new Stored(text ? "application/octet-stream" : "image/png", bytes))));
        return file;
    }
}
