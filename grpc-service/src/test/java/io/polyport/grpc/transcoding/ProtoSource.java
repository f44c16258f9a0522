package io.polyport.grpc.transcoding;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.TextFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads as much of the language of .proto files as the tests of annotations and descriptions need, so that these need no
 * compiler: messages, enums, oneofs, maps, groups, extensions, services, {@code [deprecated, default, json_name]}, and
 * options of methods in the text format.
 */
public final class ProtoSource {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|//[^\\n]*|(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[A-Za-z_.][A-Za-z_0-9.]*|-?[0-9]+|[^\\sA-Za-z_0-9])");

    private record Token(String text, int start) {}

    private final String source;
    private final Deque<Token> tokens = new ArrayDeque<>();
    private final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    private boolean proto3;

    private ProtoSource(String source) {
        this.source = source;
        Matcher matcher = TOKEN.matcher(source);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                tokens.add(new Token(matcher.group(1), matcher.start()));
            }
        }
    }

    /** The linked file; its imports are the files given. */
    public static FileDescriptor link(String source, FileDescriptor... imports) {
        FileDescriptorProto.Builder read = parse(source).toBuilder();
        for (FileDescriptor each : imports) {
            read.addDependency(each.getName());
        }
        try {
            return FileDescriptor.buildFrom(read.build(), imports, false);
        } catch (DescriptorValidationException invalid) {
            throw new AssertionError(invalid);
        }
    }

    /** The file as a compiler would give it, without imports. */
    public static FileDescriptorProto parse(String source) {
        var parser = new ProtoSource(source);
        while (!parser.tokens.isEmpty()) {
            parser.declaration();
        }
        return parser.file.build();
    }

    private String next() {
        return tokens.pop().text();
    }

    private boolean skip(String text) {
        boolean here = !tokens.isEmpty() && tokens.peek().text().equals(text);
        if (here) {
            tokens.pop();
        }
        return here;
    }

    private void expect(String text) {
        Token found = tokens.pop();
        if (!found.text().equals(text)) {
            throw new AssertionError("'" + text + "' expected at: " + source.substring(found.start()));
        }
    }

    private String quoted() {
        String text = next();
        return text.substring(1, text.length() - 1);
    }

    private void declaration() {
        String word = next();
        switch (word) {
            case "syntax" -> {
                expect("=");
                String syntax = quoted();
                proto3 = syntax.equals("proto3");
                file.setSyntax(syntax).setName("test.proto");
                expect(";");
            }
            case "package" -> {
                file.setPackage(next()).setName(file.getPackage() + ".proto");
                expect(";");
            }
            case "message" -> file.addMessageType(message(next()));
            case "enum" -> file.addEnumType(enumeration());
            case "service" -> service();
            case "extend" -> extensions().forEach(file::addExtension);
            default -> throw new AssertionError("no declaration: " + word);
        }
    }

    private List<FieldDescriptorProto> extensions() {
        String extendee = next();
        var holder = DescriptorProto.newBuilder();
        List<FieldDescriptorProto> fields = new ArrayList<>();
        expect("{");
        while (!skip("}")) {
            fields.add(field(holder, next()).setExtendee(extendee).build());
        }
        return fields;
    }

    private DescriptorProto message(String name) {
        var message = DescriptorProto.newBuilder().setName(name);
        expect("{");
        while (!skip("}")) {
            member(message, next());
        }
        if (proto3) {
            presence(message);
        }
        return message.build();
    }

    private void member(DescriptorProto.Builder message, String word) {
        switch (word) {
            case "message" -> message.addNestedType(message(next()));
            case "enum" -> message.addEnumType(enumeration());
            case "extend" -> extensions().forEach(message::addExtension);
            case "extensions" -> {
                int from = Integer.parseInt(next());
                expect("to");
                message.addExtensionRangeBuilder().setStart(from).setEnd(Integer.parseInt(next()) + 1);
                expect(";");
            }
            case "oneof" -> {
                message.addOneofDeclBuilder().setName(next());
                expect("{");
                while (!skip("}")) {
                    message.addField(field(message, next()).setOneofIndex(message.getOneofDeclCount() - 1));
                }
            }
            default -> message.addField(field(message, word));
        }
    }

    private FieldDescriptorProto.Builder field(DescriptorProto.Builder in, String first) {
        var field = FieldDescriptorProto.newBuilder().setLabel(Label.LABEL_OPTIONAL);
        String type = first;
        if (List.of("optional", "repeated", "required").contains(first)) {
            field.setLabel(Label.valueOf("LABEL_" + first.toUpperCase(Locale.ROOT)));
            field.setProto3Optional(proto3 && first.equals("optional"));
            type = next();
        }
        if (type.equals("map")) {
            expect("<");
            String key = next();
            expect(",");
            String value = next();
            expect(">");
            return map(in, field, key, value);
        }
        if (type.equals("group")) {
            return group(in, field);
        }
        type(field, type);
        return rest(field.setName(next()));
    }

    private FieldDescriptorProto.Builder rest(FieldDescriptorProto.Builder field) {
        expect("=");
        field.setNumber(Integer.parseInt(next()));
        if (skip("[")) {
            do {
                String option = next();
                expect("=");
                switch (option) {
                    case "deprecated" -> field.getOptionsBuilder().setDeprecated(next().equals("true"));
                    case "json_name" -> field.setJsonName(quoted());
                    case "default" -> {
                        String value = next();
                        field.setDefaultValue(value.startsWith("\"") ? value.substring(1, value.length() - 1) : value);
                    }
                    default -> throw new AssertionError(option);
                }
            } while (skip(","));
            expect("]");
        }
        expect(";");
        return field;
    }

    private FieldDescriptorProto.Builder group(DescriptorProto.Builder in, FieldDescriptorProto.Builder field) {
        String name = next();
        expect("=");
        field.setNumber(Integer.parseInt(next()));
        in.addNestedType(message(name));
        return field.setName(name.toLowerCase(Locale.ROOT))
                .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                .setTypeName(name);
    }

    private FieldDescriptorProto.Builder map(
            DescriptorProto.Builder in, FieldDescriptorProto.Builder field, String key, String value) {
        rest(field.setName(next()).setLabel(Label.LABEL_REPEATED));
        String entry = Character.toUpperCase(field.getName().charAt(0))
                + field.getName().substring(1) + "Entry";
        var type = in.addNestedTypeBuilder().setName(entry);
        type.getOptionsBuilder().setMapEntry(true);
        type(type.addFieldBuilder().setName("key").setNumber(1).setLabel(Label.LABEL_OPTIONAL), key);
        type(type.addFieldBuilder().setName("value").setNumber(2).setLabel(Label.LABEL_OPTIONAL), value);
        return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(entry);
    }

    private static void type(FieldDescriptorProto.Builder field, String type) {
        for (FieldDescriptorProto.Type known : FieldDescriptorProto.Type.values()) {
            if (known.name().equals("TYPE_" + type.toUpperCase(Locale.ROOT))
                    && type.equals(type.toLowerCase(Locale.ROOT))) {
                field.setType(known);
                return;
            }
        }
        field.setTypeName(type);
    }

    /** A field with presence of its own stands in a oneof alone, as compilers do it. */
    private static void presence(DescriptorProto.Builder message) {
        for (var field : message.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                message.addOneofDeclBuilder().setName("_" + field.getName());
                field.setOneofIndex(message.getOneofDeclCount() - 1);
            }
        }
    }

    private EnumDescriptorProto enumeration() {
        var type = EnumDescriptorProto.newBuilder().setName(next());
        expect("{");
        while (!skip("}")) {
            String name = next();
            expect("=");
            type.addValueBuilder().setName(name).setNumber(Integer.parseInt(next()));
            expect(";");
        }
        return type.build();
    }

    private void service() {
        var service = file.addServiceBuilder().setName(next());
        expect("{");
        while (!skip("}")) {
            expect("rpc");
            var method = service.addMethodBuilder().setName(next());
            expect("(");
            method.setClientStreaming(skip("stream")).setInputType(next());
            expect(")");
            expect("returns");
            expect("(");
            method.setServerStreaming(skip("stream")).setOutputType(next());
            expect(")");
            if (!skip(";")) {
                options(method);
            }
        }
    }

    private void options(MethodDescriptorProto.Builder method) {
        int start = tokens.peek().start();
        expect("{");
        int depth = 1;
        int end = start;
        while (depth > 0) {
            Token token = tokens.pop();
            depth += token.text().equals("{") ? 1 : token.text().equals("}") ? -1 : 0;
            end = token.start();
        }
        var registry = ExtensionRegistry.newInstance();
        registry.add(AnnotationsProto.http);
        try {
            TextFormat.merge(source.substring(start + 1, end), registry, method.getOptionsBuilder());
            method.setOptions(MethodOptions.parseFrom(method.getOptions().toByteString()));
        } catch (TextFormat.ParseException | com.google.protobuf.InvalidProtocolBufferException invalid) {
            throw new AssertionError(invalid);
        }
    }
}
