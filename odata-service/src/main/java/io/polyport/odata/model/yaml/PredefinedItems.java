package io.polyport.odata.model.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.polyport.odata.model.Declaration.Numbering;
import io.polyport.odata.model.Declaration.Predefined;
import io.polyport.odata.model.ModelObject.Hierarchy;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Items that exist from the beginning, and what can be wrong with them. */
final class PredefinedItems {
    private final ObjectDraft draft;
    private final SetDraft set;
    private final Map<String, Entry> codes = new HashMap<>();
    private final Map<UUID, Entry> keys = new HashMap<>();

    private PredefinedItems(ObjectDraft draft, SetDraft set) {
        this.draft = draft;
        this.set = set;
    }

    static List<Predefined> read(ObjectDraft draft, SetDraft set) {
        var reading = new PredefinedItems(draft, set);
        var said = draft.entry.field("predefined").map(Entry::fields).orElse(Map.of());
        var items = new ArrayList<Predefined>();
        said.forEach((name, entry) -> {
            if (Names.isIdentifier(name, entry)) {
                items.add(reading.item(name, entry));
            }
        });
        for (Predefined item : items) {
            reading.checkParent(item, said, items);
        }
        return items;
    }

    private Predefined item(String name, Entry entry) {
        if (!entry.isEmpty()) {
            entry.only("code", "description", "key", "folder", "parent");
        }
        var item = new Predefined(
                name,
                key(name, entry),
                entry.text("code", ""),
                description(name, entry),
                entry.flag("folder", false),
                entry.text("parent", ""));
        entry.field("code").ifPresent(code -> checkCode(item.code(), code));
        once(keys, item.key(), entry, "key");
        if (item.folder() && !draft.hierarchy.equals(Optional.of(Hierarchy.FOLDERS_AND_ITEMS))) {
            entry.fault("is a folder, but " + draft.resource() + " has none");
        }
        return item;
    }

    /** The name is its description unless one is given. */
    private String description(String name, Entry entry) {
        int length = set.property("Description")
                .map(one ->
                        one instanceof Property.Scalar(var head, ScalarType.Text text, var column) ? text.length() : 0)
                .orElse(0);
        var said = entry.field("description").map(Entry::text);
        if (said.isPresent() && said.get().length() > length) {
            entry.field("description").get().fault("must be a text of at most " + length + " characters");
        }
        return said.orElse(name.length() > length ? name.substring(0, length) : name);
    }

    private UUID key(String name, Entry entry) {
        var said = entry.field("key");
        if (said.isPresent()) {
            try {
                return UUID.fromString(said.get().text());
            } catch (IllegalArgumentException e) {
                said.get().fault("must be a UUID");
            }
        }
        return UUID.nameUUIDFromBytes((draft.resource() + "." + name).getBytes(UTF_8));
    }

    private void checkCode(String code, Entry entry) {
        var numbering = draft.numbering;
        if (numbering.isEmpty()) {
            entry.fault(draft.resource() + " has no codes");
            return;
        }
        int length = numbering.map(Numbering::length).get();
        if (code.length() > length || (!numbering.get().text() && !code.matches("\\d+"))) {
            entry.fault("must be a " + (numbering.get().text() ? "text" : "number") + " of at most " + length
                    + (numbering.get().text() ? " characters" : " digits"));
        }
        once(codes, code, entry, "code");
    }

    private static <T> void once(Map<T, Entry> all, T value, Entry entry, String what) {
        var earlier = all.putIfAbsent(value, entry);
        if (earlier != null) {
            entry.fault("has the same " + what + " as the item in " + earlier.place());
        }
    }

    private void checkParent(Predefined item, Map<String, Entry> said, List<Predefined> items) {
        if (item.parent().isEmpty()) {
            return;
        }
        var entry = said.get(item.name());
        if (set.property("Parent").isEmpty()) {
            entry.fault("has a parent, but " + draft.resource() + " has no hierarchy");
        } else if (!said.containsKey(item.parent())) {
            entry.fault("there is no predefined item " + Faults.quote(item.parent()) + " for its parent");
        } else if (isBelow(item, item.name(), items)) {
            entry.fault("lies in itself");
        }
    }

    private static boolean isBelow(Predefined item, String name, List<Predefined> items) {
        String parent = item.parent();
        for (int step = 0; step <= items.size() && !parent.isEmpty(); step++) {
            if (parent.equals(name)) {
                return true;
            }
            String next = parent;
            parent = items.stream()
                    .filter(one -> one.name().equals(next))
                    .findFirst()
                    .map(Predefined::parent)
                    .orElse("");
        }
        return false;
    }
}
