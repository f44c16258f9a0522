package io.polyport.odata.model.yaml;

import io.polyport.odata.model.ModelObject.Hierarchy;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import java.util.List;
import java.util.Optional;

/** Reads charts of accounts: accounts lie in each other, have flags, and kinds of ext dimensions in a section of their own. */
final class ChartsOfAccounts {
    /** What the section is called, in every chart that has ext dimensions. */
    static final String SECTION = "ExtDimensionTypes";

    private static final int MOST_EXT_DIMENSIONS = 5;
    private static final int LONGEST_ORDER = 50;

    private final Names names;

    ChartsOfAccounts(Names names) {
        this.names = names;
    }

    void read(ObjectDraft draft, SetDraft set, References references) {
        draft.hierarchy = Optional.of(Hierarchy.ITEMS);
        set.add(Standard.reference("Parent", List.of(draft.resource())), draft.entry);
        references.codeAndDescription(draft, set);
        int order = draft.entry
                .field("order")
                .map(entry -> entry.number(1, LONGEST_ORDER, LONGEST_ORDER))
                .orElse(LONGEST_ORDER);
        set.add(Standard.text("Order", order), draft.entry);
        // The names of the type's values are the platform's: Active, Passive, ActivePassive.
        set.add(Standard.text("Type", 20), draft.entry);
        References.standard(draft, set, "OffBalance", Standard.FLAG);
        flags(draft.entry.field("flags"), set);
        references.own(draft, set);
        draft.entry.field("ext-dimensions").ifPresent(entry -> extDimensions(draft, set, entry));
        references.predefined(draft, set);
    }

    /** Flags by name, each with its synonym, or a list of names. */
    private static void flags(Optional<Entry> said, SetDraft set) {
        if (said.isEmpty()) {
            return;
        }
        if (said.get().isMap()) {
            said.get().fields().forEach((name, entry) -> flag(name, entry, Optional.of(entry), set));
        } else {
            said.get().items().forEach(entry -> flag(entry.text(), entry, Optional.empty(), set));
        }
    }

    private static void flag(String name, Entry entry, Optional<Entry> synonym, SetDraft set) {
        if (Names.isIdentifier(name, entry)) {
            var head = new Head(
                    name, Role.ATTRIBUTE, Use.ALL, Attribute.synonym(name, synonym.filter(one -> !one.isEmpty())));
            Property flag =
                    Columns.property(head, new PropertyType.One(Standard.FLAG), PhysicalName.column(name), false);
            set.add(flag, entry);
        }
    }

    private void extDimensions(ObjectDraft draft, SetDraft set, Entry entry) {
        entry.only("kinds", "most", "flags");
        most(draft.entry);
        var kinds = kinds(draft.entry, names);
        if (kinds.isEmpty()) {
            entry.fault("needs 'kinds': the chart of characteristic types whose items are the kinds of ext dimensions");
            return;
        }
        set.add(Standard.section(SECTION, set.name + "_" + SECTION), entry);
        var rows = References.rows(draft, set, SECTION);
        rows.add(Standard.reference("ExtDimensionType", List.of(kinds.get().resource())), entry);
        References.standard(draft, rows, "Predefined", Standard.FLAG);
        References.standard(draft, rows, "TurnoversOnly", Standard.FLAG);
        flags(entry.field("flags"), rows);
    }

    /** Most ext dimensions of an account of the chart; 0 when it has none. */
    static int most(Entry chart) {
        return chart.field("ext-dimensions")
                .map(entry -> entry.field("most")
                        .map(one -> one.number(1, MOST_EXT_DIMENSIONS, 3))
                        .orElse(3))
                .orElse(0);
    }

    /** Of what the ext dimensions of the chart's accounts are. */
    static Optional<Names.Declared> kinds(Entry chart, Names names) {
        return chart.field("ext-dimensions")
                .flatMap(entry -> entry.field("kinds"))
                .flatMap(one -> names.need(
                        one.text(),
                        one,
                        "chart of characteristic types",
                        kind -> kind == ObjectKind.CHART_OF_CHARACTERISTIC_TYPES));
    }
}
