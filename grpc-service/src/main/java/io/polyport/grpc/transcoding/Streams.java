package io.polyport.grpc.transcoding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;

/** JSON, token by token. */
final class Streams {
    /** Bytes fields are long strings; how much there may be is for whoever collected the body. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(200)
                    .build())
            .build();

    private Streams() {}

    static JsonParser parser(Buffer json) throws IOException {
        return FACTORY.createParser(json.getBytes());
    }

    static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** The value at the parser's place, whatever is in it; the parser then stands at its end. */
    static void copy(JsonParser parser, JsonGenerator json) throws IOException {
        int depth = 0;
        while (true) {
            JsonToken token = parser.currentToken();
            if (token == null) {
                throw new JsonParseException(parser, "ends too early");
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            token(parser, token, json);
            if (depth == 0) {
                return;
            }
            parser.nextToken();
        }
    }

    private static void token(JsonParser parser, JsonToken token, JsonGenerator json) throws IOException {
        switch (token) {
            // As it is written: a number must not lose digits on its way.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getText());
            case VALUE_STRING ->
                json.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            default -> json.copyCurrentEvent(parser);
        }
    }
}
