package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What is shown of an answer: all, or the field that {@code response_body} names. */
public final class ResponseJson {
    private final Optional<FieldDescriptor> field;

    ResponseJson(Optional<FieldDescriptor> field) {
        this.field = field;
    }

    /**
     * The same buffer, or a slice of it.
     *
     * @param message the JSON of the answer in proto3's mapping, with the names of JSON or of the schema; where it leaves
     *     the field out, the field's default is shown
     */
    public Buffer of(Buffer message) {
        if (field.isEmpty()) {
            return message;
        }
        try (JsonParser parser = Streams.parser(message)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(field.get().getJsonName())
                        || name.equals(field.get().getName())) {
                    int start = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    parser.finishToken();
                    return message.slice(start, (int) parser.currentLocation().getByteOffset());
                }
                parser.skipChildren();
            }
        } catch (IOException ownJson) {
            throw new UncheckedIOException("the codec's JSON can't be read", ownJson);
        }
        return Buffer.buffer(absent(field.get()));
    }

    private static String absent(FieldDescriptor field) {
        if (field.isMapField()) {
            return "{}";
        }
        if (field.isRepeated()) {
            return "[]";
        }
        if (field.hasPresence()) {
            return "null";
        }
        return switch (field.getJavaType()) {
            case INT, FLOAT, DOUBLE ->
                field.getType() == FieldDescriptor.Type.FLOAT || field.getType() == FieldDescriptor.Type.DOUBLE
                        ? "0.0"
                        : "0";
            case LONG -> "\"0\"";
            case BOOLEAN -> "false";
            case STRING, BYTE_STRING -> "\"\"";
            case ENUM -> '"' + field.getEnumType().getValues().getFirst().getName() + '"';
            case MESSAGE -> "null";
        };
    }
}
