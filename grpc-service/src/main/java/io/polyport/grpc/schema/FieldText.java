package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes fields as they stand in a text. */
final class FieldText {
    private final boolean isProto2;
    private final OptionText options;

    FieldText(FileDescriptorProto file, OptionText options) {
        this.isProto2 = file.getSyntax().isEmpty() || file.getSyntax().equals("proto2");
        this.options = options;
    }

    /** The names of the messages that are written as a part of these fields. */
    static Set<String> groups(List<FieldDescriptorProto> fields) {
        var names = new HashSet<String>();
        fields.stream()
                .filter(field -> field.getType() == FieldDescriptorProto.Type.TYPE_GROUP)
                .forEach(field -> names.add(lastPart(field)));
        return names;
    }

    private static String lastPart(FieldDescriptorProto field) {
        return field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
    }

    /** The message of a group; it stands beside its field. */
    static DescriptorProto sibling(FieldDescriptorProto field, Map<String, DescriptorProto> siblings) {
        DescriptorProto group = siblings.get(lastPart(field));
        if (group == null) {
            throw new IllegalArgumentException("the group " + field.getName() + " has no message");
        }
        return group;
    }

    String group(FieldDescriptorProto field, DescriptorProto group) {
        return label(field) + "group " + group.getName() + " = " + field.getNumber() + list(field);
    }

    /** @param siblings the messages beside the field, by name: the entry of a map is one of them */
    String text(FieldDescriptorProto field, Map<String, DescriptorProto> siblings) {
        boolean list =
                field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE && field.getLabel() == Label.LABEL_REPEATED;
        Optional<DescriptorProto> entry = Optional.ofNullable(list ? siblings.get(lastPart(field)) : null)
                .filter(one -> one.getOptions().getMapEntry());
        String type = entry.map(map -> "map<" + type(map.getField(0)) + ", " + type(map.getField(1)) + ">")
                .orElseGet(() -> label(field) + type(field));
        return type + " " + field.getName() + " = " + field.getNumber() + list(field) + ";";
    }

    private String label(FieldDescriptorProto field) {
        if (field.getLabel() == Label.LABEL_REPEATED) {
            return "repeated ";
        }
        boolean inOneof = field.hasOneofIndex() && !field.getProto3Optional();
        if (isProto2 && !inOneof) {
            return field.getLabel() == Label.LABEL_REQUIRED ? "required " : "optional ";
        }
        return field.getProto3Optional() ? "optional " : "";
    }

    private static String type(FieldDescriptorProto field) {
        return switch (field.getType()) {
            case TYPE_MESSAGE, TYPE_ENUM, TYPE_GROUP -> field.getTypeName();
            default -> field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
        };
    }

    private String list(FieldDescriptorProto field) {
        var all = new ArrayList<String>();
        if (field.hasDefaultValue()) {
            all.add("default = " + defaultValue(field));
        }
        if (field.hasJsonName() && !field.getJsonName().equals(usualJsonName(field.getName())) && !isExtension(field)) {
            all.add("json_name = " + OptionText.quoted(field.getJsonName()));
        }
        return options.list(all, field.getOptions());
    }

    private static boolean isExtension(FieldDescriptorProto field) {
        return field.hasExtendee();
    }

    private static String defaultValue(FieldDescriptorProto field) {
        return switch (field.getType()) {
            case TYPE_STRING -> OptionText.quoted(field.getDefaultValue());
            // Escaped already, as in C.
            case TYPE_BYTES -> "\"" + field.getDefaultValue() + "\"";
            default -> field.getDefaultValue();
        };
    }

    /** As protoc makes it: underscores go away, and the letter behind becomes a capital. */
    static String usualJsonName(String name) {
        var json = new StringBuilder();
        boolean isCapital = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                isCapital = true;
            } else {
                json.append(isCapital && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
                isCapital = false;
            }
        }
        return json.toString();
    }
}
