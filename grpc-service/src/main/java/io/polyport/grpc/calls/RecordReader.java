package io.polyport.grpc.calls;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcMethod;
import io.polyport.grpc.json.JsonRules;
import io.polyport.kit.bus.BusProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/**
 * What a caller says over a WebSocket (GR-23): {@code {"message":…}}, {@code {"complete":true}} and {@code {"cancel":true}}.
 * A method that takes one message is completed by that one.
 */
final class RecordReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FORM = "has to be {\"message\":…}, {\"complete\":true} or {\"cancel\":true}";

    private final GrpcCall call;
    private final GrpcMethod method;
    private final JsonRules rules;
    private final Context context;
    private long count;
    private boolean completed;

    RecordReader(GrpcCall call, GrpcMethod method, JsonRules rules, Context context) {
        this.call = call;
        this.method = method;
        this.rules = rules;
        this.context = context;
    }

    /** The message of a record; null for a word to us, which is done. */
    Buffer read(Buffer record) {
        byte[] bytes = record.getBytes();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || parser.nextToken() != JsonToken.FIELD_NAME) {
                throw fault(FORM);
            }
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            // A number's end is only known behind it.
            boolean last = parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            if (!last) {
                throw fault(FORM);
            }
            return switch (name) {
                case "message" -> message(record.slice(from, endOf(bytes)));
                case "complete" -> word(value, this::complete);
                case "cancel" -> word(value, call::cancel);
                default -> throw fault(FORM);
            };
        } catch (IOException malformed) {
            throw fault("is no JSON object");
        }
    }

    /** Before the record's last brace. */
    private static int endOf(byte[] bytes) {
        int end = bytes.length - 1;
        while (bytes[end] != '}') {
            end--;
        }
        return end;
    }

    private void complete() {
        completed = true;
        call.complete();
    }

    private Buffer message(Buffer json) {
        if (completed) {
            throw fault("is a message behind {\"complete\":true}");
        }
        if (!method.kind().clientStreams()) {
            if (count > 0) {
                throw fault("is a second message, but the method takes one");
            }
            // Behind the message, which is sent in this turn.
            context.runOnContext(sent -> call.complete());
        }
        Buffer message = method.request().toWire(json, rules);
        count++;
        return message;
    }

    private static Buffer word(JsonToken value, Runnable action) {
        if (value != JsonToken.VALUE_TRUE) {
            throw fault(FORM);
        }
        action.run();
        return null;
    }

    private static ProblemException fault(String what) {
        return Problem.of(BusProblems.BAD_REQUEST, "A record " + what + ".")
                .withField("body:/", what)
                .toException();
    }
}
