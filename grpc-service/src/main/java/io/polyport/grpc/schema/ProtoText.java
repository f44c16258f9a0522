package io.polyport.grpc.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SymbolVisibility;
import com.google.protobuf.ExtensionRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a file's text from its descriptor: another text than its author's, without comments, but one that compiles to the
 * same descriptor.
 */
final class ProtoText {
    /** The end of a range up to the greatest number (exclusive), of messages in general and of message sets. */
    private static final Set<Integer> TO_MAX = Set.of(536_870_912, Integer.MAX_VALUE);

    private final FileDescriptorProto file;
    private final Lines lines = new Lines();
    private final OptionText options;
    private final FieldText fields;

    private ProtoText(FileDescriptorProto file, ExtensionRegistry extensions) {
        this.file = file;
        this.options = new OptionText(extensions);
        this.fields = new FieldText(file, options);
    }

    /** @param extensions with the custom options; those that are not among them are left out */
    static String of(FileDescriptorProto file, ExtensionRegistry extensions) {
        var text = new ProtoText(file, extensions);
        text.write();
        return text.lines.toString();
    }

    private void write() {
        lines.add(
                file.getSyntax().equals("editions")
                        ? "edition = \"" + file.getEdition().name().replace("EDITION_", "") + "\";"
                        : "syntax = \"" + (file.getSyntax().isEmpty() ? "proto2" : file.getSyntax()) + "\";");
        if (!file.getPackage().isEmpty()) {
            lines.add("package " + file.getPackage() + ";");
        }
        var publics = new HashSet<>(file.getPublicDependencyList());
        var weaks = new HashSet<>(file.getWeakDependencyList());
        for (int i = 0; i < file.getDependencyCount(); i++) {
            String kind = publics.contains(i) ? "public " : weaks.contains(i) ? "weak " : "";
            lines.add("import " + kind + "\"" + file.getDependency(i) + "\";");
        }
        file.getOptionDependencyList().forEach(name -> lines.add("import option \"" + name + "\";"));
        options.statements(file.getOptions()).forEach(lines::add);
        file.getEnumTypeList().forEach(this::write);
        Set<String> groups = FieldText.groups(file.getExtensionList());
        for (DescriptorProto type : file.getMessageTypeList()) {
            if (!groups.contains(type.getName())) {
                write(type);
            }
        }
        writeExtensions(file.getExtensionList(), byName(file.getMessageTypeList()));
        file.getServiceList().forEach(this::write);
    }

    private static String visibility(SymbolVisibility visibility) {
        return switch (visibility) {
            case VISIBILITY_EXPORT -> "export ";
            case VISIBILITY_LOCAL -> "local ";
            default -> "";
        };
    }

    private void write(DescriptorProto type) {
        lines.open(visibility(type.getVisibility()) + "message " + type.getName());
        writeBody(type);
        lines.close();
    }

    private void writeBody(DescriptorProto type) {
        options.statements(type.getOptions()).forEach(lines::add);
        type.getEnumTypeList().forEach(this::write);
        Set<String> hidden = new HashSet<>(FieldText.groups(type.getFieldList()));
        hidden.addAll(FieldText.groups(type.getExtensionList()));
        for (DescriptorProto nested : type.getNestedTypeList()) {
            if (!hidden.contains(nested.getName()) && !nested.getOptions().getMapEntry()) {
                write(nested);
            }
        }
        Map<String, DescriptorProto> siblings = byName(type.getNestedTypeList());
        writeFields(type, siblings);
        writeExtensions(type.getExtensionList(), siblings);
        for (var range : type.getExtensionRangeList()) {
            lines.add("extensions " + range(range.getStart(), range.getEnd()) + options.list(range.getOptions()) + ";");
        }
        for (var range : type.getReservedRangeList()) {
            lines.add("reserved " + range(range.getStart(), range.getEnd()) + ";");
        }
        writeReserved(type.getReservedNameList());
    }

    private void writeReserved(List<String> names) {
        // Editions have names here, the syntaxes before had strings.
        String quote = file.getSyntax().equals("editions") ? "" : "\"";
        names.forEach(name -> lines.add("reserved " + quote + name + quote + ";"));
    }

    private static String range(int start, int end) {
        return TO_MAX.contains(end) ? start + " to max" : end == start + 1 ? "" + start : start + " to " + (end - 1);
    }

    private void writeFields(DescriptorProto type, Map<String, DescriptorProto> siblings) {
        int open = -1;
        for (FieldDescriptorProto field : type.getFieldList()) {
            int oneof = field.hasOneofIndex() && !field.getProto3Optional() ? field.getOneofIndex() : -1;
            if (oneof != open) {
                if (open >= 0) {
                    lines.close();
                }
                if (oneof >= 0) {
                    lines.open("oneof " + type.getOneofDecl(oneof).getName());
                    options.statements(type.getOneofDecl(oneof).getOptions()).forEach(lines::add);
                }
                open = oneof;
            }
            writeField(field, siblings);
        }
        if (open >= 0) {
            lines.close();
        }
    }

    private static Map<String, DescriptorProto> byName(List<DescriptorProto> types) {
        Map<String, DescriptorProto> names = new HashMap<>();
        types.forEach(type -> names.putIfAbsent(type.getName(), type));
        return names;
    }

    private void writeField(FieldDescriptorProto field, Map<String, DescriptorProto> siblings) {
        if (field.getType() != FieldDescriptorProto.Type.TYPE_GROUP) {
            lines.add(fields.text(field, siblings));
            return;
        }
        DescriptorProto group = FieldText.sibling(field, siblings);
        lines.open(fields.group(field, group));
        writeBody(group);
        lines.close();
    }

    private void writeExtensions(List<FieldDescriptorProto> extensions, Map<String, DescriptorProto> siblings) {
        Map<String, List<FieldDescriptorProto>> byExtended = new LinkedHashMap<>();
        String last = null;
        int blocks = 0;
        for (FieldDescriptorProto extension : extensions) {
            // Only neighbours share a block: their order is part of the descriptor.
            blocks += extension.getExtendee().equals(last) ? 0 : 1;
            last = extension.getExtendee();
            byExtended
                    .computeIfAbsent(blocks + " " + last, block -> new java.util.ArrayList<>())
                    .add(extension);
        }
        byExtended.forEach((block, members) -> {
            lines.open("extend " + members.getFirst().getExtendee());
            members.forEach(member -> writeField(member, siblings));
            lines.close();
        });
    }

    private void write(EnumDescriptorProto type) {
        lines.open(visibility(type.getVisibility()) + "enum " + type.getName());
        options.statements(type.getOptions()).forEach(lines::add);
        type.getValueList()
                .forEach(value -> lines.add(
                        value.getName() + " = " + value.getNumber() + options.list(value.getOptions()) + ";"));
        for (var range : type.getReservedRangeList()) {
            // Inclusive, unlike those of messages.
            lines.add("reserved " + range.getStart()
                    + (range.getEnd() == range.getStart()
                            ? ""
                            : " to " + (range.getEnd() == Integer.MAX_VALUE ? "max" : range.getEnd()))
                    + ";");
        }
        writeReserved(type.getReservedNameList());
        lines.close();
    }

    private void write(ServiceDescriptorProto service) {
        lines.open("service " + service.getName());
        options.statements(service.getOptions()).forEach(lines::add);
        for (MethodDescriptorProto method : service.getMethodList()) {
            String head = "rpc " + method.getName() + "(" + (method.getClientStreaming() ? "stream " : "")
                    + method.getInputType() + ") returns (" + (method.getServerStreaming() ? "stream " : "")
                    + method.getOutputType() + ")";
            List<String> statements = options.statements(method.getOptions());
            if (statements.isEmpty()) {
                lines.add(head + ";");
            } else {
                lines.open(head);
                statements.forEach(lines::add);
                lines.close();
            }
        }
        lines.close();
    }

    /** Lines with the braces around them. */
    private static final class Lines {
        /** Deeper is not indented any more: what nests a hundred deep would be a hundred times as long. */
        private static final int DEEPEST = 10;

        private final StringBuilder text = new StringBuilder();
        private int depth;

        void add(String line) {
            text.append("  ".repeat(Math.min(depth, DEEPEST))).append(line).append('\n');
        }

        void open(String head) {
            add(head + " {");
            depth++;
        }

        void close() {
            depth--;
            add("}");
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
