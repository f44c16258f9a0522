package io.polyport.system.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call whose records go out and come in at the same time. Its methods wait; they are for the test's thread. */
final class Exchange implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClientRequest request;
    private final Future<HttpClientResponse> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private boolean completed;
    private boolean ended;

    /** A record, the end, or a connection that broke. */
    private sealed interface Event {}

    private record Line(String text) implements Event {}

    private record End() implements Event {}

    private record Broken(Throwable failure) implements Event {}

    Exchange(HttpClientRequest request) {
        this.request = request;
        request.exceptionHandler(failure -> events.add(new Broken(failure)));
        this.response = request.setChunked(true).response().onSuccess(this::read);
        Waiting.value(request.sendHead(), LIMIT);
    }

    private void read(HttpClientResponse head) {
        var open = new StringBuilder();
        head.handler(bytes -> {
            open.append(bytes.toString(StandardCharsets.ISO_8859_1));
            for (int end = open.indexOf("\n"); end >= 0; end = open.indexOf("\n")) {
                events.add(new Line(decoded(open.substring(0, end))));
                open.delete(0, end + 1);
            }
        });
        head.exceptionHandler(failure -> events.add(new Broken(failure)));
        head.endHandler(end -> {
            // One value that is no record has no line of its own.
            if (!open.isEmpty()) {
                events.add(new Line(decoded(open.toString())));
            }
            events.add(new End());
        });
    }

    private static String decoded(String line) {
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    Exchange send(JsonObject record) {
        Waiting.value(write(record), LIMIT);
        return this;
    }

    /** Without waiting for whoever takes it. */
    Future<Void> write(JsonObject record) {
        return request.write(Buffer.buffer(record.encode() + "\n"));
    }

    /** No more records will be sent. */
    Exchange complete() {
        completed = true;
        request.end();
        return this;
    }

    /** As a caller does who is gone: RST_STREAM over HTTP/2, a closed connection over HTTP/1.1. */
    void leave() {
        ended = true;
        request.reset(8);
    }

    /** Takes no more from the connection. */
    Exchange stopReading() {
        head().pause();
        return this;
    }

    Exchange goOnReading() {
        head().resume();
        return this;
    }

    private HttpClientResponse head() {
        return Waiting.value(response, LIMIT);
    }

    int status() {
        return head().statusCode();
    }

    MultiMap headers() {
        return head().headers();
    }

    /** The fields behind the body; only after its end. */
    MultiMap trailers() {
        return head().trailers();
    }

    /** The next record. */
    JsonObject next() {
        Event event = event();
        assertThat(event).isInstanceOf(Line.class);
        return new JsonObject(((Line) event).text());
    }

    /** The next record's message. */
    JsonObject message() {
        JsonObject record = next();
        assertThat(record.fieldNames()).as(record.encode()).containsExactly("message");
        return record.getJsonObject("message");
    }

    /** The status that stands in the last record; then the stream ends cleanly. */
    JsonObject end(int code, String name) {
        JsonObject record = next();
        assertThat(record.fieldNames()).as(record.encode()).containsExactly("status");
        Event last = event();
        assertThat(last).isInstanceOf(End.class);
        ended = true;
        return EndStatus.of(record.getJsonObject("status"), code, name);
    }

    /** Reads until the connection breaks; the records that came before that. */
    int recordsUntilBroken() {
        for (int count = 0; ; count++) {
            Event event = event();
            if (event instanceof Broken) {
                ended = true;
                return count;
            }
            assertThat(event).as("an end in order").isInstanceOf(Line.class);
        }
    }

    /** Whether anything has come that nobody asked for yet. */
    boolean isSilent() {
        return events.isEmpty();
    }

    /** Records that have come and were not asked for yet. */
    int waiting() {
        return events.size();
    }

    private Event event() {
        try {
            return Optional.ofNullable(events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .orElseThrow(() -> new AssertionError("nothing came within " + LIMIT + "; the answer's head: "
                            + (response.isComplete() ? response.result().statusCode() : "none")));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        if (!ended || !completed) {
            request.reset(8);
        }
    }
}
