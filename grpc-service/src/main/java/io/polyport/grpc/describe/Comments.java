package io.polyport.grpc.describe;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The comments that stand before the declarations, where the compiler left them in the descriptors. */
final class Comments {
    private static final int LONGEST = 4000;

    /** Where Markdown has HTML, links and pictures begin. */
    private static final Pattern MARKUP = Pattern.compile("[<\\[]");

    private final Map<FileDescriptor, Map<List<Integer>, String>> files = new HashMap<>();
    private final boolean markdown;

    Comments() {
        this(false);
    }

    private Comments(boolean markdown) {
        this.markdown = markdown;
    }

    /**
     * For descriptions that viewers show as Markdown, HTML in it included, as OpenAPI says: what a far server's or a caller's
     * files say is text there.
     */
    static Comments inMarkdown() {
        return new Comments(true);
    }

    /** Adds the comment of the declaration as member {@code description}, and whether it is deprecated. */
    JsonObject describe(JsonObject json, GenericDescriptor declaration, boolean deprecated, Budget budget) {
        of(declaration).ifPresent(comment -> {
            budget.take(comment);
            json.put("description", comment);
        });
        return deprecated ? json.put("deprecated", true) : json;
    }

    private Optional<String> of(GenericDescriptor declaration) {
        var known = files.computeIfAbsent(declaration.getFile(), Comments::read);
        Optional<String> comment =
                known.isEmpty() ? Optional.empty() : Optional.ofNullable(known.get(path(declaration)));
        return markdown ? comment.map(text -> MARKUP.matcher(text).replaceAll("\\\\$0")) : comment;
    }

    private static Map<List<Integer>, String> read(FileDescriptor file) {
        Map<List<Integer>, String> comments = new HashMap<>();
        for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
            String text = location.getLeadingComments().isBlank()
                    ? location.getTrailingComments()
                    : location.getLeadingComments();
            if (!text.isBlank()) {
                comments.put(
                        List.copyOf(location.getPathList()),
                        shortened(text.stripTrailing().stripIndent().strip()));
            }
        }
        return comments;
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        // Not within a character.
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + " …";
    }

    /** The place of the declaration as {@code SourceCodeInfo} has it: numbers of fields and indexes, from the file on. */
    private static List<Integer> path(GenericDescriptor declaration) {
        return switch (declaration) {
            case Descriptor message ->
                message.getContainingType() == null
                        ? List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, message.getIndex())
                        : below(
                                message.getContainingType(),
                                DescriptorProto.NESTED_TYPE_FIELD_NUMBER,
                                message.getIndex());
            case EnumDescriptor type ->
                type.getContainingType() == null
                        ? List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, type.getIndex())
                        : below(type.getContainingType(), DescriptorProto.ENUM_TYPE_FIELD_NUMBER, type.getIndex());
            case FieldDescriptor field
            when !field.isExtension() ->
                below(field.getContainingType(), DescriptorProto.FIELD_FIELD_NUMBER, field.getIndex());
            case EnumValueDescriptor value ->
                below(value.getType(), EnumDescriptorProto.VALUE_FIELD_NUMBER, value.getIndex());
            case ServiceDescriptor service -> List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex());
            case MethodDescriptor method ->
                below(method.getService(), ServiceDescriptorProto.METHOD_FIELD_NUMBER, method.getIndex());
            default -> List.of(-1);
        };
    }

    private static List<Integer> below(GenericDescriptor above, int number, int index) {
        List<Integer> path = new ArrayList<>(path(above));
        path.add(number);
        path.add(index);
        return path;
    }
}
