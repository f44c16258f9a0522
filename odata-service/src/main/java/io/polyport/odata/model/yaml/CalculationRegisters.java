package io.polyport.odata.model.yaml;

import io.polyport.odata.model.ModelObject.Periodicity;
import io.polyport.odata.model.ModelObject.Register;
import io.polyport.odata.model.ObjectKind;
import java.util.List;
import java.util.Optional;

/** Reads calculation registers: records of results by calculation type and period. */
final class CalculationRegisters {
    private final Names names;
    private final Registers registers;

    CalculationRegisters(Names names, Registers registers) {
        this.names = names;
        this.registers = registers;
    }

    void read(ObjectDraft draft, List<String> recorders) {
        draft.entry.only(
                "synonym",
                "presentation",
                "chart",
                "action-period",
                "base-period",
                "recorders",
                "dimensions",
                "resources",
                "attributes");
        registers.needRecorders(draft, recorders);
        var said = draft.entry.field("chart");
        if (said.isEmpty()) {
            draft.entry.fault("needs 'chart': its chart of calculation types, as ChartOfCalculationTypes_Начисления");
        }
        var chart = said.flatMap(one -> names.need(
                one.text(), one, "chart of calculation types", kind -> kind == ObjectKind.CHART_OF_CALCULATION_TYPES));
        draft.register = Optional.of(
                new Register(Periodicity.NONE, recorders, false, false, 0, chart.map(Names.Declared::resource)));
        var records = registers.records(draft, recorders);
        References.standard(draft, records, "RegistrationPeriod", Standard.MOMENT);
        registers.lineAndActive(draft, records);
        registers.keyOfRecords(records);
        chart.ifPresent(
                one -> records.add(Standard.reference("CalculationType", List.of(one.resource())), draft.entry));
        if (draft.entry.flag("action-period", false)) {
            periods(draft, records, "ActionPeriod", "BegOfActionPeriod", "EndOfActionPeriod");
        }
        if (draft.entry.flag("base-period", false)) {
            periods(draft, records, "BegOfBasePeriod", "EndOfBasePeriod");
        }
        References.standard(draft, records, "ReversingEntry", Standard.FLAG);
        registers.dimensions(draft, records);
        registers.resourcesAndAttributes(draft, records);
    }

    private static void periods(ObjectDraft draft, SetDraft records, String... periods) {
        for (String name : periods) {
            References.standard(draft, records, name, Standard.MOMENT);
        }
    }
}
