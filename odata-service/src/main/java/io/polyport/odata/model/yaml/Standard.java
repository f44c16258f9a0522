package io.polyport.odata.model.yaml;

import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.PhysicalName;
import io.polyport.odata.model.Property;
import io.polyport.odata.model.Property.Head;
import io.polyport.odata.model.Property.Role;
import io.polyport.odata.model.Property.Use;
import io.polyport.odata.model.ScalarType;
import io.polyport.odata.model.ScalarType.Parts;
import io.polyport.odata.model.Synonym;
import java.util.List;
import java.util.Map;

/** The platform's own properties (OD-2). */
final class Standard {
    static final ScalarType FLAG = new ScalarType.Bool();
    static final ScalarType MOMENT = new ScalarType.Moment(Parts.DATE_AND_TIME);
    static final ScalarType GUID = new ScalarType.Guid();
    /** Numbers that are shown as Edm.Int64. */
    static final ScalarType LONG = new ScalarType.Decimal(10, 0);

    private Standard() {}

    static Property scalar(String name, ScalarType type) {
        return of(name, new PropertyType.One(type));
    }

    static Property text(String name, int length) {
        return scalar(name, new ScalarType.Text(length, false));
    }

    /** A key of one kind of objects, or a composite of several. */
    static Property reference(String name, List<String> sets) {
        return of(
                name,
                PropertyType.of(
                        sets.stream().<MemberType>map(MemberType.Reference::new).toList()));
    }

    static Property of(String name, PropertyType type) {
        return Columns.property(head(name), type, PhysicalName.standard(name), false);
    }

    /** The key of what there is one of: a constant, a register without periods and dimensions. Types without a key are not legal. */
    static Property surrogateKey() {
        return scalar("SurrogateKey", new ScalarType.Decimal(4, 0));
    }

    static Property section(String name, String set) {
        return new Property.Section(head(name), set);
    }

    private static Head head(String name) {
        return new Head(name, Role.STANDARD, Use.ALL, new Synonym(name, Map.of()));
    }
}
