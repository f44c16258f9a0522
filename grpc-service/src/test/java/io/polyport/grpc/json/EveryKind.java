package io.polyport.grpc.json;

import com.google.protobuf.Any;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.WrappersProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A schema with every kind of field that there is, in proto2, proto3 and an edition: message {@code Every} of each. */
final class EveryKind implements KnownTypes {
    private static final List<FieldDescriptorProto.Type> SCALARS = List.of(
            FieldDescriptorProto.Type.TYPE_DOUBLE,
            FieldDescriptorProto.Type.TYPE_FLOAT,
            FieldDescriptorProto.Type.TYPE_INT32,
            FieldDescriptorProto.Type.TYPE_INT64,
            FieldDescriptorProto.Type.TYPE_UINT32,
            FieldDescriptorProto.Type.TYPE_UINT64,
            FieldDescriptorProto.Type.TYPE_SINT32,
            FieldDescriptorProto.Type.TYPE_SINT64,
            FieldDescriptorProto.Type.TYPE_FIXED32,
            FieldDescriptorProto.Type.TYPE_FIXED64,
            FieldDescriptorProto.Type.TYPE_SFIXED32,
            FieldDescriptorProto.Type.TYPE_SFIXED64,
            FieldDescriptorProto.Type.TYPE_BOOL,
            FieldDescriptorProto.Type.TYPE_STRING,
            FieldDescriptorProto.Type.TYPE_BYTES);
    private static final List<String> GOOGLE = List.of(
            "Timestamp",
            "Duration",
            "FieldMask",
            "Struct",
            "Value",
            "ListValue",
            "Any",
            "Empty",
            "BoolValue",
            "Int32Value",
            "UInt32Value",
            "Int64Value",
            "UInt64Value",
            "FloatValue",
            "DoubleValue",
            "StringValue",
            "BytesValue");

    static final EveryKind ALL = new EveryKind();

    final Descriptor proto2 = file("proto2").findMessageTypeByName("Every");
    final Descriptor proto3 = file("proto3").findMessageTypeByName("Every");
    final Descriptor edition = file("editions").findMessageTypeByName("Every");
    final TypeRegistry registry;
    private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();

    private EveryKind() {
        var types = TypeRegistry.newBuilder();
        for (Descriptor type : List.of(proto2, proto3, edition)) {
            type.getFile().getMessageTypes().forEach(types::add);
            type.getFile().getExtensions().forEach(extension -> {
                if (extension.getJavaType() == com.google.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE) {
                    extensions.add(extension, DynamicMessage.getDefaultInstance(extension.getMessageType()));
                } else {
                    extensions.add(extension);
                }
            });
        }
        dependencies().forEach(file -> file.getMessageTypes().forEach(types::add));
        registry = types.build();
    }

    @Override
    public Descriptor find(String fullName) {
        return registry.find(fullName);
    }

    @Override
    public ExtensionRegistry extensions() {
        return extensions;
    }

    private static List<FileDescriptor> dependencies() {
        DescriptorProtos.getDescriptor();
        return List.of(
                Any.getDescriptor().getFile(),
                Timestamp.getDescriptor().getFile(),
                com.google.protobuf.Duration.getDescriptor().getFile(),
                FieldMask.getDescriptor().getFile(),
                Struct.getDescriptor().getFile(),
                Empty.getDescriptor().getFile(),
                WrappersProto.getDescriptor());
    }

    private static FileDescriptor file(String syntax) {
        var file = FileDescriptorProto.newBuilder()
                .setName(syntax + ".proto")
                .setPackage("every." + syntax)
                .setSyntax(syntax);
        dependencies().forEach(dependency -> file.addDependency(dependency.getName()));
        if (syntax.equals("editions")) {
            file.setEdition(Edition.EDITION_2023);
        }
        file.addEnumType(enumeration("Hue", syntax.equals("proto2") ? 3 : 0, false));
        if (syntax.equals("editions")) {
            file.addEnumType(enumeration("Shut", 1, true));
        }
        file.addMessageType(new Fields(syntax).message());
        if (!syntax.equals("proto3")) {
            file.addMessageType(DescriptorProto.newBuilder()
                    .setName("Needy")
                    .addField(needed(syntax))
                    .addField(field("rest", 2, FieldDescriptorProto.Type.TYPE_STRING, Label.LABEL_OPTIONAL)));
            extend(file, syntax);
        }
        try {
            return FileDescriptor.buildFrom(file.build(), dependencies().toArray(FileDescriptor[]::new), false);
        } catch (DescriptorValidationException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static FieldDescriptorProto needed(String syntax) {
        var needed = field("needed", 1, FieldDescriptorProto.Type.TYPE_INT32, Label.LABEL_OPTIONAL);
        if (syntax.equals("proto2")) {
            return needed.setLabel(Label.LABEL_REQUIRED).build();
        }
        return needed.setOptions(FieldOptions.newBuilder()
                        .setFeatures(
                                FeatureSet.newBuilder().setFieldPresence(FeatureSet.FieldPresence.LEGACY_REQUIRED)))
                .build();
    }

    private static void extend(FileDescriptorProto.Builder file, String syntax) {
        String every = ".every." + syntax + ".Every";
        file.addExtension(field("ext_number", 5001, FieldDescriptorProto.Type.TYPE_SINT64, Label.LABEL_OPTIONAL)
                .setExtendee(every));
        file.addExtension(field("ext_texts", 5002, FieldDescriptorProto.Type.TYPE_STRING, Label.LABEL_REPEATED)
                .setExtendee(every));
        file.addExtension(field("ext_every", 5003, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL)
                .setTypeName(every)
                .setExtendee(every));
        file.addExtension(field("ext_hue", 5004, FieldDescriptorProto.Type.TYPE_ENUM, Label.LABEL_REPEATED)
                .setTypeName(".every." + syntax + ".Hue")
                .setExtendee(every));
    }

    private static EnumDescriptorProto enumeration(String name, int first, boolean closed) {
        var type = EnumDescriptorProto.newBuilder().setName(name);
        String prefix = name.toUpperCase(Locale.ROOT) + "_";
        type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(prefix + "NONE").setNumber(first));
        type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(prefix + "RED").setNumber(7));
        type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(prefix + "ROUGE").setNumber(7));
        type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(prefix + "BELOW").setNumber(-5));
        type.addValue(
                EnumValueDescriptorProto.newBuilder().setName(prefix + "HIGH").setNumber(100_000));
        type.getOptionsBuilder().setAllowAlias(true);
        if (closed) {
            type.getOptionsBuilder().getFeaturesBuilder().setEnumType(FeatureSet.EnumType.CLOSED);
        }
        return type.build();
    }

    private static FieldDescriptorProto.Builder field(
            String name, int number, FieldDescriptorProto.Type type, Label label) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(label);
    }

    /** The fields of one {@code Every}, numbered as they come, over small and large numbers. */
    private static final class Fields {
        private final DescriptorProto.Builder message =
                DescriptorProto.newBuilder().setName("Every");
        private final String syntax;
        private final String hue;
        private final String every;
        private final List<FieldDescriptorProto.Builder> optionals = new ArrayList<>();
        private int next = 1;

        Fields(String syntax) {
            this.syntax = syntax;
            hue = ".every." + syntax + ".Hue";
            every = ".every." + syntax + ".Every";
        }

        DescriptorProto message() {
            SCALARS.forEach(type -> kinds(word(type), type, ""));
            kinds("hue", FieldDescriptorProto.Type.TYPE_ENUM, hue);
            kinds("nothing", FieldDescriptorProto.Type.TYPE_ENUM, ".google.protobuf.NullValue");
            messages("child", every);
            GOOGLE.forEach(name -> messages(name.toLowerCase(Locale.ROOT), ".google.protobuf." + name));
            next = 900;
            maps();
            oneof();
            add(field("odd_name", next++, FieldDescriptorProto.Type.TYPE_STRING, Label.LABEL_OPTIONAL)
                    .setJsonName("odd-näme"));
            if (!syntax.equals("proto3")) {
                beyondProto3();
            }
            return message.build();
        }

        private void kinds(String name, FieldDescriptorProto.Type type, String typeName) {
            add(typed(field(name + "_one", next++, type, Label.LABEL_OPTIONAL), typeName));
            if (syntax.equals("proto3")) {
                optionals.add(typed(field(name + "_optional", next++, type, Label.LABEL_OPTIONAL), typeName)
                        .setProto3Optional(true));
            } else if (syntax.equals("editions")) {
                var options = FieldOptions.newBuilder();
                options.getFeaturesBuilder().setFieldPresence(FeatureSet.FieldPresence.IMPLICIT);
                add(typed(field(name + "_implicit", next++, type, Label.LABEL_OPTIONAL), typeName)
                        .setOptions(options));
            }
            add(typed(field(name + "_many", next++, type, Label.LABEL_REPEATED), typeName));
            if (type != FieldDescriptorProto.Type.TYPE_STRING && type != FieldDescriptorProto.Type.TYPE_BYTES) {
                var options = FieldOptions.newBuilder();
                if (syntax.equals("editions")) {
                    options.getFeaturesBuilder().setRepeatedFieldEncoding(FeatureSet.RepeatedFieldEncoding.EXPANDED);
                } else {
                    options.setPacked(syntax.equals("proto2"));
                }
                add(typed(field(name + "_other", next++, type, Label.LABEL_REPEATED), typeName)
                        .setOptions(options));
            }
        }

        private void messages(String name, String typeName) {
            add(typed(
                    field(name + "_message", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL),
                    typeName));
            add(typed(
                    field(name + "_messages", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_REPEATED),
                    typeName));
            map(name + "_map", FieldDescriptorProto.Type.TYPE_STRING, FieldDescriptorProto.Type.TYPE_MESSAGE, typeName);
        }

        private void maps() {
            for (FieldDescriptorProto.Type type : SCALARS) {
                boolean key = type != FieldDescriptorProto.Type.TYPE_DOUBLE
                        && type != FieldDescriptorProto.Type.TYPE_FLOAT
                        && type != FieldDescriptorProto.Type.TYPE_BYTES;
                map("of_" + word(type), FieldDescriptorProto.Type.TYPE_STRING, type, "");
                if (key) {
                    map("by_" + word(type), type, FieldDescriptorProto.Type.TYPE_INT32, "");
                }
            }
            map("of_hue", FieldDescriptorProto.Type.TYPE_INT32, FieldDescriptorProto.Type.TYPE_ENUM, hue);
        }

        private void oneof() {
            int oneof = message.getOneofDeclCount();
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
            add(field("choice_text", next++, FieldDescriptorProto.Type.TYPE_STRING, Label.LABEL_OPTIONAL)
                    .setOneofIndex(oneof));
            add(field("choice_number", next++, FieldDescriptorProto.Type.TYPE_INT32, Label.LABEL_OPTIONAL)
                    .setOneofIndex(oneof));
            add(typed(
                            field("choice_every", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL),
                            every)
                    .setOneofIndex(oneof));
            add(typed(
                            field("choice_null", next++, FieldDescriptorProto.Type.TYPE_ENUM, Label.LABEL_OPTIONAL),
                            ".google.protobuf.NullValue")
                    .setOneofIndex(oneof));
            add(typed(field("choice_hue", next++, FieldDescriptorProto.Type.TYPE_ENUM, Label.LABEL_OPTIONAL), hue)
                    .setOneofIndex(oneof));
            for (var optional : optionals) {
                int made = message.getOneofDeclCount();
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + optional.getName()));
                add(optional.setOneofIndex(made));
            }
        }

        private void beyondProto3() {
            add(typed(
                    field("needy", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL),
                    ".every." + syntax + ".Needy"));
            if (syntax.equals("proto2")) {
                group("Cluster", Label.LABEL_OPTIONAL);
                group("Clusters", Label.LABEL_REPEATED);
            } else {
                var options = FieldOptions.newBuilder();
                options.getFeaturesBuilder().setMessageEncoding(FeatureSet.MessageEncoding.DELIMITED);
                add(typed(field("framed", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL), every)
                        .setOptions(options));
                add(typed(field("frames", next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_REPEATED), every)
                        .setOptions(options));
                add(typed(
                        field("shut", next++, FieldDescriptorProto.Type.TYPE_ENUM, Label.LABEL_OPTIONAL),
                        ".every." + syntax + ".Shut"));
                add(typed(
                        field("shuts", next++, FieldDescriptorProto.Type.TYPE_ENUM, Label.LABEL_REPEATED),
                        ".every." + syntax + ".Shut"));
            }
            message.addExtensionRange(
                    DescriptorProto.ExtensionRange.newBuilder().setStart(5000).setEnd(6000));
        }

        private void group(String name, Label label) {
            message.addNestedType(DescriptorProto.newBuilder()
                    .setName(name)
                    .addField(field("inner", 1, FieldDescriptorProto.Type.TYPE_INT32, Label.LABEL_OPTIONAL))
                    .addField(typed(
                            field("again", 2, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_OPTIONAL), every)));
            add(typed(
                    field(name.toLowerCase(Locale.ROOT), next++, FieldDescriptorProto.Type.TYPE_GROUP, label),
                    every + "." + name));
        }

        private void map(String name, FieldDescriptorProto.Type key, FieldDescriptorProto.Type value, String typeName) {
            var camel = new StringBuilder();
            for (String part : name.split("_")) {
                camel.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
            }
            String entry = camel + "Entry";
            message.addNestedType(DescriptorProto.newBuilder()
                    .setName(entry)
                    .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                    .addField(field("key", 1, key, Label.LABEL_OPTIONAL))
                    .addField(typed(field("value", 2, value, Label.LABEL_OPTIONAL), typeName)));
            add(typed(
                    field(name, next++, FieldDescriptorProto.Type.TYPE_MESSAGE, Label.LABEL_REPEATED),
                    every + "." + entry));
        }

        private void add(FieldDescriptorProto.Builder field) {
            message.addField(field);
        }

        private static String word(FieldDescriptorProto.Type type) {
            return type.name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
        }

        private static FieldDescriptorProto.Builder typed(FieldDescriptorProto.Builder field, String typeName) {
            return typeName.isEmpty() ? field : field.setTypeName(typeName);
        }
    }
}
