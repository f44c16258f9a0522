package io.polyport.odata.model.yaml;

import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.Synonym;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A property as its developer declares it: a type, or a map with more.
 *
 * @param index whether objects are to be found by it quickly; empty when nothing is said
 * @param balance whether an accounting register's dimension or resource has one value for debit and credit
 */
record Attribute(
        String name,
        PropertyType type,
        Synonym synonym,
        Use use,
        Optional<Boolean> index,
        boolean balance,
        Entry entry) {
    /** Names by language: {@code ru} when there is only a text. */
    static Synonym synonym(String name, Optional<Entry> entry) {
        var texts = new HashMap<String, String>();
        entry.ifPresent(some -> {
            if (some.isMap()) {
                some.fields().forEach((language, text) -> texts.put(language, text.text()));
            } else {
                texts.put("ru", some.text());
            }
        });
        return new Synonym(name, texts);
    }

    /** Each property of a map, without those that have faults. */
    static List<Attribute> all(Optional<Entry> entry, Types types) {
        var all = new ArrayList<Attribute>();
        entry.map(Entry::fields).orElse(Map.of()).forEach((name, one) -> {
            if (Names.isIdentifier(name, one)) {
                read(name, one, types).ifPresent(all::add);
            }
        });
        return all;
    }

    private static Optional<Attribute> read(String name, Entry entry, Types types) {
        if (!entry.isMap()) {
            return types.read(entry)
                    .map(type -> new Attribute(
                            name, type, synonym(name, Optional.empty()), Use.ALL, Optional.empty(), true, entry));
        }
        entry.only("type", "synonym", "use", "index", "balance");
        if (entry.field("type").isEmpty()) {
            entry.fault("needs a type");
            return Optional.empty();
        }
        return types.read(entry.field("type").get())
                .map(type -> new Attribute(
                        name,
                        type,
                        synonym(name, entry.field("synonym")),
                        entry.word("use", Use.ALL),
                        entry.field("index").map(Entry::flag),
                        entry.flag("balance", true),
                        entry));
    }

    Property property(Role role) {
        return property(role, "");
    }

    /** @param suffix {@code Dr} or {@code Cr} for half of a pair */
    Property property(Role role, String suffix) {
        String shown = name + suffix;
        var head = new Head(shown, role, use, new Synonym(shown, synonym.byLanguage()));
        return Columns.property(head, type, PhysicalName.column(shown), use != Use.ALL);
    }

    /** Reports what only certain objects may say. */
    Attribute check(boolean folders, boolean accounting) {
        if (use != Use.ALL && !folders) {
            tell("use", said -> said.fault("only catalogs with folders and items tell them apart"));
        }
        if (!balance && !accounting) {
            tell(
                    "balance",
                    said -> said.fault("only dimensions and resources of accounting registers with correspondence are"
                            + " other than balance ones"));
        }
        return this;
    }

    private void tell(String key, Consumer<Entry> what) {
        entry.field(key).ifPresent(what);
    }
}
