package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The {@code @type} of every object that has one, found in one pass over the whole document: an Any may say last of what type
 * its members are, and looking ahead for each one alone would make nested ones expensive.
 */
final class AnyTypes {
    private AnyTypes() {}

    /** By the byte where the object begins. */
    static Map<Long, String> of(byte[] json) throws IOException {
        var types = new HashMap<Long, String>();
        var objects = new ArrayDeque<Long>();
        try (JsonParser parser = JsonSource.parser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT ->
                        objects.push(parser.currentTokenLocation().getByteOffset());
                    case END_OBJECT -> objects.pop();
                    case FIELD_NAME -> {
                        if (parser.currentName().equals(JsonForms.TYPE)
                                && parser.nextToken() == JsonToken.VALUE_STRING) {
                            types.putIfAbsent(objects.element(), parser.getText());
                        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
                            objects.push(parser.currentTokenLocation().getByteOffset());
                        }
                    }
                    default -> {}
                }
            }
        }
        return types;
    }
}
