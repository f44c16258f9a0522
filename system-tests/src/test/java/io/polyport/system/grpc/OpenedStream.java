package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** A stream that is used by short requests. */
final class OpenedStream {
    private final GrpcRest rest;
    private final String id;

    private OpenedStream(GrpcRest rest, String id) {
        this.rest = rest;
        this.id = id;
    }

    static OpenedStream open(GrpcRest rest, String connection, String service, String method) {
        return new OpenedStream(rest, rest.stream(connection, service, method));
    }

    /** The same stream, through another gateway. */
    OpenedStream through(GrpcRest other) {
        return new OpenedStream(other, id);
    }

    String id() {
        return id;
    }

    String path() {
        return "/streams/" + id;
    }

    void send(JsonObject message) {
        assertThat(rest.post(path() + "/messages", message).status()).isBetween(200, 204);
    }

    void send(List<JsonObject> messages) {
        assertThat(rest.post(path() + "/messages", messages).status()).isBetween(200, 204);
    }

    /** One long poll: {@code {"messages":[…],"status"?:…}}. */
    JsonObject poll(int max, String wait) {
        return rest.get(path() + "/messages?max=" + max + "&wait=" + wait)
                .has(200)
                .json();
    }

    /** The next message. */
    JsonObject message() {
        JsonObject answer = poll(1, "20s");
        assertThat(answer.getJsonArray("messages")).as(answer.encode()).hasSize(1);
        return answer.getJsonArray("messages").getJsonObject(0);
    }

    void complete() {
        assertThat(rest.post(path() + ":complete").status()).isBetween(200, 204);
    }

    /** The status, with no message before it. */
    JsonObject end(int code, String name) {
        JsonObject answer = poll(10, "20s");
        assertThat(answer.getJsonArray("messages")).as(answer.encode()).isEmpty();
        return EndStatus.of(answer.getJsonObject("status"), code, name);
    }

    void delete() {
        assertThat(rest.delete(path()).status()).isBetween(200, 204);
    }
}
