package io.polyport.odata.query;

import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import java.util.Optional;

/** What the tag column of a property of several types says, and how {@code X_Type} shows it (OD-3). */
public final class CompositeTag {
    public static final String PREFIX = "StandardODATA.";
    public static final String UNDEFINED = "";
    public static final String STRING = "String";
    public static final String NUMBER = "Number";
    public static final String BOOLEAN = "Boolean";
    public static final String DATE = "Date";
    static final String GUID = "Guid";
    public static final String ENUMERATION = "Enum.";

    private CompositeTag() {}

    public static String of(MemberType type) {
        return switch (type) {
            case MemberType.Reference reference -> reference.set();
            case MemberType.Value(ScalarType.Text text) -> STRING;
            case MemberType.Value(ScalarType.Decimal decimal) -> NUMBER;
            case MemberType.Value(ScalarType.Version version) -> NUMBER;
            case MemberType.Value(ScalarType.Bool bool) -> BOOLEAN;
            case MemberType.Value(ScalarType.Moment moment) -> DATE;
            case MemberType.Value(ScalarType.Guid guid) -> GUID;
            case MemberType.Value(ScalarType.Enumerated enumerated) -> ENUMERATION + enumerated.enumeration();
        };
    }

    /** The tag of a type as {@code X_Type} shows it; empty when the property can't hold such a value. */
    public static Optional<String> shownAs(String type, Property.Composite property) {
        return switch (type) {
            case PREFIX + "Undefined" -> Optional.of(UNDEFINED);
            case "Edm.String" -> holds(property, STRING);
            case "Edm.Double", "Edm.Int16", "Edm.Int32", "Edm.Int64" -> holds(property, NUMBER);
            case "Edm.Boolean" -> holds(property, BOOLEAN);
            case "Edm.DateTime" -> holds(property, DATE);
            case "Edm.Guid" -> holds(property, GUID);
            default -> {
                String name = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "";
                yield holds(property, name).or(() -> holds(property, ENUMERATION + name));
            }
        };
    }

    private static Optional<String> holds(Property.Composite property, String tag) {
        return property.types().stream()
                .map(CompositeTag::of)
                .filter(tag::equals)
                .findFirst();
    }
}
