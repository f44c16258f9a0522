package io.polyport.kit.problem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Problems out of what other rooms give: exceptions, and documents that crossed the bus. */
public final class Problems {
    /** Something that we did not foresee; its cause stands in the log only. */
    public static final ProblemType INTERNAL = new ProblemType(
            "polyport.internal",
            500,
            "Something went wrong inside Polyport",
            "This is a fault of ours. The log has the cause under the request id; please report it.");

    public static final List<ProblemType> ALL = List.of(INTERNAL);

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Set<String> MEMBERS =
            Set.of("type", "title", "status", "code", "detail", "errors", "retryAfter");

    private Problems() {}

    /** As {@link #of(Throwable, String)}, where no request is known. */
    public static ProblemException of(Throwable cause) {
        return of(cause, "");
    }

    /**
     * The problem that {@code cause} carries; anything else is logged, with the id of the request in whose course it
     * happened, and becomes {@link #INTERNAL}.
     */
    public static ProblemException of(Throwable cause, String requestId) {
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        var line = LOG.atError().setCause(cause);
        (requestId.isEmpty() ? line : line.addKeyValue("requestId", requestId)).log("unforeseen failure");
        return new ProblemException(Problem.of(INTERNAL), cause);
    }

    /** Back from {@link Problem#toJson}; a document that is none becomes {@link #INTERNAL}. */
    public static Problem fromJson(JsonObject json) {
        try {
            String detail = json.getString("detail", "");
            var type = new ProblemType(
                    json.getString("code"),
                    json.getInteger("status"),
                    json.getString("title"),
                    detail.isBlank() ? "-" : detail);
            List<Problem.FieldError> errors = new ArrayList<>();
            JsonArray list = json.getJsonArray("errors", new JsonArray());
            for (int i = 0; i < list.size(); i++) {
                JsonObject error = list.getJsonObject(i);
                errors.add(new Problem.FieldError(error.getString("field"), error.getString("detail")));
            }
            Map<String, Object> extensions = new HashMap<>(json.getMap());
            extensions.keySet().removeAll(MEMBERS);
            extensions.values().removeIf(java.util.Objects::isNull);
            return new Problem(type, detail, errors, extensions, json.getInteger("retryAfter", 0));
        } catch (RuntimeException unreadable) {
            LOG.warn("a problem that is none crossed the bus", unreadable);
            return Problem.of(INTERNAL);
        }
    }
}
