package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MetadataOrder;
import io.polyport.odata.model.Property;
import io.polyport.odata.plan.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * A property as {@code $metadata} names it, with suffix.
 *
 * @param type {@code Edm.Guid}, {@code Collection(StandardODATA.…)}
 */
record EdmProperty(String name, String type, boolean nullable) {
    private static final String STRING = Field.Edm.STRING.typeName();
    private static final String RECORDS = "_RecordType";
    private static final String ROW = "_RowType";

    static EdmProperty of(String name, String type) {
        return new EdmProperty(name, type, true);
    }

    /** Those of a set's entities; the types of composite ones last. */
    static List<EdmProperty> of(EntitySet set) {
        List<EdmProperty> shown = new ArrayList<>();
        for (EdmProperty one : of(MetadataOrder.of(set))) {
            boolean required = set.key().contains(one.name)
                    || (set.form() == EntitySet.Form.RECORD_SETS && one.type.startsWith("Collection("));
            shown.add(new EdmProperty(one.name, one.type, !required));
        }
        return shown;
    }

    static List<EdmProperty> of(List<Property> properties) {
        List<EdmProperty> shown = new ArrayList<>();
        List<EdmProperty> types = new ArrayList<>();
        for (Property property : properties) {
            String name = property.name();
            switch (property) {
                case Property.Scalar scalar ->
                    shown.add(of(name, Field.Edm.of(scalar.type()).typeName()));
                case Property.Reference reference -> shown.add(of(name + "_Key", Field.Edm.GUID.typeName()));
                case Property.Composite composite -> {
                    shown.add(of(name, STRING));
                    types.add(of(name + Names.TYPE_SUFFIX, STRING));
                }
                case Property.Storage storage -> {
                    shown.add(of(name, "Edm.Stream"));
                    shown.add(of(name + "_Base64Data", Field.Edm.BINARY.typeName()));
                    types.add(of(name + Names.TYPE_SUFFIX, STRING));
                }
                case Property.Types description -> shown.add(of(name, Names.NAMESPACE + "TypeDescription"));
                case Property.Section section ->
                    shown.add(of(name, "Collection(" + Names.NAMESPACE + rowType(section.set()) + ')'));
            }
        }
        shown.addAll(types);
        return shown;
    }

    /** Of the rows of a tabular section's or of a register's records. */
    static String rowType(String set) {
        return (set.endsWith(RECORDS) ? set.substring(0, set.length() - RECORDS.length()) : set) + ROW;
    }
}
