package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** How calls end, as records and problems tell it. */
final class EndStatus {
    private EndStatus() {}

    /** The last of a stream's records, when it is this status; the others are messages. */
    static JsonObject last(List<JsonObject> records, int code, String name) {
        assertThat(records).isNotEmpty();
        assertThat(records.subList(0, records.size() - 1))
                .allSatisfy(record -> assertThat(record.fieldNames()).containsExactly("message"));
        assertThat(records.getLast().fieldNames()).containsExactly("status");
        return of(records.getLast().getJsonObject("status"), code, name);
    }

    static JsonObject of(JsonObject status, int code, String name) {
        assertThat(status).isNotNull();
        assertThat(status.getInteger("code")).as(status.encode()).isEqualTo(code);
        assertThat(status.getString("name")).as(status.encode()).isEqualTo(name);
        return status;
    }

    /** The messages that stand before the status. */
    static List<JsonObject> messages(List<JsonObject> records) {
        return records.stream()
                .filter(record -> record.containsKey("message"))
                .map(record -> record.getJsonObject("message"))
                .toList();
    }
}
