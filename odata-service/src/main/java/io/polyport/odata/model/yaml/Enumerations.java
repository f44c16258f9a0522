package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Enumeration;
import io.polyport.odata.model.Enumeration.Member;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;

/** Reads enumerations: a list of names, or a map of names and synonyms. */
final class Enumerations {
    private Enumerations() {}

    static Enumeration read(String name, Entry entry) {
        var members = new ArrayList<Member>();
        var seen = new LinkedHashSet<String>();
        if (entry.isMap()) {
            entry.fields().forEach((value, synonym) -> {
                if (Names.isIdentifier(value, synonym)) {
                    var said = synonym.isEmpty() ? Optional.<Entry>empty() : Optional.of(synonym);
                    members.add(new Member(value, Attribute.synonym(value, said)));
                }
            });
        } else {
            for (Entry item : entry.items()) {
                if (Names.isIdentifier(item.text(), item)) {
                    members.add(new Member(item.text(), Attribute.synonym(item.text(), Optional.empty())));
                }
            }
        }
        for (Member member : members) {
            if (!seen.add(member.name().toLowerCase(Locale.ROOT))) {
                entry.fault("the value " + member.name() + " is there twice");
            }
        }
        if (members.isEmpty()) {
            entry.fault("needs at least one value");
        }
        return new Enumeration(name, members);
    }
}
