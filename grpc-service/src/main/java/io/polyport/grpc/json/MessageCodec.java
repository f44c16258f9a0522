package io.polyport.grpc.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.Descriptors.Descriptor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The codec of one message type: protobuf's JSON mapping in both directions, without a message object in between. Any number
 * of threads may use it at once.
 */
public final class MessageCodec {
    private final Shape shape;
    private final Shapes shapes;

    MessageCodec(Shape shape, Shapes shapes) {
        this.shape = shape;
        this.shapes = shapes;
    }

    /** The codec of a message type, with tables of its own; {@link MessageCodecs} shares them between types. */
    public static MessageCodec of(Descriptor type, KnownTypes types) {
        return new MessageCodecs(types).of(type);
    }

    /**
     * @param json one JSON value in UTF-8
     * @param most bytes that the message may have
     * @throws JsonFault when it is no message of the type, or a larger one
     */
    public Buffer toWire(Buffer json, JsonRules rules, int most) {
        byte[] bytes = json.getBytes();
        checkText(bytes);
        var wire = new WireWriter(bytes.length / 2 + 16, most);
        try (JsonParser parser = JsonSource.parser(bytes)) {
            try {
                new JsonToWire(parser, bytes, wire, rules, shapes).document(shape);
            } catch (JsonProcessingException broken) {
                throw new JsonFault(JsonToWire.path(parser), notJson(broken));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return wire.done();
    }

    /**
     * @param wire the bytes of one message, without gRPC's prefix
     * @param most bytes that the JSON may have
     * @return UTF-8 without a line break, fit to be a record of NDJSON
     * @throws WireFault when these are no bytes of such a message, or JSON cannot say it, or would be larger
     */
    public Buffer toJson(Buffer wire, JsonRules rules, int most) {
        byte[] bytes = wire.getBytes();
        var json = new JsonWriter((int) Math.min(most, bytes.length * 2L + 64), most);
        try {
            new WireToJson(bytes, rules, shapes, json, false).message(shape, 0);
        } catch (Messy found) {
            json.truncate(0);
            new WireToJson(bytes, rules, shapes, json, true).message(shape, 0);
        }
        return json.done();
    }

    /** The parser would guess UTF-16 and UTF-32, and takes some bytes for characters that are none. */
    private static void checkText(byte[] json) {
        for (int at = 0; at < Math.min(4, json.length); at++) {
            if (json[at] == 0) {
                throw new JsonFault("", "is not JSON in UTF-8");
            }
        }
        int fault = Utf8.fault(json, 0, json.length);
        if (fault >= 0) {
            throw new JsonFault("", "is not UTF-8 at byte " + fault);
        }
    }

    private static String notJson(JsonProcessingException broken) {
        String where = broken.getLocation() == null
                ? ""
                : " (line " + broken.getLocation().getLineNr() + ", column "
                        + broken.getLocation().getColumnNr() + ")";
        return "is not JSON: " + broken.getOriginalMessage() + where;
    }
}
