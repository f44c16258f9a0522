package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Partner;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** With whom is traded: partners with branches, contracts and addresses; suppliers, customers and their certificates. */
final class Partners {
    private static final int PARTNERS = 300;
    private static final int CERTIFICATES = 60;
    private static final List<String> FORMS = List.of("ООО «%s»", "АО «%s»", "%s, ООО", "ИП «%s»");
    private static final List<String> KINDS =
            List.of("ЮридическоеЛицо", "ЮридическоеЛицо", "ЮридическоеЛицо", "Предприниматель");
    private static final LocalDate NEVER = LocalDate.of(1, 1, 1);

    private final Rows rows;
    private final Words words;
    private final Chance chance;
    private final List<Ref> cities;
    private final List<Ref> certificates = new ArrayList<>();
    private final List<Partner> partners = new ArrayList<>();
    private int contracts;
    private int addresses;

    Partners(Rows rows, Words words, List<Ref> cities, long seed) {
        this.rows = rows;
        this.words = words;
        this.cities = cities;
        this.chance = new Chance(seed);
    }

    List<Partner> partners() {
        writeCertificates();
        for (int i = 0; i < PARTNERS; i++) {
            partners.add(partner(i));
        }
        return partners;
    }

    private void writeCertificates() {
        for (int i = 0; i < CERTIFICATES; i++) {
            var certificate = new Ref("Catalog_Сертификаты", chance.key());
            rows.object(
                    certificate,
                    Map.of(
                            "Code", Places.code(i + 1),
                            "Description", "Подарочный сертификат № " + (i + 1),
                            "Дата", TradeKeys.FIRST_DAY.plusDays(chance.between(0, 1_000)),
                            "Номинал", chance.between(1, 10) * 500,
                            "Погашен", chance.in(40)));
            certificates.add(certificate);
        }
    }

    private Partner partner(int number) {
        var self = new Ref("Catalog_Контрагенты", number == 0 ? TradeKeys.PARTNER : chance.key());
        int form = number == 0 ? 0 : chance.between(0, FORMS.size() - 1);
        String name = name(number);
        var own = contracts(self);
        var values = new HashMap<String, Object>(Map.of(
                "Code",
                Places.code(number + 1),
                "Description",
                String.format(Locale.ROOT, FORMS.get(form), name),
                "НаименованиеПолное",
                (form == 3 ? "Индивидуальный предприниматель " : "Общество ") + "«" + name + "»",
                "Вид",
                KINDS.get(form),
                "ИНН",
                "77" + chance.digits(form == 3 ? 10 : 8),
                "КПП",
                form == 3 ? "" : "770101001",
                "Город",
                cities.get(number == 0 ? 1 : chance.between(0, cities.size() - 1)),
                "Страна",
                "Россия",
                "ДатаРегистрации",
                chance.in(5) ? NEVER : LocalDate.of(1995, 1, 1).plusDays(chance.between(0, 10_000)),
                "КредитныйЛимит",
                chance.in(60) ? BigDecimal.ZERO : chance.money(10_000, 3_000_000)));
        if (!own.isEmpty()) {
            values.put("ОсновнойДоговор", own.getFirst());
        }
        // Branches lie in the partner before them.
        if (number % 9 == 8) {
            values.put("Parent", partners.get(number - 1).self());
        }
        if (chance.in(15)) {
            values.put("Сертификат", chance.of(certificates));
        }
        values.put("Комментарий", chance.in(12) ? chance.of(words.list("tricky")) : "");
        values.put("DeletionMark", number % 50 == 49);
        rows.object(self, values, Map.of("КонтактнаяИнформация", contacts()));
        return new Partner(self, own, addresses(self));
    }

    private String name(int number) {
        var first = words.list("first");
        var second = words.list("second");
        return first.get(number % first.size()) + " " + second.get((number / first.size() + number) % second.size());
    }

    private List<Ref> contracts(Ref owner) {
        var all = new ArrayList<Ref>();
        for (int i = chance.between(0, 2); i >= 0; i--) {
            var contract = new Ref("Catalog_Договоры", chance.key());
            LocalDate from = TradeKeys.FIRST_DAY.minusDays(chance.between(0, 700));
            rows.object(
                    contract,
                    Map.of(
                            "Code",
                            Places.code(all.size() + 1),
                            "Owner",
                            owner,
                            "Description",
                            "№ " + ++contracts + " от " + from,
                            "Валюта",
                            Money.ROUBLE,
                            "Сумма",
                            chance.money(0, 5_000_000),
                            "ДействуетС",
                            from,
                            "ДействуетПо",
                            chance.in(50) ? NEVER : from.plusYears(chance.between(1, 5))));
            all.add(contract);
        }
        return all;
    }

    private List<Map<String, Object>> contacts() {
        var all = new ArrayList<Map<String, Object>>();
        if (chance.in(80)) {
            all.add(Map.of("Вид", "Телефон", "Представление", "+7 (000) " + chance.digits(3) + "-" + chance.digits(4)));
        }
        if (chance.in(60)) {
            all.add(Map.of("Вид", "Почта", "Представление", "box" + chance.digits(4) + "@example.org"));
        }
        return all;
    }

    private List<Ref> addresses(Ref owner) {
        var all = new ArrayList<Ref>();
        for (int i = chance.between(0, 1); i >= 0; i--) {
            var address = new Ref("Catalog_АдресаОтгрузки", chance.key());
            String text = chance.of(words.list("streets")) + ", д. " + chance.between(1, 120);
            rows.object(
                    address,
                    Map.of(
                            "Code",
                            Places.code(++addresses),
                            "Owner",
                            owner,
                            "Description",
                            text,
                            "Город",
                            chance.of(cities),
                            "Адрес",
                            text + ", склад " + chance.between(1, 9)));
            all.add(address);
        }
        return all;
    }

    /** Of which some partners and customers have one. */
    List<Ref> certificates() {
        return certificates;
    }
}
