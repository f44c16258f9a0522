package io.polyport.odata.model;

import java.util.List;

/** A property of an entity set. Its name has no suffix: {@code Контрагент} shows itself as {@code Контрагент_Key}. */
public sealed interface Property {
    Head head();

    default String name() {
        return head().name();
    }

    /**
     * What all properties have.
     *
     * @param use folders show null in what is for items alone, and the other way round
     */
    record Head(String name, Role role, Use use, Synonym synonym) {}

    /** Where a property comes from; registers treat each differently. */
    enum Role {
        /** The platform's own: English name, no attribute of the model ({@code Ref_Key}, {@code Date}, {@code Period}). */
        STANDARD,
        DIMENSION,
        RESOURCE,
        ATTRIBUTE
    }

    /** To which elements of a hierarchical catalog a property belongs. */
    enum Use {
        ALL,
        ITEMS,
        FOLDERS
    }

    /** One value. {@code Ref_Key} and {@code LineNumber} are such. */
    record Scalar(Head head, ScalarType type, Column column) implements Property {}

    /**
     * A key of one kind of objects: {@code X_Key}, and the navigation property {@code X}.
     *
     * @param target resource name of the objects
     */
    record Reference(Head head, String target, Column column) implements Property {}

    /** A value of one of several types: {@code X} and {@code X_Type}; no navigation property. */
    record Composite(Head head, List<MemberType> types, CompositeColumns columns) implements Property {
        public Composite {
            types = List.copyOf(types);
        }
    }

    /** A value storage: {@code X_Type}, {@code X_Base64Data} and the stream {@code X}. */
    record Storage(Head head, Column mediaType, Column bytes) implements Property {}

    /** Which types a characteristic's values have: {@code StandardODATA.TypeDescription}; kept as JSON text. */
    record Types(Head head, Column json) implements Property {}

    /**
     * The rows of a tabular section, or of a record set ({@code RecordSet}).
     *
     * @param set resource name of the set that has the rows: {@code Document_X_Товары}, {@code AccumulationRegister_X_RecordType}
     */
    record Section(Head head, String set) implements Property {}
}
