package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.util.List;

/** A whole answer of the REST face, and what is asked of it again and again. */
record GrpcAnswer(int status, HttpHeaders headers, String text) {
    JsonObject json() {
        return new JsonObject(text);
    }

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    GrpcAnswer has(int wanted) {
        assertThat(status).as("status of: %s", shortened()).isEqualTo(wanted);
        return this;
    }

    /** The records of an answer that is NDJSON. */
    List<JsonObject> records() {
        has(200);
        assertThat(header("content-type")).startsWith("application/x-ndjson");
        assertThat(text).as("the end of a stream of records").endsWith("\n");
        return text.lines().map(JsonObject::new).toList();
    }

    /** The records of an answer that is one JSON array. */
    List<JsonObject> array() {
        has(200);
        assertThat(header("content-type")).startsWith("application/json");
        return new JsonArray(text).stream().map(JsonObject.class::cast).toList();
    }

    /** A problem that a person can work with. */
    JsonObject problem(int wanted, String code) {
        assertThat(header("content-type")).as(shortened()).isEqualTo("application/problem+json");
        var problem = json();
        assertThat(problem.getString("code")).as(shortened()).isEqualTo(code);
        assertThat(status).as(shortened()).isEqualTo(wanted);
        assertThat(problem.getInteger("status")).isEqualTo(wanted);
        assertThat(problem.getString("title")).as(shortened()).isNotBlank();
        assertThat(problem.getString("detail")).as(shortened()).isNotBlank().doesNotContain("Exception");
        assertThat(problem.getString("requestId")).isEqualTo(header("x-request-id"));
        return problem;
    }

    /** A problem that tells the status of a call. */
    JsonObject failed(int http, int code, String name) {
        assertThat(header("content-type")).as(shortened()).isEqualTo("application/problem+json");
        assertThat(status).as(shortened()).isEqualTo(http);
        return EndStatus.of(json().getJsonObject("grpc"), code, name);
    }

    private String shortened() {
        return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
    }
}
