package io.polyport.odata.model.yaml;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ModelObject.Journal;
import io.polyport.odata.model.ModelObject.JournalDocument;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads journals: documents of several kinds in one list, with columns that each kind fills from a property of its own. */
final class Journals {
    private static final int TYPE = 128;

    private final Names names;
    private final Types types;
    private final Map<String, SetDraft> documents;

    /** @param documents sets of all documents by resource name, read before */
    Journals(Names names, Types types, Map<String, SetDraft> documents) {
        this.names = names;
        this.types = types;
        this.documents = documents;
    }

    ObjectDraft read(Names.Declared declared) {
        var draft = new ObjectDraft(declared);
        draft.entry.only("synonym", "presentation", "documents", "columns");
        var listed = draft.entry.items("documents").stream()
                .flatMap(one -> names.like(one, kind -> kind == ObjectKind.DOCUMENT).stream())
                .distinct()
                .toList();
        if (listed.isEmpty()) {
            if (draft.entry.field("documents").isEmpty()) {
                draft.entry.fault("needs 'documents': which documents it lists");
            }
            return draft;
        }
        var set = draft.set(Form.JOURNAL);
        var reference = Standard.of(
                "Ref",
                new PropertyType.Several(listed.stream()
                        .<MemberType>map(MemberType.Reference::new)
                        .toList()));
        set.add(reference, draft.entry).addKey(List.of(reference));
        set.add(Standard.text("Type", TYPE), draft.entry);
        References.standard(draft, set, "Date", Standard.MOMENT);
        References.standard(draft, set, "DeletionMark", Standard.FLAG);
        number(draft, set, listed);
        References.standard(draft, set, "Posted", Standard.FLAG);
        columns(draft, set, listed);
        return draft;
    }

    private void number(ObjectDraft draft, SetDraft set, List<String> listed) {
        var numbers = listed.stream()
                .flatMap(document -> documents.get(document).property("Number").stream())
                .flatMap(number -> members(number).stream())
                .toList();
        if (numbers.isEmpty()) {
            return;
        }
        var united = Types.united(numbers);
        if (united.size() > 1) {
            draft.entry.fault(
                    "some of its documents have texts as numbers, others have numbers; a journal can't list both");
        }
        set.add(Standard.of("Number", PropertyType.of(united.subList(0, 1))), draft.entry);
    }

    private void columns(ObjectDraft draft, SetDraft set, List<String> listed) {
        var filled = new LinkedHashMap<String, List<String>>();
        listed.forEach(document -> filled.put(document, new ArrayList<>()));
        draft.entry.field("columns").map(Entry::fields).orElse(Map.of()).forEach((name, entry) -> {
            if (Names.isIdentifier(name, entry)) {
                column(set, name, entry, filled);
            }
        });
        draft.journal = Optional.of(new Journal(filled.entrySet().stream()
                .map(one -> new JournalDocument(one.getKey(), one.getValue()))
                .toList()));
    }

    /** Either one name for all documents, or a map: {@code type}, {@code synonym}, {@code from} by document. */
    private void column(SetDraft set, String name, Entry entry, Map<String, List<String>> filled) {
        var sources = sources(name, entry, filled.keySet());
        var found = new ArrayList<MemberType>();
        filled.forEach((document, columns) -> {
            String source = sources.getOrDefault(document, "");
            columns.add(source);
            if (!source.isEmpty()) {
                found.addAll(source(document, source, entry));
            }
        });
        if (found.isEmpty()) {
            if (sources.isEmpty()) {
                entry.fault("no document of the journal fills this column");
            }
            return;
        }
        var united = Types.united(found);
        var declared = entry.isMap() ? entry.field("type") : Optional.<Entry>empty();
        if (declared.isPresent()) {
            var wanted = types.members(declared.get());
            if (!wanted.isEmpty() && !Types.united(join(wanted, united)).equals(wanted)) {
                declared.get().fault("the documents' properties hold other or longer values than this type");
            }
            united = wanted.isEmpty() ? united : wanted;
        }
        var head = new Head(
                name,
                Role.ATTRIBUTE,
                Use.ALL,
                Attribute.synonym(name, entry.isMap() ? entry.field("synonym") : Optional.empty()));
        set.add(Columns.property(head, PropertyType.of(united), PhysicalName.column(name), false), entry);
    }

    private static List<MemberType> join(List<MemberType> first, List<MemberType> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static Map<String, String> sources(String name, Entry entry, Set<String> listed) {
        var sources = new LinkedHashMap<String, String>();
        if (!entry.isMap()) {
            String property = entry.isEmpty() ? name : entry.text();
            listed.forEach(document -> sources.put(document, property));
            return sources;
        }
        entry.only("type", "synonym", "from");
        entry.field("from").map(Entry::fields).orElse(Map.of()).forEach((document, property) -> {
            if (listed.contains(document)) {
                sources.put(document, property.text());
            } else {
                property.fault(
                        "the journal does not list " + Faults.quote(document) + Suggestion.among(listed, document));
            }
        });
        return sources;
    }

    private List<MemberType> source(String document, String property, Entry entry) {
        var found = documents.get(document).property(property);
        if (found.isEmpty()) {
            entry.fault(document + " has no property " + Faults.quote(property));
            return List.of();
        }
        var members = members(found.get());
        if (members.isEmpty()) {
            entry.fault(document + "'s " + property + " can't be shown in a column");
        }
        return members;
    }

    private static List<MemberType> members(Property property) {
        return switch (property) {
            case Property.Scalar scalar -> List.of(new MemberType.Value(scalar.type()));
            case Property.Reference reference -> List.of(new MemberType.Reference(reference.target()));
            case Property.Composite composite -> composite.types();
            case Property.Storage storage -> List.of();
            case Property.Types types -> List.of();
            case Property.Section section -> List.of();
        };
    }
}
