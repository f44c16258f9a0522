package io.polyport.grpc.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;

/** One field of a message, ready for use: nothing of it is looked up in descriptors again. */
final class Field {
    final int index;
    final int number;
    final FieldDescriptor.Type type;
    final String name;
    final int wireType;
    /** As it is written: of a packed list the packed one. */
    final int tag;

    final int endTag;
    final boolean repeated;
    final boolean packed;
    final boolean packable;
    final boolean map;
    final boolean group;
    final boolean message;
    /** Its default value is as good as no value, and never written. */
    final boolean implicit;

    final boolean required;
    final boolean utf8;
    /** The number of its oneof in the message, or -1. */
    final int oneof;

    final String oneofName;
    /** JSON's null is a value of the field. */
    final boolean takesNull;

    final Names names;
    /** With quotes and colon. */
    final byte[] key;

    final byte[] originalKey;
    private final Descriptor messageType;
    private final Shapes shapes;
    private volatile Shape shape;

    Field(FieldDescriptor field, int index, Shapes shapes) {
        this.shapes = shapes;
        this.index = index;
        number = field.getNumber();
        type = field.getType();
        name = field.isExtension() ? '[' + field.getFullName() + ']' : field.getName();
        repeated = field.isRepeated();
        packable = field.isPackable();
        packed = field.isPacked();
        map = field.isMapField();
        group = type == FieldDescriptor.Type.GROUP;
        message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        wireType = wireType(type);
        tag = (number << 3) | (packed ? WireFormat.WIRETYPE_LENGTH_DELIMITED : wireType);
        endTag = group ? (number << 3) | WireFormat.WIRETYPE_END_GROUP : 0;
        implicit = !repeated && !field.hasPresence();
        required = field.isRequired();
        utf8 = field.needsUtf8Check();
        OneofDescriptor containing = field.getRealContainingOneof();
        oneof = containing == null ? -1 : containing.getIndex();
        oneofName = containing == null ? "" : containing.getName();
        messageType = message ? field.getMessageType() : null;
        names = type == FieldDescriptor.Type.ENUM ? shapes.names(field.getEnumType()) : null;
        takesNull = (names != null && names.nullValue)
                || (messageType != null && messageType.getFullName().equals("google.protobuf.Value"));
        key = quoted(field.isExtension() ? name : field.getJsonName());
        originalKey = quoted(name);
    }

    /** The table of the message that the field holds; made when it is first needed, since types may hold themselves. */
    Shape shape() {
        Shape known = shape;
        if (known == null) {
            known = shapes.of(messageType);
            shape = known;
        }
        return known;
    }

    /** Whether a value may come in this form; what comes in another is an unknown field. */
    boolean takes(int comingWireType) {
        return comingWireType == wireType
                || (packable && repeated && comingWireType == WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    byte[] key(boolean original) {
        return original ? originalKey : key;
    }

    private static byte[] quoted(String name) {
        var text = new JsonWriter(name.length() + 3, Integer.MAX_VALUE);
        byte[] utf8 = ByteString.copyFromUtf8(name).toByteArray();
        text.string(utf8, 0, utf8.length, false);
        return (text + ":").getBytes(StandardCharsets.UTF_8);
    }

    private static int wireType(FieldDescriptor.Type type) {
        return switch (type) {
            case INT32, INT64, UINT32, UINT64, SINT32, SINT64, BOOL, ENUM -> WireFormat.WIRETYPE_VARINT;
            case FIXED64, SFIXED64, DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            case FIXED32, SFIXED32, FLOAT -> WireFormat.WIRETYPE_FIXED32;
            case STRING, BYTES, MESSAGE -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case GROUP -> WireFormat.WIRETYPE_START_GROUP;
        };
    }
}
