package io.polyport.odata.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Which type a value of a property of several types has, and what callers see of it (OD-3). */
final class TypeTag {
    private static final String ENUMERATION = "Enum.";

    /** In which of the columns the value is. */
    enum Holder {
        NONE,
        TEXT,
        NUMBER,
        FLAG,
        MOMENT,
        REFERENCE
    }

    private final byte[] tag;
    private final Holder holder;
    private final byte[] typeName;

    private TypeTag(byte[] tag, Holder holder, byte[] typeName) {
        this.tag = tag;
        this.holder = holder;
        this.typeName = typeName;
    }

    /** @param utf8 what stands in the column {@link io.polyport.odata.model.CompositeColumns#tag} */
    static TypeTag of(byte[] utf8) {
        String tag = new String(utf8, StandardCharsets.UTF_8);
        return switch (tag) {
            case "" -> known(utf8, Holder.NONE, Names.NAMESPACE + "Undefined");
            case "String" -> known(utf8, Holder.TEXT, "Edm.String");
            case "Number" -> known(utf8, Holder.NUMBER, "Edm.Double");
            case "Boolean" -> known(utf8, Holder.FLAG, "Edm.Boolean");
            case "Date" -> known(utf8, Holder.MOMENT, "Edm.DateTime");
            case "Guid" -> known(utf8, Holder.REFERENCE, "Edm.Guid");
            default ->
                tag.startsWith(ENUMERATION)
                        ? known(utf8, Holder.TEXT, Names.NAMESPACE + tag.substring(ENUMERATION.length()))
                        : known(utf8, Holder.REFERENCE, Names.NAMESPACE + tag);
        };
    }

    private static TypeTag known(byte[] tag, Holder holder, String typeName) {
        return new TypeTag(tag.clone(), holder, Utf8Output.utf8(typeName));
    }

    Holder holder() {
        return holder;
    }

    /** UTF-8 of {@code X_Type}: {@code StandardODATA.Catalog_Товары}, {@code Edm.String}. */
    byte[] typeName() {
        return typeName;
    }

    boolean is(byte[] other) {
        return Arrays.equals(tag, other);
    }
}
