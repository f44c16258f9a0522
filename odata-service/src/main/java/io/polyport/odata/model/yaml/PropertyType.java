package io.polyport.odata.model.yaml;

import io.polyport.odata.model.MemberType;
import io.polyport.odata.model.ScalarType;
import java.util.List;

/** What a property may hold, as its declaration says it. */
sealed interface PropertyType {
    record One(ScalarType type) implements PropertyType {}

    /** @param set resource name */
    record Reference(String set) implements PropertyType {}

    record Several(List<MemberType> types) implements PropertyType {
        public Several {
            types = List.copyOf(types);
        }
    }

    record ValueStorage() implements PropertyType {}

    record TypeDescription() implements PropertyType {}

    /** The type that is one of these. */
    static PropertyType of(List<MemberType> types) {
        if (types.size() > 1) {
            return new Several(types);
        }
        return switch (types.getFirst()) {
            case MemberType.Value value -> new One(value.type());
            case MemberType.Reference reference -> new Reference(reference.set());
        };
    }

    /** Its types, where it has some that a composite property could hold. */
    default List<MemberType> members() {
        return switch (this) {
            case One one -> List.of(new MemberType.Value(one.type()));
            case Reference reference -> List.of(new MemberType.Reference(reference.set()));
            case Several several -> several.types();
            case ValueStorage storage -> List.of();
            case TypeDescription description -> List.of();
        };
    }
}
