package io.polyport.grpc.transcoding;

import com.google.protobuf.AnyProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The messages whose JSON is not an object of their fields (the JSON mapping of proto3). */
final class JsonForm {
    private static final Set<String> WRAPPERS = Set.of(
            "DoubleValue",
            "FloatValue",
            "Int64Value",
            "UInt64Value",
            "Int32Value",
            "UInt32Value",
            "BoolValue",
            "StringValue",
            "BytesValue");
    private static final Set<String> TEXTS = Set.of("Timestamp", "Duration", "FieldMask");
    private static final Set<String> OTHERS = Set.of("Struct", "Value", "ListValue", "Any");
    private static final Map<String, Descriptor> STANDARD = standard();

    private JsonForm() {}

    private static Map<String, Descriptor> standard() {
        return Stream.of(
                        AnyProto.getDescriptor(),
                        DurationProto.getDescriptor(),
                        FieldMaskProto.getDescriptor(),
                        StructProto.getDescriptor(),
                        TimestampProto.getDescriptor(),
                        WrappersProto.getDescriptor())
                .flatMap(file -> file.getMessageTypes().stream())
                .collect(Collectors.toMap(Descriptor::getFullName, type -> type));
    }

    /** Empty for all others: somebody's own message of such a name, with other fields, is a message as any other. */
    private static String name(Descriptor message) {
        Descriptor standard = STANDARD.get(message.getFullName());
        boolean same =
                standard == message || (standard != null && fields(standard).equals(fields(message)));
        return same ? message.getName() : "";
    }

    private static List<String> fields(Descriptor message) {
        return message.getFields().stream()
                .map(field -> field.getNumber() + field.getType().name() + field.isRepeated())
                .toList();
    }

    /** Whether the JSON of the message is something else than its fields. */
    static boolean isOwn(Descriptor message) {
        String name = name(message);
        return WRAPPERS.contains(name) || TEXTS.contains(name) || OTHERS.contains(name);
    }

    static boolean isWrapper(Descriptor message) {
        return WRAPPERS.contains(name(message));
    }

    /** Whether one value of the field can be written as one text in a path or query. */
    static boolean isText(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return true;
        }
        return isWrapper(field.getMessageType()) || TEXTS.contains(name(field.getMessageType()));
    }
}
