package io.polyport.grpc.schema;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;

/** Writes options, the custom ones that are known among them, as {@code name = value}. */
final class OptionText {
    private final ExtensionRegistry extensions;

    OptionText(ExtensionRegistry extensions) {
        this.extensions = extensions;
    }

    /** As statements, each {@code option name = value;}. */
    List<String> statements(Message options) {
        return pairs(options).stream().map(pair -> "option " + pair + ";").toList();
    }

    /** As the list behind a field: {@code  [name = value, …]}, or nothing. */
    String list(Message options) {
        return list(List.of(), options);
    }

    /** As {@link #list(Message)}, with other members before. */
    String list(List<String> first, Message options) {
        var all = new ArrayList<>(first);
        all.addAll(pairs(options));
        return all.isEmpty() ? "" : " [" + String.join(", ", all) + "]";
    }

    private List<String> pairs(Message options) {
        var pairs = new ArrayList<String>();
        reread(options).getAllFields().forEach((field, value) -> {
            // Says what the compiler found out itself.
            if (field.getFullName().equals("google.protobuf.MessageOptions.map_entry")) {
                return;
            }
            String name = field.isExtension() ? "(" + field.getFullName() + ")" : field.getName();
            if (field.isRepeated()) {
                ((List<?>) value).forEach(one -> pairs.add(name + " = " + text(field, one)));
            } else {
                pairs.add(name + " = " + text(field, value));
            }
        });
        return pairs;
    }

    /** Custom options were unknown when the descriptor was read: the descriptors of the options were in it. */
    private Message reread(Message options) {
        if (options.getUnknownFields().asMap().isEmpty()) {
            return options;
        }
        try {
            return options.newBuilderForType()
                    .mergeFrom(options.toByteString(), extensions)
                    .build();
        } catch (InvalidProtocolBufferException broken) {
            return options;
        }
    }

    private static String text(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case MESSAGE ->
                "{ "
                        + TextFormat.printer()
                                .emittingSingleLine(true)
                                .printToString((Message) value)
                                .strip() + " }";
            case ENUM -> ((EnumValueDescriptor) value).getName();
            case STRING -> quoted((String) value);
            case BYTE_STRING -> "\"" + TextFormat.escapeBytes((ByteString) value) + "\"";
            case INT -> isUnsigned(field) ? Integer.toUnsignedString((Integer) value) : value.toString();
            case LONG -> isUnsigned(field) ? Long.toUnsignedString((Long) value) : value.toString();
            case FLOAT -> number(((Float) value).doubleValue(), value.toString());
            case DOUBLE -> number((Double) value, value.toString());
            case BOOLEAN -> value.toString();
        };
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, UINT64, FIXED32, FIXED64 -> true;
            default -> false;
        };
    }

    private static String number(double value, String text) {
        return Double.isNaN(value) ? "nan" : Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : text;
    }

    static String quoted(String text) {
        return "\"" + TextFormat.escapeBytes(ByteString.copyFromUtf8(text)) + "\"";
    }
}
