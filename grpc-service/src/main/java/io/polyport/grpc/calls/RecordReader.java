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
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * What a caller says over a WebSocket (GR-23): {@code {"message":…}}, {@code {"complete":true}} and {@code {"cancel":true}}.
 * A method that takes one message is completed by that one; without one it gets the empty message.
 */
final class RecordReader {
    /** Most bytes of a record around its message. */
    static final int FRAME = 64;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FORM = "has to be {\"message\":…}, {\"complete\":true} or {\"cancel\":true}";

    private final GrpcCall call;
    private final GrpcMethod method;
    private final JsonRules rules;
    private final Executor afterThisTurn;
    private boolean any;
    private boolean completed;

    /** @param afterThisTurn runs a task when all that this turn of the event loop does is done */
    RecordReader(GrpcCall call, GrpcMethod method, JsonRules rules, Executor afterThisTurn) {
        this.call = call;
        this.method = method;
        this.rules = rules;
        this.afterThisTurn = afterThisTurn;
    }

    /** The message of a record, to be sent in this turn; null for a word to us, which is done. */
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
            if (from < 0) {
                // In UTF-16 or UTF-32, which Jackson understands and JSON between systems may not be (RFC 8259 §8.1).
                throw fault("is no JSON object");
            }
            return switch (name) {
                case "message" -> message(record.slice(from, endOf(bytes)));
                case "complete" -> complete(value);
                case "cancel" -> cancel(value);
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

    private Buffer message(Buffer json) {
        if (completed && any && !method.kind().clientStreams()) {
            throw fault("is a second message, but the method takes one");
        }
        if (completed) {
            throw fault("is a message, but none may follow {\"complete\":true}");
        }
        Buffer message = method.request().toWire(json, rules);
        any = true;
        if (!method.kind().clientStreams()) {
            completeBehindIt();
        }
        return message;
    }

    private Buffer complete(JsonToken value) {
        requireTrue(value);
        if (completed) {
            return null;
        }
        if (!any && !method.kind().clientStreams()) {
            completeBehindIt();
            return Buffer.buffer();
        }
        completed = true;
        call.complete();
        return null;
    }

    private void completeBehindIt() {
        completed = true;
        afterThisTurn.execute(call::complete);
    }

    private Buffer cancel(JsonToken value) {
        requireTrue(value);
        call.cancel();
        return null;
    }

    private static void requireTrue(JsonToken value) {
        if (value != JsonToken.VALUE_TRUE) {
            throw fault(FORM);
        }
    }

    private static ProblemException fault(String what) {
        return Problem.of(BusProblems.BAD_REQUEST, "A record " + what + ".")
                .withField("body:/", what)
                .toException();
    }
}
