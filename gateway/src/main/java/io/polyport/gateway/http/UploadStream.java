package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;

/**
 * A request's body in the gateway's words: a connection that breaks is a body that was cut. Reads a little ahead, so that a
 * caller who leaves is noticed while nobody wants his body yet, and no more: Vert.x 5.0.7 alone would read up to 24 times
 * ahead, 64 KiB each. Used on the request's event loop.
 */
final class UploadStream implements ReadStream<Buffer> {
    private static final int READ_AHEAD = 48 * 1024;

    private final HttpServerRequest request;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private Handler<Buffer> handler;
    private Handler<Void> endHandler;
    private Handler<Throwable> exceptionHandler;
    private long waitingBytes;
    private long demand;
    private boolean stopped;
    private boolean delivering;
    private boolean ended;
    private boolean told;

    /** Takes the paused request over. */
    UploadStream(HttpServerRequest request) {
        this.request = request;
        request.exceptionHandler(cut -> {
            if (!ended && exceptionHandler != null) {
                exceptionHandler.handle(GatewayProblems.BODY_CUT.toException());
            }
        });
        request.handler(this::received);
        request.endHandler(ignored -> {
            ended = true;
            deliver();
        });
        Inflow.goOn(request);
    }

    private void received(Buffer bytes) {
        waiting.add(bytes);
        waitingBytes += bytes.length();
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (demand > 0 && handler != null && !waiting.isEmpty()) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                Buffer next = waiting.poll();
                waitingBytes -= next.length();
                handler.handle(next);
            }
        } finally {
            delivering = false;
        }
        if (ended) {
            tellEnd();
        } else if (!stopped && waitingBytes >= READ_AHEAD) {
            stopped = true;
            Inflow.stop(request);
        } else if (stopped && waitingBytes < READ_AHEAD / 2) {
            stopped = false;
            Inflow.goOn(request);
        }
    }

    private void tellEnd() {
        if (!told && waiting.isEmpty() && demand > 0 && endHandler != null) {
            told = true;
            endHandler.handle(null);
        }
    }

    @Override
    public UploadStream exceptionHandler(Handler<Throwable> newHandler) {
        exceptionHandler = newHandler;
        return this;
    }

    @Override
    public UploadStream handler(Handler<Buffer> newHandler) {
        handler = newHandler;
        deliver();
        return this;
    }

    @Override
    public UploadStream endHandler(Handler<Void> newHandler) {
        endHandler = newHandler;
        deliver();
        return this;
    }

    @Override
    public UploadStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public UploadStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public UploadStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }
}
