package io.polyport.grpc.transcoding;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The way from a message to a field in it, over single messages only.
 *
 * @param fields from the message's own field to the last one
 */
public record FieldPath(List<FieldDescriptor> fields) {
    private static final int MOST_NAMES = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*+");

    public FieldPath {
        fields = List.copyOf(fields);
    }

    static boolean isName(String dotted) {
        return NAME.matcher(dotted).matches();
    }

    /**
     * @param dotted names of fields as in the schema or as in JSON
     * @throws Unfit when there is no such field, or the way leads over something that has no fields in JSON
     */
    static FieldPath of(Descriptor message, String dotted) {
        String[] names = dotted.split("\\.", MOST_NAMES + 1);
        if (names.length > MOST_NAMES) {
            throw new Unfit("leads deeper than " + MOST_NAMES + " fields");
        }
        List<FieldDescriptor> fields = new ArrayList<>();
        Descriptor in = message;
        for (String name : names) {
            if (in == null) {
                throw new Unfit("leads into '" + fields.getLast().getName() + "', which has no fields");
            }
            FieldDescriptor field = named(in, name);
            fields.add(field);
            in = field.isRepeated() ? null : inside(field);
        }
        return new FieldPath(fields);
    }

    /** The message in the field that is an object of its fields in JSON; null when there is none. */
    private static Descriptor inside(FieldDescriptor field) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return message && !JsonForm.isOwn(field.getMessageType()) ? field.getMessageType() : null;
    }

    private static FieldDescriptor named(Descriptor message, String name) {
        FieldDescriptor field = message.findFieldByName(name);
        if (field != null) {
            return field;
        }
        for (FieldDescriptor other : message.getFields()) {
            if (other.getJsonName().equals(name)) {
                return other;
            }
        }
        throw new Unfit("names '" + name + "', which is no field of " + message.getFullName());
    }

    public FieldDescriptor last() {
        return fields.getLast();
    }

    /** In the names of JSON: {@code shelf.bookCount}. */
    public String jsonName() {
        return fields.stream().map(FieldDescriptor::getJsonName).collect(Collectors.joining("."));
    }

    boolean startsWith(FieldDescriptor field) {
        return fields.getFirst().equals(field);
    }
}
