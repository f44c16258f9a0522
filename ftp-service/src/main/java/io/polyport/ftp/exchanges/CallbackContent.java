package io.polyport.ftp.exchanges;

import io.polyport.kit.stream.Demand;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;

/** What a URL gives: it has to move while somebody wants it. Begins paused. */
final class CallbackContent implements ReadStream<Buffer> {
    private final CallbackCall call;
    private final HttpClientResponse response;
    private final Demand demand = Demand.none();

    CallbackContent(CallbackCall call, HttpClientResponse response) {
        this.call = call;
        this.response = response;
        pause();
    }

    @Override
    public CallbackContent handler(Handler<Buffer> handler) {
        response.handler(
                handler == null
                        ? null
                        : piece -> {
                            demand.take();
                            call.hold(!demand.isThere());
                            handler.handle(piece);
                        });
        return this;
    }

    @Override
    public CallbackContent pause() {
        demand.stop();
        call.hold(true);
        response.pause();
        return this;
    }

    @Override
    public CallbackContent resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public CallbackContent fetch(long amount) {
        demand.add(amount);
        call.hold(!demand.isThere());
        response.fetch(amount);
        return this;
    }

    @Override
    public CallbackContent exceptionHandler(Handler<Throwable> handler) {
        response.exceptionHandler(handler);
        return this;
    }

    /** After the end it is only the reader that takes its time. */
    @Override
    public CallbackContent endHandler(Handler<Void> handler) {
        response.endHandler(
                handler == null
                        ? null
                        : ended -> {
                            call.hold(true);
                            handler.handle(null);
                        });
        return this;
    }
}
