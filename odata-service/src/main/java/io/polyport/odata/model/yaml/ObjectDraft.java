package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Declaration;
import io.polyport.odata.model.Declaration.Index;
import io.polyport.odata.model.Declaration.Movement;
import io.polyport.odata.model.Declaration.Numbering;
import io.polyport.odata.model.Declaration.Predefined;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.ModelObject.Hierarchy;
import io.polyport.odata.model.ModelObject.Journal;
import io.polyport.odata.model.ModelObject.Register;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Synonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object in the making, with its sets. */
final class ObjectDraft {
    final ObjectKind kind;
    final String name;
    final Entry entry;
    final List<SetDraft> sets = new ArrayList<>();
    final List<Movement> movements = new ArrayList<>();
    final List<Predefined> predefined = new ArrayList<>();
    final List<String> content = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    List<MemberType> valueTypes = List.of();
    Optional<String> task = Optional.empty();
    Optional<Numbering> numbering = Optional.empty();
    Optional<Hierarchy> hierarchy = Optional.empty();
    Optional<Register> register = Optional.empty();
    Optional<Journal> journal = Optional.empty();
    boolean posting;

    private final Synonym synonym;
    private final Synonym presentation;

    ObjectDraft(Names.Declared declared) {
        this.kind = declared.kind();
        this.name = declared.name();
        this.entry = declared.entry();
        boolean map = entry.isMap();
        this.synonym = Attribute.synonym(name, map ? entry.field("synonym") : Optional.empty());
        var said = map ? entry.field("presentation") : Optional.<Entry>empty();
        this.presentation = said.isPresent() ? Attribute.synonym(name, said) : synonym;
    }

    String resource() {
        return kind.prefix() + "_" + name;
    }

    SetDraft set(EntitySet.Form form) {
        return set(resource(), form, PhysicalName.table(kind, name, ""), Optional.empty());
    }

    SetDraft set(String setName, EntitySet.Form form, String table, Optional<String> owner) {
        var set = new SetDraft(setName, form, table, owner);
        sets.add(set);
        return set;
    }

    /** Adds a declared property to a set, with its index. */
    void add(SetDraft set, Attribute attribute, Role role) {
        set.add(attribute.property(role), attribute.entry());
        index(set, attribute, attribute.name());
    }

    void index(SetDraft set, Attribute attribute, String property) {
        if (attribute.index().orElse(false)) {
            boolean endless = set.property(property)
                    .filter(one -> one instanceof Property.Storage || one instanceof Property.Types)
                    .isPresent();
            if (endless) {
                attribute.entry().fault("a value storage or type description can't be indexed");
            }
            indexes.add(new Index(set.name, property));
        }
    }

    ModelObject object() {
        var declaration =
                new Declaration(numbering, posting, movements, predefined, content, valueTypes, task, indexes);
        return new ModelObject(kind, name, synonym, presentation, register, hierarchy, journal, declaration);
    }
}
