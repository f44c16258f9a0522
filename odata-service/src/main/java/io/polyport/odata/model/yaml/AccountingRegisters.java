package io.polyport.odata.model.yaml;

import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ModelObject.Periodicity;
import io.polyport.odata.model.ModelObject.Register;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads accounting registers. With correspondence a record has a debit and a credit account, and what is no balance dimension
 * or resource is there twice, as {@code ВалютаDr} and {@code ВалютаCr}; without it a record has one account and a type.
 */
final class AccountingRegisters {
    private static final int RECORD_TYPE = 20;

    private final Names names;
    private final Registers registers;

    AccountingRegisters(Names names, Registers registers) {
        this.names = names;
        this.registers = registers;
    }

    void read(ObjectDraft draft, List<String> recorders) {
        draft.entry.only(
                "synonym",
                "presentation",
                "chart",
                "correspondence",
                "recorders",
                "dimensions",
                "resources",
                "attributes");
        registers.needRecorders(draft, recorders);
        boolean correspondence = draft.entry.flag("correspondence", true);
        var chart = chart(draft);
        var records = registers.records(draft, recorders);
        References.standard(draft, records, "Period", Standard.MOMENT);
        registers.lineAndActive(draft, records);
        registers.keyOfRecords(records);
        if (!correspondence) {
            records.add(Standard.text("RecordType", RECORD_TYPE), draft.entry);
        }
        var halves = correspondence ? List.of("Dr", "Cr") : List.of("");
        chart.ifPresent(one -> halves.forEach(
                half -> records.add(Standard.reference("Account" + half, List.of(one.resource())), draft.entry)));
        var pairs = new ArrayList<String>();
        properties(draft, records, "dimensions", correspondence, pairs);
        properties(draft, records, "resources", correspondence, pairs);
        registers
                .attributes(draft, "attributes")
                .forEach(one -> draft.add(records, one.check(false, false), Role.ATTRIBUTE));
        registers.needNumbers(draft, records);
        int most = chart.map(one -> ChartsOfAccounts.most(one.entry())).orElse(0);
        var besides = chart.map(one -> extDimensions(one, most, halves)).orElse(List.of());
        besides.forEach(one -> records.claim(one, draft.entry));
        draft.register = Optional.of(new Register(
                Periodicity.NONE,
                recorders,
                true,
                correspondence,
                most,
                chart.map(Names.Declared::resource),
                pairs,
                besides));
    }

    private Optional<Names.Declared> chart(ObjectDraft draft) {
        var said = draft.entry.field("chart");
        if (said.isEmpty()) {
            draft.entry.fault("needs 'chart': its chart of accounts, as ChartOfAccounts_Хозрасчетный");
        }
        return said.flatMap(
                one -> names.need(one.text(), one, "chart of accounts", kind -> kind == ObjectKind.CHART_OF_ACCOUNTS));
    }

    private void properties(
            ObjectDraft draft, SetDraft records, String key, boolean correspondence, List<String> pairs) {
        for (Attribute one : registers.attributes(draft, key)) {
            one.check(false, correspondence);
            boolean twice = correspondence && !one.balance();
            if (twice) {
                pairs.add(one.name());
            }
            for (String half : twice ? List.of("Dr", "Cr") : List.of("")) {
                if (key.equals("dimensions")) {
                    registers.dimension(draft, records, one, half);
                } else {
                    records.add(one.property(Role.RESOURCE, half), one.entry());
                    draft.index(records, one, one.name() + half);
                }
            }
        }
    }

    private List<Property> extDimensions(Names.Declared chart, int most, List<String> halves) {
        var kinds = most == 0 ? Optional.<Names.Declared>empty() : ChartsOfAccounts.kinds(chart.entry(), names);
        if (kinds.isEmpty()) {
            return List.of();
        }
        List<MemberType> values = new Types(names).ofCharacteristic(kinds.get());
        if (values.isEmpty()) {
            return List.of();
        }
        var properties = new ArrayList<Property>();
        for (String half : halves) {
            for (int number = 1; number <= most; number++) {
                // Always of several types, since an account may use fewer of them: undefined is one.
                properties.add(Standard.of("ExtDimension" + half + number, new PropertyType.Several(values)));
                properties.add(Standard.reference(
                        "ExtDimensionType" + half + number, List.of(kinds.get().resource())));
            }
        }
        return properties;
    }
}
