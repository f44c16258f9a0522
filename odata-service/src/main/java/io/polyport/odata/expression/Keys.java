package io.polyport.odata.expression;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Property;
import io.polyport.odata.query.Source;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** The parts of which keys are made. */
public final class Keys {
    private static final String RECORDER = "Recorder";
    private static final String OWNER = "Ref_Key";

    private Keys() {}

    /** The properties of a set's key in order; a composite that stands in it with its type is one. */
    public static SequencedSet<Property> properties(EntitySet set) {
        var properties = new LinkedHashSet<Property>();
        for (var name : set.key()) {
            properties.add(PropertyNames.find(set, name)
                    .orElseThrow(() -> new IllegalStateException(set.name() + " has no " + name + ", its key has"))
                    .property());
        }
        return properties;
    }

    /** The columns of a set's key in order. */
    public static List<Term> terms(EntitySet set, Source source) {
        return properties(set).stream()
                .flatMap(property -> PropertyTerms.of(property, source).stream())
                .toList();
    }

    /** What tells the rows of a table apart for sure; the key of records that a recorder writes is only promised. */
    public static List<Term> identity(EntitySet set, Source source) {
        if (set.form() != EntitySet.Form.RECORDS || set.owner().isEmpty()) {
            return terms(set, source);
        }
        var terms = new ArrayList<>(ownerNamedBy(set, source));
        terms.addAll(amongTheirs(set, source));
        return terms;
    }

    /** What the rows of a section, or the records of a record set, say of those that they belong to. */
    public static List<Term> ownerNamedBy(EntitySet rows, Source source) {
        return PropertyTerms.of(link(rows), source);
    }

    /** What in those whose rows these are is equal to {@link #ownerNamedBy}. */
    public static List<Term> owner(EntitySet rows, EntitySet owner, Source source) {
        return PropertyTerms.of(own(owner, link(rows).name()), source);
    }

    /** By what the rows that belong to one owner are told apart. */
    public static List<Term> amongTheirs(EntitySet rows, Source source) {
        return PropertyTerms.of(own(rows, "LineNumber"), source);
    }

    private static Property link(EntitySet rows) {
        return own(rows, rows.form() == EntitySet.Form.RECORDS ? RECORDER : OWNER);
    }

    private static Property own(EntitySet set, String name) {
        return set.property(name).orElseThrow(() -> new IllegalStateException(set.name() + " has no " + name));
    }
}
