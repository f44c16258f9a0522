package io.polyport.standalone.trade;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Approvals of discounts, each with one task; most are done. */
final class Errands {
    private static final int ALL = 60;
    private static final int EVERY = 60;

    private final Rows rows;
    private final Chance chance;

    Errands(Rows rows, long seed) {
        this.rows = rows;
        this.chance = new Chance(seed);
    }

    void write(Seed seed, List<Ref> issues) {
        for (int i = 0; i < ALL; i++) {
            boolean done = i % 4 != 3;
            var process = new Ref("BusinessProcess_Согласование", chance.key());
            LocalDateTime begun = TradeKeys.FIRST_DAY.plusDays(i * 18L).atTime(10, chance.between(0, 59), 0);
            rows.object(
                    process,
                    Map.of(
                            "Number",
                            number(i),
                            "Date",
                            begun,
                            "Started",
                            true,
                            "Completed",
                            done,
                            "Предмет",
                            issues.get(i * EVERY % issues.size()),
                            "Решение",
                            done ? "Согласовано" : ""));
            var task = new HashMap<String, Object>(Map.of(
                    "Number",
                    number(i),
                    "Date",
                    begun.plusMinutes(1),
                    "Description",
                    "Согласовать скидку № " + (i + 1),
                    "BusinessProcess",
                    process,
                    "RoutePoint",
                    "Согласование",
                    "Executed",
                    done,
                    "Исполнитель",
                    chance.of(seed.employees()).self()));
            if (i % 5 != 0) {
                task.put("Срок", begun.plusDays(3));
            }
            rows.object(new Ref("Task_Задание", chance.key()), task);
        }
    }

    private static String number(int index) {
        return String.format(Locale.ROOT, "%09d", index + 1);
    }
}
