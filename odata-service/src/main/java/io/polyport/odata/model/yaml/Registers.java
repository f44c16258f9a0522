package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Declaration;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ModelObject.Periodicity;
import io.polyport.odata.model.ModelObject.Register;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads information and accumulation registers, and what all registers have (OD-5). */
final class Registers {
    private static final int RECORD_TYPE = 20;

    private final Names names;
    private final Types types;

    Registers(Names names, Types types) {
        this.names = names;
        this.types = types;
    }

    ObjectDraft read(Names.Declared declared) {
        var draft = new ObjectDraft(declared);
        var recorders = recorders(draft);
        switch (draft.kind) {
            case INFORMATION_REGISTER -> information(draft, recorders);
            case ACCUMULATION_REGISTER -> accumulation(draft, recorders);
            case ACCOUNTING_REGISTER -> new AccountingRegisters(names, this).read(draft, recorders);
            case CALCULATION_REGISTER -> new CalculationRegisters(names, this).read(draft, recorders);
            default -> throw new IllegalStateException(draft.kind + " is no register");
        }
        return draft;
    }

    private List<String> recorders(ObjectDraft draft) {
        if (!draft.entry.isMap()) {
            return List.of();
        }
        return draft.entry.items("recorders").stream()
                .flatMap(one -> names.like(one, kind -> kind == ObjectKind.DOCUMENT).stream())
                .distinct()
                .toList();
    }

    private void information(ObjectDraft draft, List<String> recorders) {
        draft.entry.only(
                "synonym", "presentation", "periodicity", "recorders", "dimensions", "resources", "attributes");
        var periodicity = draft.entry.word("periodicity", Periodicity.NONE);
        draft.register = Optional.of(new Register(periodicity, recorders, false, false, 0, Optional.empty()));
        boolean period = periodicity != Periodicity.NONE;
        if (!recorders.isEmpty()) {
            subordinate(draft, recorders, period, periodicity);
        } else if (draft.entry.field("recorders").isEmpty()) {
            independent(draft, period, periodicity);
        }
    }

    private void independent(ObjectDraft draft, boolean period, Periodicity periodicity) {
        if (periodicity == Periodicity.RECORDER) {
            draft.entry.fault(
                    "its records are told apart by recorder, so it needs 'recorders': documents that write it");
        }
        boolean single = !period && draft.entry.field("dimensions").isEmpty();
        var set = draft.set(single ? Form.VALUE : Form.RECORDS);
        if (period) {
            References.standard(draft, set, "Period", Standard.MOMENT);
        }
        dimensions(draft, set);
        set.addKey(List.copyOf(set.properties));
        resourcesAndAttributes(draft, set);
        if (single) {
            var key = Standard.surrogateKey();
            set.add(key, draft.entry).addKey(List.of(key));
        }
    }

    private void subordinate(ObjectDraft draft, List<String> recorders, boolean period, Periodicity periodicity) {
        var records = records(draft, recorders);
        if (period) {
            References.standard(draft, records, "Period", Standard.MOMENT);
        }
        lineAndActive(draft, records);
        dimensions(draft, records);
        var key = new ArrayList<Property>();
        records.property("Period").ifPresent(key::add);
        records.properties.stream()
                .filter(one -> one.head().role() == Role.DIMENSION)
                .forEach(key::add);
        if (periodicity == Periodicity.RECORDER || key.isEmpty()) {
            records.property("Recorder").ifPresent(key::addFirst);
        }
        if (key.size() == 1 && key.getFirst().name().equals("Recorder")) {
            records.property("LineNumber").ifPresent(key::add);
        }
        records.addKey(key);
        resourcesAndAttributes(draft, records);
    }

    private void accumulation(ObjectDraft draft, List<String> recorders) {
        draft.entry.only("synonym", "presentation", "type", "recorders", "dimensions", "resources", "attributes");
        boolean balances = draft.entry.word("type", Accumulation.BALANCES) == Accumulation.BALANCES;
        draft.register = Optional.of(new Register(Periodicity.NONE, recorders, balances, false, 0, Optional.empty()));
        needRecorders(draft, recorders);
        var records = records(draft, recorders);
        References.standard(draft, records, "Period", Standard.MOMENT);
        lineAndActive(draft, records);
        if (balances) {
            records.add(Standard.text("RecordType", RECORD_TYPE), draft.entry);
        }
        keyOfRecords(records);
        dimensions(draft, records);
        resourcesAndAttributes(draft, records);
        needNumbers(draft, records);
    }

    private enum Accumulation {
        BALANCES,
        TURNOVERS
    }

    void needRecorders(ObjectDraft draft, List<String> recorders) {
        if (recorders.isEmpty() && draft.entry.field("recorders").isEmpty()) {
            draft.entry.fault("needs 'recorders': the documents that write it");
        }
    }

    /** The set of record sets, and that of the records, which begin with their recorder. */
    SetDraft records(ObjectDraft draft, List<String> recorders) {
        String name = draft.resource();
        String table = PhysicalName.table(draft.kind, draft.name, "");
        var sets = draft.set(name, Form.RECORD_SETS, table, Optional.empty());
        var records = draft.set(name + "_RecordType", Form.RECORDS, table, Optional.of(name));
        if (!recorders.isEmpty()) {
            var recorder = Standard.reference("Recorder", recorders);
            sets.add(recorder, draft.entry);
            sets.addKey(List.of(recorder));
            records.add(recorder, draft.entry);
        }
        sets.add(Standard.section("RecordSet", records.name), draft.entry);
        return records;
    }

    void lineAndActive(ObjectDraft draft, SetDraft records) {
        References.standard(draft, records, "LineNumber", Standard.LONG);
        References.standard(draft, records, "Active", Standard.FLAG);
    }

    void keyOfRecords(SetDraft records) {
        var key = new ArrayList<Property>();
        records.property("Recorder").ifPresent(key::add);
        records.property("LineNumber").ifPresent(key::add);
        records.addKey(key);
    }

    List<Attribute> attributes(ObjectDraft draft, String key) {
        return Attribute.all(draft.entry.field(key), types);
    }

    /** Dimensions are indexed unless the model says otherwise. */
    void dimensions(ObjectDraft draft, SetDraft set) {
        for (Attribute one : attributes(draft, "dimensions")) {
            dimension(draft, set, one.check(false, false), "");
        }
    }

    void dimension(ObjectDraft draft, SetDraft set, Attribute one, String suffix) {
        boolean right = switch (one.type()) {
            case PropertyType.ValueStorage storage -> false;
            case PropertyType.TypeDescription description -> false;
            case PropertyType.One(ScalarType.Text(int length, boolean fixed)) -> length > 0;
            default -> true;
        };
        if (!right) {
            one.entry()
                    .fault(
                            "a dimension tells records apart: it can't be a string without a length, a value storage or a"
                                    + " type description");
        }
        set.add(one.property(Role.DIMENSION, suffix), one.entry());
        if (one.index().orElse(true)) {
            draft.indexes.add(new Declaration.Index(set.name, one.name() + suffix));
        }
    }

    void resourcesAndAttributes(ObjectDraft draft, SetDraft set) {
        attributes(draft, "resources").forEach(one -> draft.add(set, one.check(false, false), Role.RESOURCE));
        attributes(draft, "attributes").forEach(one -> draft.add(set, one.check(false, false), Role.ATTRIBUTE));
    }

    /** Resources that are summed up. */
    void needNumbers(ObjectDraft draft, SetDraft set) {
        if (draft.entry.field("resources").isEmpty()) {
            draft.entry.fault("needs 'resources': the numbers that it sums up");
        }
        for (Property one : set.properties) {
            boolean number = one instanceof Property.Scalar(var head, ScalarType.Decimal decimal, var column);
            if (one.head().role() == Role.RESOURCE && !number) {
                draft.entry.fault("the resource " + one.name() + " is summed up, so it must be a number");
            }
        }
    }
}
