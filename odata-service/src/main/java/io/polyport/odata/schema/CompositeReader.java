package io.polyport.odata.schema;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.ScalarType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Spreads a value of one of several types over the columns of its property; the tag says which type it has. */
final class CompositeReader {
    private static final Map<String, String> EDM = Map.of(
            "Edm.String", "String",
            "Edm.Double", "Number",
            "Edm.Int16", "Number",
            "Edm.Int32", "Number",
            "Edm.Int64", "Number",
            "Edm.Boolean", "Boolean",
            "Edm.DateTime", "Date",
            "Edm.Guid", "Guid");
    private static final String NAMESPACE = "StandardODATA.";

    private final Property.Composite property;
    private final Map<String, MemberType> byTag = new HashMap<>();

    CompositeReader(Property.Composite property) {
        this.property = property;
        property.types().forEach(type -> byTag.put(tag(type), type));
    }

    /** As {@link io.polyport.odata.model.CompositeColumns#tag} has it. */
    static String tag(MemberType type) {
        return switch (type) {
            case MemberType.Reference reference -> reference.set();
            case MemberType.Value(ScalarType.Enumerated(String enumeration)) -> "Enum." + enumeration;
            case MemberType.Value(ScalarType.Text text) -> "String";
            case MemberType.Value(ScalarType.Bool bool) -> "Boolean";
            case MemberType.Value(ScalarType.Moment moment) -> "Date";
            case MemberType.Value(ScalarType.Guid guid) -> "Guid";
            case MemberType.Value(ScalarType number) -> "Number";
        };
    }

    List<Slot> slots() {
        var slots = new ArrayList<Slot>();
        var use = property.head().use();
        var columns = property.columns();
        slots.add(new Slot(columns.tag(), use, row -> row.containsKey(property.name()) ? tag(row) : null));
        for (Optional<Column> one :
                List.of(columns.reference(), columns.text(), columns.number(), columns.flag(), columns.moment())) {
            one.ifPresent(column -> slots.add(new Slot(column, use, row -> value(row, column))));
        }
        return slots;
    }

    private String tag(Map<String, ?> row) {
        Object value = row.get(property.name());
        Object said = row.get(property.name() + "_Type");
        if (value == null || (said != null && (said.equals("") || said.equals(NAMESPACE + "Undefined")))) {
            return "";
        }
        String tag = said == null ? guessed(value) : tag(said.toString());
        if (!byTag.containsKey(tag)) {
            throw new IllegalArgumentException(property.name() + " can't hold " + (said == null ? value : said)
                    + "; give " + property.name() + "_Type, one of " + byTag.keySet());
        }
        return tag;
    }

    private String tag(String said) {
        String bare = said.startsWith(NAMESPACE) ? said.substring(NAMESPACE.length()) : said;
        return byTag.containsKey("Enum." + bare) ? "Enum." + bare : EDM.getOrDefault(bare, bare);
    }

    private String guessed(Object value) {
        return switch (value) {
            case Number number -> "Number";
            case Boolean flag -> "Boolean";
            case LocalDateTime moment -> "Date";
            case LocalDate date -> "Date";
            case UUID uuid -> onlyReference();
            default -> "String";
        };
    }

    private String onlyReference() {
        var references = byTag.entrySet().stream()
                .filter(one -> one.getValue() instanceof MemberType.Reference)
                .map(Map.Entry::getKey)
                .toList();
        return references.size() == 1 ? references.getFirst() : "Guid";
    }

    /** Null in every column but that of the value's type, which gives them their empty values. */
    private Object value(Map<String, ?> row, Column column) {
        String tag = row.containsKey(property.name()) ? tag(row) : "";
        if (tag.isEmpty() || !column.equals(column(byTag.get(tag)))) {
            return null;
        }
        var type = byTag.get(tag) instanceof MemberType.Value(ScalarType scalar) ? scalar : new ScalarType.Guid();
        try {
            return ValueReader.value(type, row.get(property.name()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(
                    property.name() + " can't be " + row.get(property.name()) + ": " + e.getMessage(), e);
        }
    }

    private Column column(MemberType type) {
        var columns = property.columns();
        var column = switch (type) {
            case MemberType.Reference reference -> columns.reference();
            case MemberType.Value(ScalarType.Guid guid) -> columns.reference();
            case MemberType.Value(ScalarType.Text text) -> columns.text();
            case MemberType.Value(ScalarType.Enumerated enumerated) -> columns.text();
            case MemberType.Value(ScalarType.Bool bool) -> columns.flag();
            case MemberType.Value(ScalarType.Moment moment) -> columns.moment();
            case MemberType.Value(ScalarType number) -> columns.number();
        };
        return column.orElseThrow();
    }
}
