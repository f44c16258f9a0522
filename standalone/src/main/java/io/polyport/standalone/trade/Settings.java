package io.polyport.standalone.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Constants, exchange nodes, the register of settings, and data that not everybody may see. */
final class Settings {
    private static final int SECRETS = 12;

    private final Rows rows;
    private final Chance chance;

    Settings(Rows rows, long seed) {
        this.rows = rows;
        this.chance = new Chance(seed);
    }

    void write(List<Ref> warehouses) {
        constant("ВалютаУчета", Money.ROUBLE);
        constant("НазваниеОрганизации", "Торговый дом «Пример»");
        constant("ОсновнойСклад", warehouses.getFirst());
        constant("ДатаЗапретаРедактирования", TradeKeys.FIRST_DAY.plusYears(1).minusDays(1));
        constant("ИспользоватьСкидки", true);
        constant("НаибольшаяСкидка", BigDecimal.valueOf(1_000, 2));
        rows.row(
                "InformationRegister_НастройкиОбмена",
                Map.of("Адрес", "https://branch.example.org/exchange", "Включен", true, "Интервал", 15));
        node("001", "Центральный офис", true, new Ref("ExchangePlan_ОбменДанными", chance.key()));
        node("002", "Филиал «Северный»", false, new Ref("ExchangePlan_ОбменДанными", TradeKeys.NODE));
        node("003", "Сайт", false, new Ref("ExchangePlan_ОбменДанными", chance.key()));
        secrets();
    }

    private void constant(String name, Object value) {
        rows.row("Constant_" + name, Map.of("Value", value));
    }

    private void node(String code, String name, boolean here, Ref self) {
        rows.object(
                self,
                Map.of(
                        "Code",
                        code,
                        "Description",
                        name,
                        "ThisNode",
                        here,
                        "SentNo",
                        here ? 0 : chance.between(1, 40),
                        "ReceivedNo",
                        here ? 0 : chance.between(1, 40),
                        "Адрес",
                        here ? "" : "https://" + code + ".example.org"));
    }

    private void secrets() {
        for (int i = 1; i <= SECRETS; i++) {
            int secrecy = i % 3 == 0 ? 1 : 2;
            rows.object(
                    new Ref("Catalog_Данные", chance.key()),
                    Map.of(
                            "Code",
                            Places.code(i),
                            "Description",
                            (secrecy == 1 ? "Закрытая запись " : "Открытая запись ") + i,
                            "ЗначениеСекретности",
                            secrecy,
                            "Текст",
                            "Запись № " + i));
        }
    }
}
