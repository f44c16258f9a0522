package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.plan.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of an accumulation register's virtual tables: dimensions, for turnovers the periods, and what is summed up (OD-15). */
final class Totals {
    private static final List<String> PERIODS = List.of(
            "Period",
            "SecondPeriod",
            "MinutePeriod",
            "HourPeriod",
            "DayPeriod",
            "WeekPeriod",
            "TenDaysPeriod",
            "MonthPeriod",
            "QuarterPeriod",
            "HalfYearPeriod",
            "YearPeriod");

    private Totals() {}

    /** The name of the rows' type without namespace; nothing for functions of other objects. */
    static Optional<String> typeName(BoundFunction function, EntitySet register) {
        return switch (function) {
            case BALANCE -> Optional.of(register.name() + "_Balance");
            case TURNOVERS -> Optional.of(register.name() + "_Turnover");
            case BALANCE_AND_TURNOVERS -> Optional.of(register.name() + "_BalanceAndTurnover");
            case POST, UNPOST, START, EXECUTE_TASK, SLICE_LAST, SLICE_FIRST -> Optional.empty();
        };
    }

    static List<EdmProperty> rows(BoundFunction function, EntitySet records) {
        boolean balances = records.object().register().orElseThrow().balances();
        List<Property> keys = new ArrayList<>(withRole(records, Role.DIMENSION));
        List<EdmProperty> sums = new ArrayList<>();
        for (Property resource : withRole(records, Role.RESOURCE)) {
            suffixes(function, balances)
                    .forEach(suffix -> sums.add(EdmProperty.of(resource.name() + suffix, sum(resource))));
        }
        if (function == BoundFunction.BALANCE) {
            return joined(keys, List.of(), sums);
        }
        List<EdmProperty> periods = new ArrayList<>();
        PERIODS.forEach(period -> periods.add(EdmProperty.of(period, Field.Edm.DATE_TIME.typeName())));
        List<Property> where = new ArrayList<>();
        records.property("Recorder").ifPresent(where::add);
        records.property("LineNumber").ifPresent(where::add);
        return joined(keys, periods, where, sums);
    }

    private static List<EdmProperty> joined(List<Property> keys, List<EdmProperty> periods, List<EdmProperty> sums) {
        return joined(keys, periods, List.of(), sums);
    }

    /** Types of composite ones go last, as everywhere. */
    private static List<EdmProperty> joined(
            List<Property> keys, List<EdmProperty> periods, List<Property> where, List<EdmProperty> sums) {
        List<EdmProperty> shown = new ArrayList<>();
        List<EdmProperty> types = new ArrayList<>();
        split(keys, shown, types);
        shown.addAll(periods);
        split(where, shown, types);
        shown.addAll(sums);
        shown.addAll(types);
        return shown;
    }

    private static void split(List<Property> properties, List<EdmProperty> shown, List<EdmProperty> types) {
        for (Property property : properties) {
            List<EdmProperty> names = EdmProperty.of(List.of(property));
            shown.add(names.getFirst());
            types.addAll(names.subList(1, names.size()));
        }
    }

    private static List<Property> withRole(EntitySet records, Role role) {
        return records.properties().stream()
                .filter(one -> one.head().role() == role)
                .toList();
    }

    private static List<String> suffixes(BoundFunction function, boolean balances) {
        return switch (function) {
            case BALANCE -> List.of("Balance");
            case TURNOVERS -> balances ? List.of("Turnover", "Receipt", "Expense") : List.of("Turnover");
            default -> List.of("OpeningBalance", "Turnover", "Receipt", "Expense", "ClosingBalance");
        };
    }

    /** A sum of whole numbers may need more digits than they. */
    private static String sum(Property resource) {
        boolean whole =
                resource instanceof Property.Scalar(var head, ScalarType.Decimal(int digits, int fraction), var column)
                        && fraction == 0
                        && digits <= 18;
        return (whole ? Field.Edm.INT64 : Field.Edm.DOUBLE).typeName();
    }
}
