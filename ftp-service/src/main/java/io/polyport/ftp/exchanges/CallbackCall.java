package io.polyport.ftp.exchanges;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * One call of a URL while it lasts. It is cut when no byte moves for a time, in either direction, and when half of a body
 * would look whole. Belongs to the event loop that makes it.
 */
final class CallbackCall {
    private final Vertx vertx;
    private final HttpClientRequest request;
    private final Duration limit;
    private final Promise<Void> cut = Promise.promise();
    private long since = System.nanoTime();
    private long timer;
    private boolean held;
    private boolean over;

    /** @param limit for which nothing may move */
    CallbackCall(Vertx vertx, HttpClientRequest request, Duration limit) {
        this.vertx = vertx;
        this.request = request;
        this.limit = limit;
        // What breaks off is told by who sends, or waits for the answer.
        request.exceptionHandler(ignored -> {});
        arm(limit.toMillis());
    }

    HttpClientRequest request() {
        return request;
    }

    void moved() {
        since = System.nanoTime();
    }

    /** While held nothing is expected of the URL: it is our own side that waits. */
    void hold(boolean hold) {
        moved();
        held = hold;
    }

    private void arm(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), fired -> look());
    }

    private void look() {
        long idle = (System.nanoTime() - since) / 1_000_000;
        if (held || idle < limit.toMillis()) {
            arm(held ? limit.toMillis() : limit.toMillis() - idle);
        } else {
            cut(ExchangeProblems.CALLBACK.toException(
                    "No byte moved for " + limit.toMillis() + " ms. " + ExchangeProblems.CALLBACK.advice()));
        }
    }

    /** What it was cut for, before the consequences of that. */
    Throwable cause(Throwable failure) {
        return cut.future().failed() ? cut.future().cause() : failure;
    }

    /** The same, or failed as soon as the call is cut. */
    <T> Future<T> untilCut(Future<T> work) {
        Promise<T> first = Promise.promise();
        work.onSuccess(first::tryComplete).onFailure(failure -> first.tryFail(cause(failure)));
        cut.future().onFailure(first::tryFail);
        return first.future();
    }

    /** It was done well. */
    void end() {
        if (!over) {
            over = true;
            vertx.cancelTimer(timer);
            request.reset();
        }
    }

    /** Ends it at once with a TCP reset: an orderly end waits for who reads nothing, and may look like that of a body. */
    void cut(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(timer);
        cut.tryFail(cause);
        request.reset();
        Channel channel = ((ConnectionBase) request.connection()).channel();
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            // Past TLS, which would say an end first.
            channel.pipeline().firstContext().close();
        }
    }
}
