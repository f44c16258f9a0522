package io.polyport.grpc.json;

import java.nio.charset.StandardCharsets;

/** Values that are no messages, from the wire into JSON. */
final class WireScalars {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private WireScalars() {}

    /**
     * Reads one value and writes it.
     *
     * @return false, with nothing written, for a number that a closed enum does not have
     */
    static boolean write(Field field, WireReader wire, JsonWriter json) {
        switch (field.type) {
            case INT32 -> json.number(wire.int32());
            case SINT32 -> json.number(unzigzag(wire.int32()));
            case SFIXED32 -> json.number(wire.fixed32());
            case UINT32 -> json.number(wire.int32() & 0xffff_ffffL);
            case FIXED32 -> json.number(wire.fixed32() & 0xffff_ffffL);
            case INT64 -> quoted(wire.int64(), json);
            case SINT64 -> quoted(unzigzag(wire.int64()), json);
            case SFIXED64 -> quoted(wire.fixed64(), json);
            case UINT64 -> unsigned(wire.int64(), json);
            case FIXED64 -> unsigned(wire.fixed64(), json);
            case BOOL -> json.put(wire.int64() != 0 ? TRUE : FALSE);
            case FLOAT -> real(Float.intBitsToFloat(wire.fixed32()), json);
            case DOUBLE -> real(Double.longBitsToDouble(wire.fixed64()), json);
            case STRING -> text(field, wire, json);
            case BYTES -> {
                int length = wire.length();
                json.base64(wire.bytes, wire.pass(length), length);
            }
            case ENUM -> {
                return name(field.names, wire.int32(), json);
            }
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.name);
        }
        return true;
    }

    /** What a field without a value says when a caller wants it said. */
    static void writeDefault(Field field, JsonWriter json) {
        switch (field.type) {
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> json.ascii("\"0\"");
            case BOOL -> json.put(FALSE);
            case FLOAT, DOUBLE -> json.ascii("0.0");
            case STRING, BYTES -> json.ascii("\"\"");
            case ENUM -> name(field.names, 0, json);
            default -> json.put('0');
        }
    }

    private static boolean name(Names names, int number, JsonWriter json) {
        byte[] quoted = names.quoted(number);
        if (quoted != null) {
            json.put(quoted);
        } else if (names.closed) {
            return false;
        } else {
            json.number(number);
        }
        return true;
    }

    private static void text(Field field, WireReader wire, JsonWriter json) {
        int length = wire.length();
        if (!json.string(wire.bytes, wire.pass(length), length, field.utf8)) {
            throw new WireFault("has text in the field " + field.name + " that is not UTF-8");
        }
    }

    private static void quoted(long value, JsonWriter json) {
        json.put('"');
        json.number(value);
        json.put('"');
    }

    private static void unsigned(long value, JsonWriter json) {
        if (value >= 0) {
            quoted(value, json);
        } else {
            json.put('"');
            json.ascii(Long.toUnsignedString(value));
            json.put('"');
        }
    }

    private static void real(float value, JsonWriter json) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            real((double) value, json);
        } else {
            json.ascii(Float.toString(value));
        }
    }

    private static void real(double value, JsonWriter json) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.put('"');
            json.ascii(Double.toString(value));
            json.put('"');
        } else {
            json.ascii(Double.toString(value));
        }
    }

    /** Whether the value that comes next is the one of a field that is not there. */
    static boolean zeroAhead(Field field, WireReader wire) {
        int before = wire.at;
        boolean zero = switch (field.type) {
            case INT32, UINT32, SINT32, ENUM -> wire.int32() == 0;
            case INT64, UINT64, SINT64, BOOL -> wire.int64() == 0;
            case FIXED32, SFIXED32, FLOAT -> wire.fixed32() == 0;
            case FIXED64, SFIXED64, DOUBLE -> wire.fixed64() == 0;
            case STRING, BYTES -> wire.length() == 0;
            case MESSAGE, GROUP -> false;
        };
        if (!zero) {
            wire.at = before;
        }
        return zero;
    }

    static int unzigzag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
