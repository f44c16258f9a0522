package io.polyport.standalone.trade;

import io.polyport.odata.model.Declaration.Movement;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes into registers what the model declares for the documents that are posted; of its expressions, the few that it has. */
final class Posting {
    private static final String RECORDS = "_RecordType";

    private final Rows rows;
    private final Model model;
    private final Map<String, List<Plan>> plans = new HashMap<>();

    /** A declared movement, ready to be done. */
    private record Plan(Movement movement, boolean dated, Value period, Value when, Map<String, Value> values) {}

    Posting(Rows rows, Model model) {
        this.rows = rows;
        this.model = model;
    }

    void post(Paper paper) {
        var lines = new HashMap<String, Integer>();
        for (Plan plan : plans.computeIfAbsent(paper.self().set(), this::plans)) {
            var sources = plan.movement()
                    .section()
                    .map(section -> paper.sections().getOrDefault(section, List.of()))
                    .orElse(List.of(paper.head()));
            for (var row : sources) {
                if (Boolean.TRUE.equals(plan.when().of(row, paper))) {
                    int line = lines.merge(plan.movement().register(), 1, Integer::sum);
                    rows.row(plan.movement().register() + RECORDS, record(plan, row, paper, line));
                }
            }
        }
    }

    private List<Plan> plans(String document) {
        var all = new ArrayList<Plan>();
        EntitySet set = model.set(document).orElseThrow();
        for (Movement movement : set.object().declaration().movements()) {
            var register = model.set(movement.register() + RECORDS).orElseThrow();
            var properties = new ArrayList<>(register.properties());
            register.object().register().ifPresent(one -> properties.addAll(one.besides()));
            var values = new HashMap<String, Value>();
            movement.values().forEach((name, text) -> values.put(name, reference(name, Value.of(text), properties)));
            all.add(new Plan(
                    movement,
                    register.property("Period").isPresent(),
                    Value.of(movement.period()),
                    Value.condition(movement.when()),
                    values));
        }
        return all;
    }

    /** A bare key becomes a reference to what the register's property refers to. */
    private static Value reference(String name, Value value, List<Property> properties) {
        if (!(value instanceof Value.Key(var key))) {
            return value;
        }
        return properties.stream()
                .filter(one -> one.name().equals(name))
                .map(one -> new Value.Fixed(new Ref(((Property.Reference) one).target(), key)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> record(Plan plan, Map<String, Object> row, Paper paper, int line) {
        var values = new HashMap<String, Object>();
        plan.values().forEach((name, value) -> {
            Object found = value.of(row, paper);
            if (found != null) {
                values.put(name, found);
            }
        });
        values.put("Recorder", paper.self());
        values.put("LineNumber", line);
        values.put("Active", true);
        plan.movement().recordType().ifPresent(type -> values.put("RecordType", type));
        Object period = plan.period().of(row, paper);
        if (plan.dated()) {
            values.put("Period", period);
        } else if (period instanceof LocalDate month) {
            periods(values, month);
        }
        return values;
    }

    private static void periods(Map<String, Object> values, LocalDate month) {
        values.put("RegistrationPeriod", month);
        values.put("BegOfActionPeriod", month);
        values.put("EndOfActionPeriod", month.plusMonths(1).atStartOfDay().minusSeconds(1));
        values.put("BegOfBasePeriod", month.minusMonths(1));
        values.put("EndOfBasePeriod", month.atStartOfDay().minusSeconds(1));
    }
}
