package io.polyport.ftp.exchanges;

import io.polyport.ftp.ExchangeSettings;
import io.polyport.store.Entry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** An exchange as REST shows it: what is configured and what has come of it; no secret is in it. */
final class ExchangeView {
    private ExchangeView() {}

    static JsonObject of(String name, ExchangeSettings settings, Optional<Entry> entry) {
        JsonObject body = entry.map(Entry::body).orElseGet(JsonObject::new);
        var json = new JsonObject()
                .put("name", name)
                .put("connection", settings.connection())
                .put("pollSeconds", seconds(settings.pollPeriod()))
                .put("uploadSeconds", seconds(settings.uploadPeriod()))
                .put("local", local(settings.local()));
        settings.download().ifPresent(one -> json.put(Tasks.DOWNLOAD, with(download(one), body, Tasks.DOWNLOAD)));
        settings.upload().ifPresent(one -> {
            json.put(Tasks.UPLOAD, with(upload(one), body, Tasks.UPLOAD));
            if (one.automaticUpload()) {
                var request = new JsonObject()
                        .put("remote", one.requestFlag().orElseThrow())
                        .put("local", one.uploadFlag().orElseThrow());
                json.put(Tasks.REQUEST, with(request, body, Tasks.REQUEST));
            }
        });
        return json.put("history", History.of(body).copy());
    }

    private static JsonObject local(ExchangeSettings.Local local) {
        var json = new JsonObject();
        local.directory().ifPresent(directory -> json.put("directory", directory));
        local.connection().ifPresent(connection -> json.put("connection", connection));
        local.url().ifPresent(url -> json.put("url", url));
        return json;
    }

    private static JsonObject download(ExchangeSettings.Download one) {
        var json = new JsonObject().put("remote", one.remote()).put("automaticLoad", one.automaticLoad());
        one.local().ifPresent(local -> json.put("local", local));
        one.loadFlag().ifPresent(flag -> json.put("loadFlag", flag));
        return rules(json, one.ready(), one.after());
    }

    private static JsonObject upload(ExchangeSettings.Upload one) {
        var json = new JsonObject()
                .put("local", one.local())
                .put("remote", one.remote())
                .put("manual", one.manual())
                .put("automaticUpload", one.automaticUpload());
        return rules(json, one.ready(), one.after());
    }

    private static JsonObject rules(JsonObject json, ExchangeSettings.Ready ready, ExchangeSettings.After after) {
        return json.put("ready", word(ready.when())).put("after", word(after.action()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double seconds(java.time.Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static JsonObject with(JsonObject json, JsonObject body, String task) {
        JsonObject part = body.getJsonObject(task, new JsonObject());
        json.put("state", state(part, body, task));
        for (String member : new String[] {"lastRun", "result", "detail", "code", "attempts", "lastSuccess"}) {
            if (part.containsKey(member)) {
                json.put(member, part.getValue(member));
            }
        }
        if (part.containsKey("next")) {
            json.put("nextRun", Instant.ofEpochMilli(part.getLong("next")).toString());
        }
        return json;
    }

    /** {@code new}, {@code asked}, {@code running}, {@code failed} (nothing more by itself), {@code retrying}, {@code idle} … */
    private static String state(JsonObject part, JsonObject body, String task) {
        if (body.getJsonObject(Asked.MEMBER, new JsonObject()).containsKey(task) || Asked.isSet(part)) {
            return "asked";
        }
        if (part.containsKey("open")) {
            return part.getInteger("attempts", 0) > 0 ? "retrying" : "running";
        }
        String result = part.getString("result");
        if (result == null) {
            return "new";
        }
        return switch (result) {
            case "failed" ->
                part.containsKey(Send.GAVE_UP) && Unfinished.failed(part).isEmpty() ? "failed" : "retrying";
            case "gave-up" -> "failed";
            case "waiting", "settling" -> result;
            default -> "idle";
        };
    }
}
