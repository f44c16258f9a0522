package io.polyport.odata.model;

import java.util.Optional;

/**
 * The columns of a property of several types. A value stands in one of them, the others hold their empty value.
 *
 * @param tag Text; which type the value has: a resource name ({@code Catalog_Товары}), {@code String}, {@code Number},
 *     {@code Boolean}, {@code Date}, {@code Guid}, {@code Enum.<name>}, or '' for undefined
 * @param reference Uuid; the object's key, where the types hold references
 * @param text strings and names of enumerations' values
 */
public record CompositeColumns(
        Column tag,
        Optional<Column> reference,
        Optional<Column> text,
        Optional<Column> number,
        Optional<Column> flag,
        Optional<Column> moment) {}
