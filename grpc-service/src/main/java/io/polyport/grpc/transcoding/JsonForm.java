package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Set;

/** The messages whose JSON is not an object of their fields (the JSON mapping of proto3). */
final class JsonForm {
    private static final String GOOGLE = "google.protobuf.";
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

    private JsonForm() {}

    private static String name(Descriptor message) {
        String full = message.getFullName();
        return full.startsWith(GOOGLE) ? full.substring(GOOGLE.length()) : "";
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
