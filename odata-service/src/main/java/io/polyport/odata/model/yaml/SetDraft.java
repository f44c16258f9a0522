package io.polyport.odata.model.yaml;

import io.polyport.odata.model.Column;
import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.EntitySet.Form;
import io.polyport.odata.model.ModelObject;
import io.polyport.odata.model.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A set in the making: takes properties one by one and reports those that would show themselves under one name. */
final class SetDraft {
    final String name;
    final List<Property> properties = new ArrayList<>();
    final List<String> key = new ArrayList<>();

    private final Form form;
    private final String table;
    private final Optional<String> owner;
    private final Map<String, String> shown = new HashMap<>();
    private final Map<String, String> columns = new HashMap<>();

    SetDraft(String name, Form form, String table, Optional<String> owner) {
        this.name = name;
        this.form = form;
        this.table = table;
        this.owner = owner;
    }

    /** @param where blamed for a clash of names */
    SetDraft add(Property property, Entry where) {
        claim(property, where);
        properties.add(property);
        return this;
    }

    /** Takes the property's names and columns without showing it in the set. */
    void claim(Property property, Entry where) {
        for (String name : names(property)) {
            String earlier = shown.putIfAbsent(name.toLowerCase(Locale.ROOT), property.name());
            if (earlier != null && earlier.equals(property.name())) {
                where.fault("the property " + property.name() + " is there twice in " + this.name + " (inner code 18)");
                return;
            } else if (earlier != null) {
                where.fault("the properties " + earlier + " and " + property.name() + " would both show " + name
                        + " in " + this.name + " (inner code 18); rename one of them");
            }
        }
        for (Column column : columns(property)) {
            String earlier = columns.putIfAbsent(column.name(), property.name());
            if (earlier != null && !earlier.equals(property.name())) {
                where.fault("the properties " + earlier + " and " + property.name() + " would both have the column "
                        + column.name() + "; rename one of them");
            }
        }
    }

    /** The property's names become part of the key, types last, as 1C:Enterprise has it. */
    void addKey(List<Property> parts) {
        for (Property part : parts) {
            key.add(part instanceof Property.Reference ? part.name() + "_Key" : part.name());
        }
        parts.stream()
                .filter(Property.Composite.class::isInstance)
                .map(part -> part.name() + "_Type")
                .forEach(key::add);
    }

    Optional<Property> property(String wanted) {
        return properties.stream().filter(one -> one.name().equals(wanted)).findFirst();
    }

    /** The property that shows itself, or a side of it, under this name. */
    Optional<Property> shown(String wanted) {
        return properties.stream().filter(one -> names(one).contains(wanted)).findFirst();
    }

    List<String> shownNames() {
        return properties.stream().flatMap(one -> names(one).stream()).toList();
    }

    boolean isKey(Property property) {
        return names(property).stream().anyMatch(key::contains);
    }

    EntitySet of(ModelObject object) {
        return new EntitySet(name, form, object, properties, key, table, owner);
    }

    String table() {
        return table;
    }

    private static List<String> names(Property property) {
        String name = property.name();
        return switch (property) {
            case Property.Scalar scalar -> List.of(name);
            case Property.Reference reference -> List.of(name, name + "_Key");
            case Property.Composite composite -> List.of(name, name + "_Type");
            case Property.Storage storage -> List.of(name, name + "_Type", name + "_Base64Data");
            case Property.Types types -> List.of(name);
            case Property.Section section -> List.of(name);
        };
    }

    private static List<Column> columns(Property property) {
        return switch (property) {
            case Property.Scalar scalar -> List.of(scalar.column());
            case Property.Reference reference -> List.of(reference.column());
            case Property.Storage storage -> List.of(storage.mediaType(), storage.bytes());
            case Property.Types types -> List.of(types.json());
            case Property.Section section -> List.of();
            case Property.Composite(var head, var types, var columns) ->
                Stream.of(
                                Optional.of(columns.tag()),
                                columns.reference(),
                                columns.text(),
                                columns.number(),
                                columns.flag(),
                                columns.moment())
                        .flatMap(Optional::stream)
                        .toList();
        };
    }
}
