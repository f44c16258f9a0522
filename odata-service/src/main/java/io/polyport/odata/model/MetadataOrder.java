package io.polyport.odata.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The order in which {@code $metadata} has the properties of a set; {@link EntitySet#properties} is the order of the answers. */
public final class MetadataOrder {
    private static final List<String> OF_CATALOGS = List.of(
            "Ref_Key",
            "Predefined",
            "PredefinedDataName",
            "DataVersion",
            "Description",
            "Code",
            "Owner",
            "Parent",
            "IsFolder",
            "DeletionMark");
    private static final Map<ObjectKind, List<String>> FIRST = Map.of(
            ObjectKind.CATALOG,
            OF_CATALOGS,
            ObjectKind.CHART_OF_CHARACTERISTIC_TYPES,
            OF_CATALOGS,
            ObjectKind.CHART_OF_ACCOUNTS,
            OF_CATALOGS,
            ObjectKind.CHART_OF_CALCULATION_TYPES,
            OF_CATALOGS,
            ObjectKind.DOCUMENT,
            List.of("Ref_Key", "DataVersion", "Number", "Date", "DeletionMark"),
            ObjectKind.BUSINESS_PROCESS,
            List.of("Ref_Key", "DataVersion", "Number", "Date", "DeletionMark"),
            ObjectKind.TASK,
            List.of("Ref_Key", "DataVersion", "Description", "Number", "Date", "DeletionMark"),
            ObjectKind.EXCHANGE_PLAN,
            List.of("Ref_Key", "Code", "Description", "DataVersion", "DeletionMark"));

    private MetadataOrder() {}

    /** All properties of the set; what of each comes last ({@code X_Type}) is the writer's matter. */
    public static List<Property> of(EntitySet set) {
        if (set.form() != EntitySet.Form.OBJECTS) {
            return set.properties();
        }
        var rest = new ArrayList<>(set.properties());
        var ordered = new ArrayList<Property>();
        for (String name : FIRST.getOrDefault(set.object().kind(), List.of())) {
            rest.stream()
                    .filter(one -> one.name().equals(name) && one.head().role() == Property.Role.STANDARD)
                    .findFirst()
                    .ifPresent(ordered::add);
        }
        rest.removeAll(ordered);
        ordered.addAll(rest);
        return ordered;
    }
}
