package io.polyport.grpc.json;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The values of one enum, both ways. */
final class Names {
    private static final int DENSE = 256;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /** A number outside of it is no value at all (proto2); of an open enum every number is one. */
    final boolean closed;
    /** {@code google.protobuf.NullValue}, which JSON writes as null. */
    final boolean nullValue;

    final String fullName;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final byte[][] dense;
    private final Map<Integer, byte[]> sparse = new HashMap<>();

    Names(EnumDescriptor type) {
        closed = type.isClosed();
        fullName = type.getFullName();
        nullValue = fullName.equals("google.protobuf.NullValue");
        // There may be very many enums with few values.
        dense = new byte[Math.min(DENSE, 1 + greatest(type))][];
        for (EnumValueDescriptor value : type.getValues()) {
            numbers.put(value.getName(), value.getNumber());
            keep(value.getNumber(), ('"' + value.getName() + '"').getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int greatest(EnumDescriptor type) {
        int greatest = 0;
        for (EnumValueDescriptor value : type.getValues()) {
            greatest = Math.max(greatest, Math.min(DENSE, value.getNumber()));
        }
        return greatest;
    }

    /** Of several names of one number the first is written. */
    private void keep(int number, byte[] quoted) {
        if (number >= 0 && number < dense.length) {
            dense[number] = dense[number] == null ? quoted : dense[number];
        } else {
            sparse.putIfAbsent(number, quoted);
        }
    }

    /** The number of the name, or null. */
    Integer number(String name) {
        return numbers.get(name);
    }

    Iterable<String> names() {
        return numbers.keySet();
    }

    boolean has(int number) {
        return quoted(number) != null;
    }

    /** What JSON says for a number with a name; null for others. */
    byte[] quoted(int number) {
        if (nullValue) {
            return NULL;
        }
        return number >= 0 && number < dense.length ? dense[number] : sparse.get(number);
    }
}
