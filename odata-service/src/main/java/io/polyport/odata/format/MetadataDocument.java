package io.polyport.odata.format;

import io.polyport.odata.model.EntitySet;
import io.polyport.odata.model.Enumeration;
import io.polyport.odata.model.Model;
import io.polyport.odata.model.ObjectKind;
import io.polyport.odata.model.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * {@code $metadata}: EDMX of OData v3 in the order, and with the attributes, of 1C:Enterprise's (OD-10; seed 003 17.2.1.7).
 * Written as it goes, whatever the size of the model.
 */
public final class MetadataDocument {
    private static final String START = Names.XML + """

            <edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">
            <edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">
            <Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">
            """;
    private static final String END = """
            </Schema>
            </edmx:DataServices>
            </edmx:Edmx>""";
    private static final List<EdmProperty> NUMBER_QUALIFIERS = List.of(
            new EdmProperty("AllowedSign", "Edm.String", false),
            new EdmProperty("Digits", "Edm.Int16", false),
            new EdmProperty("FractionDigits", "Edm.Int16", false));
    private static final List<EdmProperty> TYPE_DESCRIPTION = List.of(
            new EdmProperty("Types", "Collection(Edm.String)", false),
            new EdmProperty("NumberQualifiers", Names.NAMESPACE + "NumberQualifiers", false));
    private static final List<EdmProperty> POINT_IN_TIME =
            List.of(new EdmProperty("Ref", "Edm.String", false), new EdmProperty("Date", "Edm.DateTime", false));

    private final Model model;
    private final Set<BoundFunction> functions;
    private final Utf8Output out;

    private MetadataDocument(Model model, Set<BoundFunction> functions, Utf8Output out) {
        this.model = model;
        this.functions = functions;
        this.out = out;
    }

    /**
     * @param model what is published
     * @param functions those that are answered; others are not declared
     */
    public static void write(Model model, Set<BoundFunction> functions, Output output) {
        var out = new Utf8Output(output);
        new MetadataDocument(model, functions, out).write();
        out.end();
    }

    private void write() {
        out.raw(START);
        model.sets().forEach(this::entityType);
        complexTypes();
        model.sets().forEach(this::associations);
        enumTypes();
        container();
        out.raw(END);
    }

    private void entityType(EntitySet set) {
        List<EdmProperty> properties = EdmProperty.of(set);
        boolean open = set.properties().stream().anyMatch(Property.Composite.class::isInstance);
        tag("EntityType", "Name", set.name(), open ? " OpenType=\"true\">" : ">");
        if (!set.key().isEmpty()) {
            out.raw("<Key>\n");
            set.key().forEach(name -> tag("PropertyRef", "Name", name, "/>"));
            out.raw("</Key>\n");
        }
        properties.forEach(this::property);
        navigations(set).forEach(reference -> {
            String relationship = Names.NAMESPACE + association(set, reference);
            out.raw("<NavigationProperty" + XmlElement.attribute("Name", reference.name())
                    + XmlElement.attribute("Relationship", relationship) + " FromRole=\"Begin\" ToRole=\"End\"/>\n");
        });
        out.raw("</EntityType>\n");
    }

    /** What is not published can't be navigated to: only its key is shown (OD-6). */
    private List<Property.Reference> navigations(EntitySet set) {
        return set.properties().stream()
                .filter(Property.Reference.class::isInstance)
                .map(Property.Reference.class::cast)
                .filter(reference -> model.set(reference.target()).isPresent())
                .toList();
    }

    private static String association(EntitySet set, Property.Reference reference) {
        return set.name() + '_' + reference.name();
    }

    private void complexTypes() {
        complexType("NumberQualifiers", NUMBER_QUALIFIERS);
        complexType("TypeDescription", TYPE_DESCRIPTION);
        complexType("PointInTime", POINT_IN_TIME);
        for (EntitySet set : model.sets()) {
            if (set.owner().isPresent()) {
                complexType(EdmProperty.rowType(set.name()), EdmProperty.of(set));
            }
            if (set.form() == EntitySet.Form.RECORD_SETS) {
                functions(set)
                        .forEach(function -> Totals.typeName(function, set)
                                .ifPresent(name -> complexType(name, Totals.rows(function, records(set)))));
            }
        }
    }

    private EntitySet records(EntitySet recordSets) {
        return model.sets().stream()
                .filter(one -> one.owner().filter(recordSets.name()::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }

    private void complexType(String name, List<EdmProperty> properties) {
        tag("ComplexType", "Name", name, ">");
        properties.forEach(this::property);
        out.raw("</ComplexType>\n");
    }

    private void property(EdmProperty property) {
        tag(
                "Property",
                "Name",
                property.name(),
                XmlElement.attribute("Type", property.type()) + " Nullable=\"" + property.nullable() + "\"/>");
    }

    private void associations(EntitySet set) {
        for (Property.Reference reference : navigations(set)) {
            tag("Association", "Name", association(set, reference), ">");
            tag(
                    "End",
                    "Role",
                    "Begin",
                    XmlElement.attribute("Type", Names.NAMESPACE + set.name()) + " Multiplicity=\"*\"/>");
            tag(
                    "End",
                    "Role",
                    "End",
                    XmlElement.attribute("Type", Names.NAMESPACE + reference.target()) + " Multiplicity=\"0..1\"/>");
            out.raw("</Association>\n");
        }
    }

    private void enumTypes() {
        for (Enumeration one : model.enumerations()) {
            enumType(
                    one.name(),
                    one.members().stream().map(Enumeration.Member::name).toList());
        }
        enumType("AccountType", List.of("Active", "ActivePassive", "Passive"));
        enumType("AccountingRecordType", List.of("Credit", "Debit"));
        enumType("AllowedSign", List.of("Any", "Nonnegative"));
    }

    private void enumType(String name, List<String> members) {
        tag("EnumType", "Name", name, " UnderlyingType=\"Edm.Int32\">");
        members.forEach(member -> tag("Member", "Name", member, "/>"));
        out.raw("</EnumType>\n");
    }

    private void container() {
        out.raw("<EntityContainer Name=\"EnterpriseV8\" m:IsDefaultEntityContainer=\"true\">\n");
        model.sets()
                .forEach(set -> tag(
                        "EntitySet",
                        "Name",
                        set.name(),
                        XmlElement.attribute("EntityType", Names.NAMESPACE + set.name()) + "/>"));
        model.sets().forEach(set -> functions(set).forEach(function -> functionImport(set, function)));
        out.raw("</EntityContainer>\n");
    }

    private void functionImport(EntitySet set, BoundFunction function) {
        String type = Names.NAMESPACE + Totals.typeName(function, set).orElse(set.name());
        String returns =
                function.isSideEffecting() ? "" : XmlElement.attribute("ReturnType", "Collection(" + type + ')');
        tag(
                "FunctionImport",
                "Name",
                function.functionName(),
                " IsBindable=\"true\" IsSideEffecting=\"" + function.isSideEffecting() + '"' + returns + '>');
        tag("Parameter", "Name", "bindingParameter", XmlElement.attribute("Type", Names.NAMESPACE + set.name()) + "/>");
        function.parameters()
                .forEach(parameter -> tag(
                        "Parameter", "Name", parameter.name(), XmlElement.attribute("Type", parameter.type()) + "/>"));
        out.raw("</FunctionImport>\n");
    }

    /** What the set has of what is answered, in the order of 1C:Enterprise. */
    private List<BoundFunction> functions(EntitySet set) {
        EnumSet<BoundFunction> bound = bound(set);
        bound.retainAll(functions);
        return List.copyOf(bound);
    }

    private static EnumSet<BoundFunction> bound(EntitySet set) {
        ObjectKind kind = set.object().kind();
        return switch (set.form()) {
            case OBJECTS ->
                switch (kind) {
                    case DOCUMENT ->
                        set.object().declaration().posting()
                                ? EnumSet.of(BoundFunction.POST, BoundFunction.UNPOST)
                                : EnumSet.noneOf(BoundFunction.class);
                    case BUSINESS_PROCESS -> EnumSet.of(BoundFunction.START);
                    case TASK -> EnumSet.of(BoundFunction.EXECUTE_TASK);
                    default -> EnumSet.noneOf(BoundFunction.class);
                };
            case RECORDS, VALUE ->
                kind == ObjectKind.INFORMATION_REGISTER
                        ? EnumSet.of(BoundFunction.SLICE_LAST, BoundFunction.SLICE_FIRST)
                        : EnumSet.noneOf(BoundFunction.class);
            case RECORD_SETS ->
                kind == ObjectKind.ACCUMULATION_REGISTER ? ofTotals(set) : EnumSet.noneOf(BoundFunction.class);
            case ROWS, JOURNAL -> EnumSet.noneOf(BoundFunction.class);
        };
    }

    private static EnumSet<BoundFunction> ofTotals(EntitySet set) {
        return set.object().register().orElseThrow().balances()
                ? EnumSet.of(BoundFunction.BALANCE, BoundFunction.TURNOVERS, BoundFunction.BALANCE_AND_TURNOVERS)
                : EnumSet.of(BoundFunction.TURNOVERS);
    }

    private void tag(String name, String attribute, String value, String end) {
        out.raw('<' + name + XmlElement.attribute(attribute, value) + end + '\n');
    }
}
