package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of one message type: its fields (with the extensions that the schema knows) by number and by name. */
final class Shape {
    private static final int DENSE = 256;

    final Descriptor type;
    final String fullName;
    final WellKnown wellKnown;
    /** By rising number; a field's index is its place here. */
    final Field[] fields;

    final Field[] required;
    /** What is written with its default value when a caller wants that. */
    final Field[] noPresence;

    private final Field[] dense;
    private final Map<Integer, Field> sparse = new HashMap<>();
    private final Map<String, Field> byName = new HashMap<>();

    Shape(Descriptor type, Shapes shapes) {
        this.type = type;
        fullName = type.getFullName();
        wellKnown = WellKnown.of(type);
        List<FieldDescriptor> all = new ArrayList<>(type.getFields());
        for (ExtensionRegistry.ExtensionInfo extension :
                shapes.types().extensions().getAllImmutableExtensionsByExtendedType(fullName)) {
            if (extension.descriptor.getContainingType().equals(type)) {
                all.add(extension.descriptor);
            }
        }
        all.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        fields = new Field[all.size()];
        dense = new Field[Math.min(DENSE, all.isEmpty() ? 0 : all.getLast().getNumber() + 1)];
        for (int index = 0; index < fields.length; index++) {
            fields[index] = new Field(all.get(index), index, shapes);
            enter(fields[index], all.get(index));
        }
        required =
                java.util.Arrays.stream(fields).filter(field -> field.required).toArray(Field[]::new);
        noPresence = java.util.Arrays.stream(fields)
                .filter(field -> (field.implicit || field.repeated) && !field.name.startsWith("["))
                .toArray(Field[]::new);
    }

    private void enter(Field field, FieldDescriptor descriptor) {
        if (field.number < dense.length) {
            dense[field.number] = field;
        } else {
            sparse.put(field.number, field);
        }
        byName.put(field.name, field);
        if (!descriptor.isExtension()) {
            byName.put(descriptor.getJsonName(), field);
        }
    }

    /** Or null. */
    Field byNumber(int number) {
        if (number < dense.length) {
            return dense[number];
        }
        return sparse.isEmpty() ? null : sparse.get(number);
    }

    /** By the JSON name, the original one or {@code [the.extension]}; or null. */
    Field byName(String name) {
        return byName.get(name);
    }

    Iterable<String> names() {
        return byName.keySet();
    }
}
