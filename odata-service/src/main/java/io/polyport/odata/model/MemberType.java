package io.polyport.odata.model;

/** One of the types that a composite property can hold. */
public sealed interface MemberType {
    /** Held in the column that {@link CompositeColumns} has for the type. */
    record Value(ScalarType type) implements MemberType {}

    /** @param set resource name of the objects, as {@code Catalog_Товары} */
    record Reference(String set) implements MemberType {}
}
