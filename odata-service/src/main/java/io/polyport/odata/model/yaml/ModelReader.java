package io.polyport.odata.model.yaml;

import io.polyport.odata.model.AccessRule;
import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Enumeration;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.model.Separator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a model from YAML, whole: every fault of every file is found before it gives up (OD-1 to OD-6). What can stand in a
 * file is told in docs/odata-model.md.
 */
public final class ModelReader {
    private final Faults faults;
    private final Names names = new Names();
    private final Types types = new Types(names);
    private final Map<String, ObjectDraft> drafts = new LinkedHashMap<>();
    private final List<Enumeration> enumerations = new ArrayList<>();
    private final List<Separator> separators = new ArrayList<>();
    private final List<AccessRule> rules = new ArrayList<>();
    private final List<String> publish = new ArrayList<>();

    private ModelReader(Faults faults) {
        this.faults = faults;
    }

    /**
     * The model of one file, or of all {@code .yaml} and {@code .yml} files of a folder and of those in it, as one.
     *
     * @throws ModelException with every fault, by file and line
     */
    public static Model read(Path place) {
        var faults = new Faults();
        return new ModelReader(faults).read(YamlFiles.read(place, faults));
    }

    /**
     * The model of a text.
     *
     * @param name what faults call it
     * @throws ModelException with every fault, by line
     */
    public static Model read(String name, String text) {
        var faults = new Faults();
        return new ModelReader(faults).read(YamlFiles.parse(name, text, faults));
    }

    private Model read(List<Entry> files) {
        faults.throwIfAny();
        files.forEach(this::collect);
        files.forEach(this::separators);
        names.enumerations().forEach((name, entry) -> enumerations.add(Enumerations.read(name, entry)));
        objects();
        files.forEach(this::accessAndPublication);
        var objects = new ArrayList<ModelObject>();
        var sets = new LinkedHashMap<String, EntitySet>();
        for (ObjectDraft draft : drafts.values()) {
            var object = draft.object();
            objects.add(object);
            draft.sets.forEach(set -> sets.put(set.name, set.of(object)));
        }
        new Clashes(drafts.values()).report();
        faults.throwIfAny();
        return new Model(
                objects,
                List.copyOf(sets.values()),
                enumerations,
                separators,
                rules,
                publish.isEmpty() ? List.of("*") : publish);
    }

    private void collect(Entry file) {
        var keys = new ArrayList<>(List.of("separators", "enumerations", "access", "publish"));
        keys.addAll(Kinds.BY_KEY.keySet());
        file.only(keys.toArray(String[]::new));
        file.field("enumerations").map(Entry::fields).orElse(Map.of()).forEach(names::enumeration);
        Kinds.BY_KEY.forEach((key, kind) -> file.field(key)
                .map(Entry::fields)
                .orElse(Map.of())
                .forEach((name, entry) -> names.object(kind, name, entry)));
    }

    private void separators(Entry file) {
        file.field("separators").map(Entry::fields).orElse(Map.of()).forEach((name, entry) -> {
            if (!Names.isIdentifier(name, entry)) {
                return;
            }
            if (separators.stream().anyMatch(one -> one.name().equalsIgnoreCase(name))) {
                entry.fault("is declared twice");
            }
            types.scalar(entry.text(), entry).ifPresent(type -> separator(name, type, entry));
        });
    }

    private void separator(String name, ScalarType type, Entry entry) {
        Column.Storage storage = switch (type) {
            case ScalarType.Text(int length, boolean fixed)
            when length > 0 && !fixed -> new Column.Storage.Text(length);
            case ScalarType.Decimal(int digits, int fraction)
            when fraction == 0 -> new Column.Storage.Decimal(digits, 0);
            case ScalarType.Guid guid -> new Column.Storage.Uuid();
            default -> null;
        };
        if (storage == null) {
            entry.fault("a separator is a string with a length, a whole number or a uuid");
        } else {
            separators.add(new Separator(name, type, new Column("sep_" + PhysicalName.column(name), storage, false)));
        }
    }

    /** Journals last, since their columns are made of the documents' properties. */
    private void objects() {
        var references = new References(names, types);
        var registers = new Registers(names, types);
        var documents = new HashMap<String, SetDraft>();
        for (Names.Declared declared : names.objects()) {
            ObjectDraft draft = switch (declared.kind()) {
                case CONSTANT -> Constants.read(declared, types);
                case DOCUMENT_JOURNAL -> new Journals(names, types, documents).read(declared);
                case INFORMATION_REGISTER, ACCUMULATION_REGISTER, ACCOUNTING_REGISTER, CALCULATION_REGISTER ->
                    registers.read(declared);
                default -> references.read(declared);
            };
            drafts.put(draft.resource(), draft);
            draft.sets.stream()
                    .filter(set -> set.name.equals(draft.resource()))
                    .forEach(set -> documents.put(set.name, set));
        }
        var movements = new Movements(names, drafts);
        drafts.values().stream()
                .filter(draft ->
                        draft.entry.isMap() && draft.entry.field("movements").isPresent())
                .forEach(movements::read);
    }

    private void accessAndPublication(Entry file) {
        var access = new AccessRules(names, drafts);
        file.items("access").forEach(entry -> rules.add(access.read(entry)));
        for (Entry entry : file.items("publish")) {
            names.like(entry, kind -> true);
            publish.add(entry.text());
        }
    }
}
