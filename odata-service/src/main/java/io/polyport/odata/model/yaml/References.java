package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Declaration.Numbering;
import io.polyport.odata.model.Declaration.Scope;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ModelObject.Hierarchy;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the objects that others refer to: catalogs, documents, charts, plans, processes, tasks (OD-4). */
final class References {
    private static final int LONGEST_CODE = 50;
    private static final int LONGEST_DESCRIPTION = 150;

    private final Names names;
    private final Types types;

    References(Names names, Types types) {
        this.names = names;
        this.types = types;
    }

    ObjectDraft read(Names.Declared declared) {
        var draft = new ObjectDraft(declared);
        draft.entry.only(keys(draft.kind));
        var set = draft.set(Form.OBJECTS);
        standard(draft, set, "Ref_Key", Standard.GUID);
        set.addKey(set.properties);
        standard(draft, set, "DataVersion", new ScalarType.Version());
        standard(draft, set, "DeletionMark", Standard.FLAG);
        switch (draft.kind) {
            case CATALOG -> catalog(draft, set);
            case DOCUMENT -> document(draft, set);
            case EXCHANGE_PLAN -> exchangePlan(draft, set);
            case CHART_OF_ACCOUNTS -> new ChartsOfAccounts(names).read(draft, set, this);
            case CHART_OF_CALCULATION_TYPES -> calculationTypes(draft, set);
            case CHART_OF_CHARACTERISTIC_TYPES -> characteristics(draft, set);
            case BUSINESS_PROCESS -> process(draft, set);
            case TASK -> task(draft, set);
            default -> throw new IllegalStateException("nothing refers to objects of the kind " + draft.kind);
        }
        return draft;
    }

    private static String[] keys(ObjectKind kind) {
        var keys = new ArrayList<>(List.of("synonym", "presentation", "attributes", "sections"));
        keys.addAll(
                switch (kind) {
                    case CATALOG -> List.of("hierarchy", "owner", "code", "description", "predefined");
                    case DOCUMENT -> List.of("number", "posting", "movements");
                    case EXCHANGE_PLAN -> List.of("code", "description", "content");
                    case CHART_OF_ACCOUNTS ->
                        List.of("code", "description", "order", "flags", "ext-dimensions", "predefined");
                    case CHART_OF_CALCULATION_TYPES -> List.of("code", "description", "base", "predefined");
                    case CHART_OF_CHARACTERISTIC_TYPES ->
                        List.of("hierarchy", "code", "description", "types", "predefined");
                    case BUSINESS_PROCESS -> List.of("number", "task");
                    default -> List.of("number", "description");
                });
        return keys.toArray(String[]::new);
    }

    private void catalog(ObjectDraft draft, SetDraft set) {
        owner(draft, set);
        hierarchy(draft, set);
        codeAndDescription(draft, set);
        own(draft, set);
        predefined(draft, set);
    }

    private void owner(ObjectDraft draft, SetDraft set) {
        var owners = draft.entry.items("owner").stream()
                .flatMap(one -> names.like(one, ObjectKind::isReferable).stream())
                .distinct()
                .toList();
        if (!owners.isEmpty()) {
            set.add(Standard.reference("Owner", owners), draft.entry);
        }
    }

    private static void hierarchy(ObjectDraft draft, SetDraft set) {
        draft.hierarchy = draft.entry.field("hierarchy").map(entry -> entry.word(Hierarchy.ITEMS));
        if (draft.hierarchy.isPresent()) {
            set.add(Standard.reference("Parent", List.of(draft.resource())), draft.entry);
        }
        if (draft.hierarchy.equals(Optional.of(Hierarchy.FOLDERS_AND_ITEMS))) {
            standard(draft, set, "IsFolder", Standard.FLAG);
        }
    }

    void codeAndDescription(ObjectDraft draft, SetDraft set) {
        code(draft, set, "code", "Code", Scope.ALL);
        description(draft, set);
    }

    private static void description(ObjectDraft draft, SetDraft set) {
        int length = draft.entry
                .field("description")
                .map(entry -> entry.number(0, LONGEST_DESCRIPTION, LONGEST_DESCRIPTION))
                .orElse(LONGEST_DESCRIPTION);
        if (length > 0) {
            set.add(Standard.text("Description", length), draft.entry);
        }
    }

    /** A code or number: {@code string(9)}, {@code number(6)}, {@code none}, or a map with {@code type} and {@code unique}. */
    private void code(ObjectDraft draft, SetDraft set, String key, String property, Scope usual) {
        var said = draft.entry.field(key);
        var written = said.filter(Entry::isMap)
                .map(map -> map.only("type", "unique").field("type"))
                .orElse(said);
        var type = written.isPresent() ? written.get().text() : "string(9)";
        if (type.equals("none")) {
            return;
        }
        var scope =
                said.filter(Entry::isMap).map(map -> map.word("unique", usual)).orElse(usual);
        boolean dated = draft.kind != ObjectKind.CATALOG && property.equals("Number");
        boolean fits = scope == Scope.NONE
                || scope == Scope.ALL
                || (scope == Scope.OWNER ? set.property("Owner").isPresent() : dated);
        if (!fits) {
            said.orElse(draft.entry)
                    .fault(
                            scope == Scope.OWNER
                                    ? "only the code of a catalog with an owner can be unique within it"
                                    : "only what has a date can be unique within a day, month, quarter or year");
        }
        var scalar = types.scalar(type, written.orElse(draft.entry));
        scalar.ifPresent(one -> {
            set.add(Standard.scalar(property, one), said.orElse(draft.entry));
            draft.numbering = numbering(one, scope);
            if (draft.numbering.isEmpty()) {
                written.orElse(draft.entry)
                        .fault("must be a string or whole number of at most " + LONGEST_CODE + " characters or digits");
            }
        });
    }

    private static Optional<Numbering> numbering(ScalarType type, Scope scope) {
        return switch (type) {
            case ScalarType.Text(int length, boolean fixed)
            when length > 0 && length <= LONGEST_CODE -> Optional.of(new Numbering(true, length, scope));
            case ScalarType.Decimal(int digits, int fraction)
            when fraction == 0 -> Optional.of(new Numbering(false, digits, scope));
            default -> Optional.empty();
        };
    }

    /** Attributes and tabular sections. */
    void own(ObjectDraft draft, SetDraft set) {
        boolean folders = draft.hierarchy.equals(Optional.of(Hierarchy.FOLDERS_AND_ITEMS));
        Attribute.all(draft.entry.field("attributes"), types)
                .forEach(one -> draft.add(set, one.check(folders, false), Role.ATTRIBUTE));
        draft.entry.field("sections").map(Entry::fields).orElse(Map.of()).forEach((name, entry) -> {
            if (Names.isIdentifier(name, entry)) {
                section(draft, set, name, entry, folders);
            }
        });
    }

    private void section(ObjectDraft draft, SetDraft set, String name, Entry entry, boolean folders) {
        entry.only("synonym", "use", "attributes");
        Use use = entry.word("use", Use.ALL);
        if (use != Use.ALL && !folders) {
            entry.fault("only catalogs with folders and items tell them apart");
        }
        var head = new Head(name, Role.ATTRIBUTE, use, Attribute.synonym(name, entry.field("synonym")));
        set.add(new Property.Section(head, set.name + "_" + name), entry);
        var rows = rows(draft, set, name);
        Attribute.all(entry.field("attributes"), types)
                .forEach(one -> draft.add(rows, one.check(false, false), Role.ATTRIBUTE));
    }

    /** The set of a section's rows, with their key. */
    static SetDraft rows(ObjectDraft draft, SetDraft set, String section) {
        var rows = draft.set(
                set.name + "_" + section,
                Form.ROWS,
                PhysicalName.table(draft.kind, draft.name, section),
                Optional.of(set.name));
        standard(draft, rows, "Ref_Key", Standard.GUID);
        standard(draft, rows, "LineNumber", Standard.LONG);
        rows.addKey(rows.properties);
        return rows;
    }

    static void standard(ObjectDraft draft, SetDraft set, String name, ScalarType type) {
        set.add(Standard.scalar(name, type), draft.entry);
    }

    void predefined(ObjectDraft draft, SetDraft set) {
        standard(draft, set, "Predefined", Standard.FLAG);
        set.add(Standard.text("PredefinedDataName", 255), draft.entry);
        draft.predefined.addAll(PredefinedItems.read(draft, set));
    }

    private void document(ObjectDraft draft, SetDraft set) {
        numberAndDate(draft, set);
        standard(draft, set, "Posted", Standard.FLAG);
        draft.posting = draft.entry.flag("posting", true);
        own(draft, set);
    }

    private void numberAndDate(ObjectDraft draft, SetDraft set) {
        code(draft, set, "number", "Number", Scope.YEAR);
        standard(draft, set, "Date", Standard.MOMENT);
    }

    private void exchangePlan(ObjectDraft draft, SetDraft set) {
        codeAndDescription(draft, set);
        standard(draft, set, "SentNo", Standard.LONG);
        standard(draft, set, "ReceivedNo", Standard.LONG);
        standard(draft, set, "ExchangeDate", Standard.MOMENT);
        standard(draft, set, "ThisNode", Standard.FLAG);
        own(draft, set);
        draft.entry.items("content").stream()
                .flatMap(one -> names.like(one, kind -> kind != ObjectKind.DOCUMENT_JOURNAL).stream())
                .distinct()
                .forEach(draft.content::add);
    }

    private void calculationTypes(ObjectDraft draft, SetDraft set) {
        codeAndDescription(draft, set);
        standard(draft, set, "ActionPeriodIsBasic", Standard.FLAG);
        own(draft, set);
        var charts = new ArrayList<>(List.of(draft.resource()));
        draft.entry
                .items("base")
                .forEach(one -> charts.addAll(names.like(one, kind -> kind == ObjectKind.CHART_OF_CALCULATION_TYPES)));
        for (String section :
                List.of("BaseCalculationTypes", "LeadingCalculationTypes", "DisplacingCalculationTypes")) {
            set.add(Standard.section(section, set.name + "_" + section), draft.entry);
            var rows = rows(draft, set, section);
            var targets =
                    section.startsWith("Base") ? charts.stream().distinct().toList() : List.of(draft.resource());
            rows.add(Standard.reference("CalculationType", targets), draft.entry);
            standard(draft, rows, "Predefined", Standard.FLAG);
        }
        predefined(draft, set);
    }

    private void characteristics(ObjectDraft draft, SetDraft set) {
        hierarchy(draft, set);
        codeAndDescription(draft, set);
        set.add(Standard.of("ValueType", new PropertyType.TypeDescription()), draft.entry);
        var said = draft.entry.field("types");
        if (said.isEmpty()) {
            draft.entry.fault("needs 'types': what its characteristics may have as values");
        } else if (said.get().items().stream()
                .anyMatch(one -> one.isText() && one.text().startsWith("Characteristic."))) {
            said.get().fault("values of characteristics can't be of a characteristic's type");
        } else {
            draft.valueTypes = types.members(said.get());
        }
        own(draft, set);
        predefined(draft, set);
    }

    private void process(ObjectDraft draft, SetDraft set) {
        numberAndDate(draft, set);
        standard(draft, set, "Completed", Standard.FLAG);
        standard(draft, set, "Started", Standard.FLAG);
        var said = draft.entry.field("task");
        draft.task = said.flatMap(one -> names.need(one.text(), one, "task", kind -> kind == ObjectKind.TASK))
                .map(Names.Declared::resource);
        if (said.isEmpty()) {
            draft.entry.fault("needs 'task': the resource name of its tasks, as Task_Задание");
        }
        draft.task.ifPresent(task -> set.add(Standard.reference("HeadTask", List.of(task)), draft.entry));
        own(draft, set);
    }

    private void task(ObjectDraft draft, SetDraft set) {
        numberAndDate(draft, set);
        description(draft, set);
        var processes = names.objects(ObjectKind.BUSINESS_PROCESS).stream()
                .filter(one -> one.entry().text("task", "").equals(draft.resource()))
                .map(Names.Declared::resource)
                .toList();
        if (!processes.isEmpty()) {
            set.add(Standard.reference("BusinessProcess", processes), draft.entry);
            set.add(Standard.text("RoutePoint", 150), draft.entry);
        }
        standard(draft, set, "Executed", Standard.FLAG);
        own(draft, set);
    }
}
