package io.polyport.odata.expression;

import io.polyport.kit.config.Suggestion;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type as {@code cast} and {@code isof} name it (OD-22, OD-24).
 *
 * @param tag as {@link io.polyport.odata.model.CompositeColumns} keeps it; '' for undefined
 * @param value what values of it are compared as; GUID for references, empty for undefined
 * @param objects whether it is a kind of objects
 */
record TypeName(String tag, Optional<Term.Type> value, boolean objects) {
    static final String ENUMERATION = "Enum.";
    private static final String OWN = "StandardODATA.";
    private static final Map<String, TypeName> SCALARS = Map.ofEntries(
            scalar("String", "String", Term.Type.TEXT),
            scalar("Edm.String", "String", Term.Type.TEXT),
            scalar("Number", "Number", Term.Type.NUMBER),
            scalar("Edm.Double", "Number", Term.Type.NUMBER),
            scalar("Edm.Decimal", "Number", Term.Type.NUMBER),
            scalar("Edm.Int16", "Number", Term.Type.NUMBER),
            scalar("Edm.Int32", "Number", Term.Type.NUMBER),
            scalar("Edm.Int64", "Number", Term.Type.NUMBER),
            scalar("Boolean", "Boolean", Term.Type.BOOLEAN),
            scalar("Edm.Boolean", "Boolean", Term.Type.BOOLEAN),
            scalar("Date", "Date", Term.Type.MOMENT),
            scalar("Edm.DateTime", "Date", Term.Type.MOMENT),
            scalar("Guid", "Guid", Term.Type.GUID),
            scalar("Edm.Guid", "Guid", Term.Type.GUID),
            Map.entry("Undefined", new TypeName("", Optional.empty(), false)));
    private static final Map<String, String> SHOWN = Map.of(
            "String", "Edm.String",
            "Number", "Edm.Double",
            "Boolean", "Edm.Boolean",
            "Date", "Edm.DateTime",
            "Guid", "Edm.Guid",
            "", OWN + "Undefined");

    private static Map.Entry<String, TypeName> scalar(String name, String tag, Term.Type type) {
        return Map.entry(name, new TypeName(tag, Optional.of(type), false));
    }

    /** @param more kinds of objects that may be named though they are not published */
    static TypeName of(String written, Model model, List<String> more, int position) {
        String name = written.startsWith(OWN) ? written.substring(OWN.length()) : written;
        TypeName known = SCALARS.get(name);
        if (known != null) {
            return known;
        }
        boolean objects = model.set(name)
                .filter(set -> set.form() == EntitySet.Form.OBJECTS)
                .isPresent();
        if (objects || more.contains(name)) {
            return new TypeName(name, Optional.of(Term.Type.GUID), true);
        }
        String enumeration = name.startsWith("Enum_") || name.startsWith(ENUMERATION) ? name.substring(5) : name;
        if (model.enumeration(enumeration).isPresent()) {
            return new TypeName(ENUMERATION + enumeration, Optional.of(Term.Type.TEXT), false);
        }
        throw unknown(written, model, position);
    }

    /** What values of a type are, as far as its name tells; a kind of objects has keys. */
    static Term.Type values(String written) {
        TypeName scalar = SCALARS.get(written);
        if (scalar != null) {
            return scalar.value().orElse(Term.Type.TEXT);
        }
        return written.startsWith("Enum_") || written.startsWith(ENUMERATION) ? Term.Type.TEXT : Term.Type.GUID;
    }

    private static RuntimeException unknown(String written, Model model, int position) {
        var names = new ArrayList<>(List.of("String", "Number", "Boolean", "Date", "Guid"));
        model.sets().stream()
                .filter(set -> set.form() == EntitySet.Form.OBJECTS)
                .forEach(set -> names.add(set.name()));
        String near = Suggestion.nearest(names, written).orElse("");
        return Faults.type(
                position,
                "Тип %s не найден%s".formatted(written, near.isEmpty() ? "" : ". Возможно, имелось в виду " + near),
                "There is no type %s%s".formatted(written, near.isEmpty() ? "" : "; did you mean " + near + "?"));
    }

    /** What {@code cast} calls a type of values. */
    static Optional<String> ofScalar(Term.Type type) {
        return switch (type) {
            case TEXT -> Optional.of("String");
            case NUMBER -> Optional.of("Number");
            case BOOLEAN -> Optional.of("Boolean");
            case MOMENT -> Optional.of("Date");
            case GUID -> Optional.empty();
        };
    }

    static String tag(MemberType member) {
        return switch (member) {
            case MemberType.Reference reference -> reference.set();
            case MemberType.Value value ->
                switch (value.type()) {
                    case ScalarType.Text text -> "String";
                    case ScalarType.Decimal decimal -> "Number";
                    case ScalarType.Version version -> "Number";
                    case ScalarType.Bool bool -> "Boolean";
                    case ScalarType.Moment moment -> "Date";
                    case ScalarType.Guid guid -> "Guid";
                    case ScalarType.Enumerated enumerated -> ENUMERATION + enumerated.enumeration();
                };
        };
    }

    static List<String> tags(Property.Composite property) {
        return property.types().stream().map(TypeName::tag).distinct().toList();
    }

    /** As {@code X_Type} shows a tag: {@code Edm.String}, {@code StandardODATA.Document_Заказ}. */
    static String wire(String tag) {
        String scalar = SHOWN.get(tag);
        if (scalar != null) {
            return scalar;
        }
        return OWN + (tag.startsWith(ENUMERATION) ? tag.substring(ENUMERATION.length()) : tag);
    }

    /** What a caller compares {@code X_Type} with, as it is shown: the prefix may be left out. */
    static String shown(String written) {
        TypeName scalar = SCALARS.get(written);
        if (scalar != null) {
            return wire(scalar.tag());
        }
        return written.startsWith(OWN) ? written : wire(written);
    }
}
