package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * A {@code google.api.HttpBody}: bytes that are a body of HTTP as they are, not JSON ({@code google/api/httpbody.proto}).
 *
 * @param contentType fit for a header
 */
public record RawBody(String contentType, Buffer data) {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\x21-\\x7e]+/[\\x20-\\x7e]+");

    static boolean is(Descriptor message) {
        return message.getFullName().equals("google.api.HttpBody");
    }

    /** The message in proto3's JSON. */
    Buffer json() {
        var out = new ByteArrayOutputStream(data.length() / 3 * 4 + contentType.length() + 64);
        try (JsonGenerator json = Streams.generator(out)) {
            json.writeStartObject();
            json.writeStringField("contentType", contentType);
            json.writeBinaryField("data", data.getBytes());
            json.writeEndObject();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Buffer.buffer(out.toByteArray());
    }

    /** @param json of the message as the codec wrote it; null is an empty one */
    static RawBody of(Buffer json) {
        String contentType = "";
        byte[] data = {};
        try (JsonParser parser = Streams.parser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "contentType", "content_type" -> contentType = parser.getText();
                    case "data" -> data = parser.getBinaryValue();
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException ownJson) {
            throw new UncheckedIOException("the codec's JSON can't be read", ownJson);
        }
        // Whatever else a server puts there must not become a header.
        boolean fit = MEDIA_TYPE.matcher(contentType).matches();
        return new RawBody(fit ? contentType : UNKNOWN, Buffer.buffer(data));
    }
}
