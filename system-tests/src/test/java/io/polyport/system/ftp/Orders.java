package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Orders of transfers, and what becomes of them. */
final class Orders {
    private static final Duration LONG = Duration.ofMinutes(5);

    private Orders() {}

    static JsonObject order(String from, String path, String to, String target) {
        return new JsonObject()
                .put("from", new JsonObject().put("connection", from).put("path", path))
                .put("to", new JsonObject().put("connection", to).put("path", target));
    }

    /** Gives the order; the transfer's id. */
    static String place(Rest caller, JsonObject order) {
        var answer = caller.post("/transfers", order).has(202);
        String id = answer.json().getString("id");
        assertThat(answer.header("location")).endsWith("/transfers/" + id);
        return id;
    }

    static JsonObject now(Rest caller, String id) {
        return caller.get("/transfers/" + id).has(200).json();
    }

    /** Waits until it is in this state; another end is a failure. */
    static JsonObject await(Rest caller, String id, String state) {
        return Eventually.value(LONG, "the transfer is " + state, () -> now(caller, id), transfer -> {
            String is = transfer.getString("state");
            boolean ended = is.equals("done") || is.equals("failed") || is.equals("cancelled");
            if (ended && !is.equals(state)) {
                throw new AssertionError("the transfer is " + is + ": " + transfer.encodePrettily());
            }
            return is.equals(state);
        });
    }

    /** Waits until so much of the current file stands at the target. */
    static JsonObject awaitBytes(Rest caller, String id, long bytes) {
        return Eventually.value(
                LONG,
                bytes + " bytes are done",
                () -> now(caller, id),
                transfer -> transfer.getJsonObject("bytes").getLong("done") >= bytes);
    }

    static JsonObject run(Rest caller, JsonObject order) {
        return await(caller, place(caller, order), "done");
    }
}
