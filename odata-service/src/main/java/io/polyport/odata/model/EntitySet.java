package io.polyport.odata.model;

import java.util.List;
import java.util.Optional;

/**
 * A set that a URL can name, with the properties of its entities.
 *
 * @param name resource name: {@code Catalog_Товары}, {@code Document_РасходТовара_Товары}
 * @param object the model's object that it belongs to
 * @param properties in the order in which sets show them
 * @param key names of the properties that make the key, with suffix: {@code Ref_Key}, {@code LineNumber}, {@code Recorder_Type}
 * @param table where its rows are; for record sets and journals, see {@link Form}
 * @param owner for tabular sections and records of subordinate registers: the set of the objects or record sets
 */
public record EntitySet(
        String name,
        Form form,
        ModelObject object,
        List<Property> properties,
        List<String> key,
        String table,
        Optional<String> owner) {
    /** What an entity of the set is. */
    public enum Form {
        /** Objects with a key of their own. */
        OBJECTS,
        /** Rows of a tabular section; the column of {@code Ref_Key} is the owner's key. */
        ROWS,
        /** Record sets of a register, one for each recorder; the table is that of the records. */
        RECORD_SETS,
        /** Records of a register, independent or not. */
        RECORDS,
        /** The one value of a constant, or of an independent register without dimensions and period. */
        VALUE,
        /** Documents of a journal; there is no table: the documents' own are read ({@link ModelObject#journal}). */
        JOURNAL
    }

    public EntitySet {
        properties = List.copyOf(properties);
        key = List.copyOf(key);
    }

    /** The property of this name without suffix. */
    public Optional<Property> property(String property) {
        return properties.stream().filter(one -> one.name().equals(property)).findFirst();
    }
}
