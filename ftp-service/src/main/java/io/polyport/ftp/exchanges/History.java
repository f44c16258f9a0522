package io.polyport.ftp.exchanges;

import io.polyport.kit.problem.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** The last results of an exchange, the newest first; a failure that repeats itself stands there once. */
final class History {
    private static final String MEMBER = "history";
    private static final int MOST = 50;
    private static final int MOST_DETAIL = 300;

    private History() {}

    static void done(JsonObject body, String what, Found file, Instant began) {
        var entry = new JsonObject()
                .put("time", Instant.now().toString())
                .put("what", what)
                .put("result", "done")
                .put("file", file.name())
                .put("seconds", (Instant.now().toEpochMilli() - began.toEpochMilli()) / 1000.0);
        if (file.size() >= 0) {
            entry.put("bytes", file.size());
        }
        push(body, entry);
    }

    static void failed(JsonObject body, String what, Problem problem) {
        JsonArray all = body.getJsonArray(MEMBER, new JsonArray());
        if (!all.isEmpty()) {
            JsonObject last = all.getJsonObject(0);
            if (what.equals(last.getString("what")) && problem.code().equals(last.getString("code"))) {
                last.put("time", Instant.now().toString())
                        .put("times", last.getInteger("times", 1) + 1)
                        .put("detail", shortened(problem.detail()));
                return;
            }
        }
        push(
                body,
                new JsonObject()
                        .put("time", Instant.now().toString())
                        .put("what", what)
                        .put("result", "failed")
                        .put("code", problem.code())
                        .put("detail", shortened(problem.detail())));
    }

    static String shortened(String detail) {
        return detail.length() <= MOST_DETAIL ? detail : detail.substring(0, MOST_DETAIL) + "…";
    }

    private static void push(JsonObject body, JsonObject entry) {
        var all = new JsonArray().add(entry);
        JsonArray before = body.getJsonArray(MEMBER, new JsonArray());
        for (int i = 0; i < Math.min(before.size(), MOST - 1); i++) {
            all.add(before.getValue(i));
        }
        body.put(MEMBER, all);
    }

    static JsonArray of(JsonObject body) {
        return body.getJsonArray(MEMBER, new JsonArray());
    }
}
