package io.polyport.system.grpc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** Messages of gRPC's interop cases. */
final class Payloads {
    private Payloads() {}

    /** {@code payload} of so many zeros. */
    static JsonObject payload(int size) {
        return new JsonObject()
                .put("payload", new JsonObject().put("body", Base64.getEncoder().encodeToString(new byte[size])));
    }

    /** A request for messages of these sizes. */
    static JsonObject sized(int... sizes) {
        return parameters(IntStream.of(sizes)
                .mapToObj(size -> new JsonObject().put("size", size))
                .toList());
    }

    /** A request for one small message after a pause. */
    static JsonObject after(int micros) {
        return parameters(List.of(new JsonObject().put("size", 1).put("intervalUs", micros)));
    }

    static JsonObject parameters(List<JsonObject> parameters) {
        return new JsonObject().put("responseParameters", new JsonArray(parameters));
    }

    /** A request to end with this status. */
    static JsonObject status(int code, String message) {
        return new JsonObject()
                .put("responseStatus", new JsonObject().put("code", code).put("message", message));
    }

    static JsonObject wrapped(boolean value) {
        return new JsonObject().put("value", value);
    }

    /** Bytes of a message's payload. */
    static int size(JsonObject message) {
        JsonObject payload = message.getJsonObject("payload");
        return payload == null ? 0 : Base64.getDecoder().decode(payload.getString("body", "")).length;
    }

    static List<Integer> sizes(List<JsonObject> messages) {
        return messages.stream().map(Payloads::size).toList();
    }
}
