package io.polyport.kit.problem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Something went wrong, said in RFC 9457 terms. Immutable; safe to show to the caller: it holds no secret, no stack
 * trace and no text of an exception that we did not write ourselves.
 *
 * @param type what kind of problem it is
 * @param detail what is special about this occurrence and what to do next
 * @param errors faults of single fields, empty when the problem is not about fields
 * @param extensions further members (the far side's reply under {@code peer}, a size under {@code size} …)
 * @param retryAfterSeconds when asking again makes sense, 0 when unknown; becomes {@code Retry-After}
 */
public record Problem(
        ProblemType type,
        String detail,
        List<FieldError> errors,
        Map<String, Object> extensions,
        int retryAfterSeconds) {
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int UPGRADE_REQUIRED = 426;

    /** A fault of one field: where it is ({@code query:recursive}, {@code body:/from}) and what is wrong with it. */
    public record FieldError(String field, String detail) {}

    public Problem {
        errors = List.copyOf(errors);
        extensions = Map.copyOf(extensions);
    }

    public static Problem of(ProblemType type) {
        return of(type, type.advice());
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of(), 0);
    }

    /** With one more member in the document; the value is a string, number, boolean, JsonObject or JsonArray. */
    public Problem with(String name, Object value) {
        var more = new java.util.HashMap<>(extensions);
        more.put(name, value);
        return new Problem(type, detail, errors, more, retryAfterSeconds);
    }

    public Problem withField(String field, String fault) {
        var more = new java.util.ArrayList<>(errors);
        more.add(new FieldError(field, fault));
        return new Problem(type, detail, more, extensions, retryAfterSeconds);
    }

    public Problem retryAfter(int seconds) {
        return new Problem(type, detail, errors, extensions, seconds);
    }

    public int status() {
        return type.status();
    }

    public String code() {
        return type.code();
    }

    /**
     * What this problem says in headers, too: {@code Retry-After}, the {@code Allow} of a 405 (member {@code allow}), the
     * {@code Content-Range} of a 416 (member {@code size}, RFC 9110 §15.5.17), the {@code Upgrade} of a 426 (§15.5.22), the {@code Upload-Offset} of an upload that
     * is to be continued from elsewhere (member {@code uploadOffset}).
     */
    public List<Map.Entry<String, String>> headers() {
        var headers = new java.util.ArrayList<Map.Entry<String, String>>();
        if (retryAfterSeconds > 0) {
            headers.add(Map.entry("retry-after", Integer.toString(retryAfterSeconds)));
        }
        if (status() == METHOD_NOT_ALLOWED && extensions.get("allow") instanceof String allow) {
            headers.add(Map.entry("allow", allow));
        }
        if (status() == RANGE_NOT_SATISFIABLE && extensions.get("size") instanceof Number size) {
            headers.add(Map.entry("content-range", "bytes */" + size.longValue()));
        }
        if (status() == UPGRADE_REQUIRED) {
            headers.add(Map.entry("upgrade", "websocket"));
        }
        if (extensions.get("uploadOffset") instanceof Number offset) {
            headers.add(Map.entry("upload-offset", Long.toString(offset.longValue())));
        }
        return headers;
    }

    public ProblemException toException() {
        return new ProblemException(this);
    }

    /** The document of RFC 9457 §3, without {@code requestId}, which its writer adds. */
    public JsonObject toJson() {
        var json = new JsonObject()
                .put("type", "urn:polyport:problem:" + type.code())
                .put("title", type.title())
                .put("status", type.status())
                .put("code", type.code())
                .put("detail", detail);
        if (!errors.isEmpty()) {
            var list = new JsonArray();
            errors.forEach(error ->
                    list.add(new JsonObject().put("field", error.field()).put("detail", error.detail())));
            json.put("errors", list);
        }
        if (retryAfterSeconds > 0) {
            json.put("retryAfter", retryAfterSeconds);
        }
        extensions.forEach(json::put);
        return json;
    }
}
