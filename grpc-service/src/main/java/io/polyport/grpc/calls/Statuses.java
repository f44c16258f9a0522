package io.polyport.grpc.calls;

import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcProblems;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.MetadataKeys;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How a call's end, and its metadata, are told to callers (GR-27, GR-28). */
public final class Statuses {
    private static final String METADATA = "grpc-metadata-";
    private static final String TRAILER = "grpc-trailer-";

    private final Function<Buffer, JsonArray> details;

    /** @param details decodes the details of a {@code google.rpc.Status} */
    public Statuses(Function<Buffer, JsonArray> details) {
        this.details = details;
    }

    /** {@code {"code","name","message","details","trailers"}}, the latter two only when there are some. */
    public JsonObject json(GrpcStatus status) {
        var json = new JsonObject()
                .put("code", status.code().number())
                .put("name", status.code().name())
                .put("message", status.message());
        JsonArray decoded = status.details().map(details).orElseGet(JsonArray::new);
        if (!decoded.isEmpty()) {
            json.put("details", decoded);
        }
        if (!status.trailers().entries().isEmpty()) {
            json.put("trailers", json(status.trailers()));
        }
        return json;
    }

    /** The problem of a call that did not end with OK. */
    public ProblemException problem(GrpcStatus status) {
        var type = GrpcProblems.of(status.code());
        String detail = status.message().isBlank() ? type.advice() : status.message();
        return Problem.of(type, detail)
                .with("grpc", json(status).put("local", status.isLocal()))
                .toException();
    }

    /** Each key with its value, or with a list where it came more than once; bytes in base64. */
    public static JsonObject json(GrpcMetadata metadata) {
        var json = new JsonObject();
        for (GrpcMetadata.Entry entry : metadata.entries()) {
            String written = MetadataKeys.written(entry);
            Object before = json.getValue(entry.key());
            if (before == null) {
                json.put(entry.key(), written);
            } else if (before instanceof JsonArray list) {
                list.add(written);
            } else {
                json.put(entry.key(), new JsonArray().add(before).add(written));
            }
        }
        return json;
    }

    /** As {@code Grpc-Metadata-*}. */
    public static List<Map.Entry<String, String>> headers(GrpcMetadata metadata) {
        return headers(METADATA, metadata);
    }

    /** As {@code Grpc-Trailer-*}. */
    public static List<Map.Entry<String, String>> trailers(GrpcMetadata metadata) {
        return headers(TRAILER, metadata);
    }

    private static List<Map.Entry<String, String>> headers(String prefix, GrpcMetadata metadata) {
        var headers = new ArrayList<Map.Entry<String, String>>();
        metadata.entries().forEach(entry -> headers.add(Map.entry(prefix + entry.key(), MetadataKeys.written(entry))));
        return headers;
    }
}
