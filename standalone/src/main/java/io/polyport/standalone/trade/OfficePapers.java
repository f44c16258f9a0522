package io.polyport.standalone.trade;

import io.polyport.standalone.trade.Seed.Employee;
import io.polyport.standalone.trade.Seed.Partner;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents that move no goods: waybills, route lists, money, wages. */
final class OfficePapers {
    private static final Ref SALARY = accrual(1);
    private static final Ref BONUS = accrual(2);
    private static final Ref VACATION = accrual(3);
    private static final int WORKING_DAYS = 21;

    private final Seed seed;
    private final Desk desk;
    private final Remarks remarks;
    private final StockPapers received;
    private final Chance chance;
    private final List<Ref> waybills = new ArrayList<>();
    private BigDecimal account = BigDecimal.ZERO;

    OfficePapers(Seed seed, Desk desk, Remarks remarks, StockPapers received, long number) {
        this.seed = seed;
        this.desk = desk;
        this.remarks = remarks;
        this.received = received;
        this.chance = new Chance(number);
    }

    private static Ref accrual(int number) {
        return Seed.ref("ChartOfCalculationTypes_Начисления", "ca1c0000-0000-4000-8000-00000000000" + number);
    }

    void waybill() {
        Partner partner = chance.of(seed.partners());
        var head = new HashMap<String, Object>(Map.of(
                "Контрагент",
                chance.in(1) ? new Ref("Catalog_Контрагенты", chance.key()) : partner.self(),
                "Приоритет",
                chance.between(0, 3),
                "ДатаОтгрузки",
                chance.in(20) ? LocalDate.of(1, 1, 1) : desk.today().plusDays(chance.between(0, 5)),
                "Комментарий",
                remarks.next()));
        if (chance.in(95)) {
            head.put("МестоОтгрузки", chance.in(60) ? chance.of(seed.warehouses()) : chance.of(partner.addresses()));
        }
        if (chance.in(50)) {
            head.put("ДокументыПрихода", received.recent(chance));
        }
        var rows = new ArrayList<Map<String, Object>>();
        for (int i = chance.few(); i > 0; i--) {
            rows.add(Map.of("Товар", chance.of(seed.goods()).self(), "Количество", chance.between(1, 40)));
        }
        var self = new Ref("Document_Накладная", chance.key());
        desk.write(new Paper(self, desk.now(), chance.in(90), head, Map.of("Товары", rows)), chance.in(2));
        waybills.add(self);
    }

    void routeList() {
        var head = new HashMap<String, Object>(
                Map.of("Водитель", chance.of(seed.employees()).self(), "Пробег", chance.between(4, 900)));
        if (!waybills.isEmpty() && chance.in(70)) {
            head.put("ОснованиеОтгрузки", chance.of(waybills));
        }
        desk.write(
                new Paper(new Ref("Document_МаршрутныйЛист", chance.key()), desk.now(), true, head, Map.of()), false);
    }

    void moneyReceived() {
        var sum = chance.money(5_000, 250_000);
        account = account.add(sum);
        desk.write(money("Document_Приход", sum, "Оплата по договору"), false);
    }

    /** Never more than there is: then some is received. */
    void moneySpent() {
        var sum = chance.money(1_000, 200_000);
        if (account.compareTo(sum) < 0) {
            moneyReceived();
        } else {
            account = account.subtract(sum);
            desk.write(money("Document_Расход", sum, "За товар, в т. ч. НДС 20%"), false);
        }
    }

    private Paper money(String set, BigDecimal sum, String purpose) {
        Partner partner = chance.of(seed.partners());
        var head = Map.<String, Object>of(
                "Организация", seed.organizations().getFirst(),
                "Контрагент", partner.self(),
                "Договор", partner.contracts().getFirst(),
                "Сумма", sum,
                "Назначение", purpose);
        return new Paper(new Ref(set, chance.key()), desk.now(), true, head, Map.of());
    }

    /** For the month before. */
    void wages() {
        LocalDate month = desk.today().withDayOfMonth(1).minusMonths(1);
        var rows = new ArrayList<Map<String, Object>>();
        var sum = BigDecimal.ZERO;
        for (Employee employee : seed.employees()) {
            int away = chance.in(10) ? chance.between(1, 14) : 0;
            sum = sum.add(accrued(rows, employee, SALARY, WORKING_DAYS - away, 100));
            if (away > 0) {
                sum = sum.add(accrued(rows, employee, VACATION, away, 110));
            } else if (chance.in(25)) {
                sum = sum.add(accrued(rows, employee, BONUS, WORKING_DAYS, 20));
            }
        }
        var head = Map.<String, Object>of("Организация", seed.organizations().getFirst(), "Месяц", month, "Сумма", sum);
        var self = new Ref("Document_НачислениеЗарплаты", chance.key());
        desk.write(new Paper(self, desk.now(), true, head, Map.of("Начисления", rows)), false);
    }

    /** @param part in per cent of the salary */
    private static BigDecimal accrued(
            List<Map<String, Object>> rows, Employee employee, Ref accrual, int days, int part) {
        var result = employee.salary()
                .multiply(BigDecimal.valueOf((long) days * part, 2))
                .divide(BigDecimal.valueOf(WORKING_DAYS), 2, RoundingMode.HALF_UP);
        rows.add(Map.of("Сотрудник", employee.self(), "ВидРасчета", accrual, "Дни", days, "Результат", result));
        return result;
    }
}
