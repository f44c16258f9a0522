package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Currencies and what they cost, day by day. */
final class Money {
    static final Ref ROUBLE = new Ref("Catalog_Валюты", TradeKeys.ROUBLE);

    private static final String RATES = "InformationRegister_КурсыВалют";
    /** The day that seed 003's example asks for. */
    private static final LocalDate LONG_AGO = LocalDate.of(2008, 2, 5);

    private static final List<Currency> CURRENCIES = List.of(
            new Currency(TradeKeys.DOLLAR, "840", "USD", "Доллар США", 1, "91.5000", "24.5000"),
            new Currency(
                    UUID.fromString("9d5c4223-8c4c-11db-a9b0-00055d49b45e"),
                    "978",
                    "EUR",
                    "Евро",
                    1,
                    "98.2000",
                    "36.3000"),
            new Currency(
                    UUID.fromString("9d5c4224-8c4c-11db-a9b0-00055d49b45e"),
                    "156",
                    "CNY",
                    "Юань",
                    1,
                    "12.6000",
                    "3.4000"),
            new Currency(
                    UUID.fromString("9d5c4225-8c4c-11db-a9b0-00055d49b45e"),
                    "398",
                    "KZT",
                    "Тенге",
                    100,
                    "19.8000",
                    "20.4000"));

    private record Currency(
            UUID key, String code, String name, String full, int multiple, String first, String longAgo) {
        Ref self() {
            return new Ref("Catalog_Валюты", key);
        }
    }

    /** A currency and its rate on a day: so many roubles for one. */
    record Rate(Ref currency, BigDecimal rate) {}

    private final List<BigDecimal> dollar = new ArrayList<>();
    private final Rows rows;
    private final Chance chance;

    Money(Rows rows, long seed) {
        this.rows = rows;
        this.chance = new Chance(seed);
    }

    void write() {
        rows.object(ROUBLE, values("643", "RUB", "Российский рубль", 1));
        rate(TradeKeys.FIRST_DAY, ROUBLE, BigDecimal.ONE, 1);
        for (Currency one : CURRENCIES) {
            rows.object(one.self(), values(one.code(), one.name(), one.full(), one.multiple()));
            rate(LONG_AGO, one.self(), new BigDecimal(one.longAgo()), one.multiple());
            var rate = new BigDecimal(one.first());
            for (LocalDate day = TradeKeys.FIRST_DAY; !day.isAfter(TradeKeys.LAST_DAY); day = day.plusDays(1)) {
                rate(day, one.self(), rate, one.multiple());
                if (one.key().equals(TradeKeys.DOLLAR)) {
                    dollar.add(rate);
                }
                rate = rate.multiply(BigDecimal.valueOf(chance.between(9_945, 10_055), 4))
                        .setScale(4, RoundingMode.HALF_UP);
            }
        }
    }

    private static Map<String, Object> values(String code, String name, String full, int multiple) {
        return Map.of(
                "Code", code,
                "Description", name,
                "НаименованиеПолное", full,
                "Кратность", multiple,
                "ОсновнаяВалюта", ROUBLE);
    }

    private void rate(LocalDate day, Ref currency, BigDecimal rate, int multiple) {
        rows.row(RATES, Map.of("Period", day, "Валюта", currency, "Курс", rate, "Кратность", multiple));
    }

    /** The dollar on a day of the base's three years. */
    Rate dollar(LocalDate day) {
        int number = (int) (day.toEpochDay() - TradeKeys.FIRST_DAY.toEpochDay());
        return new Rate(new Ref("Catalog_Валюты", TradeKeys.DOLLAR), dollar.get(number));
    }
}
