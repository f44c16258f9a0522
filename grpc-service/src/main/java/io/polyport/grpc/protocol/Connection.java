package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.HostAndPort;
import java.util.HashSet;
import java.util.Set;

/** One HTTP/2 connection and the calls on it. */
final class Connection {
    private final HttpClient client;
    private final HttpClientConnection http;
    private final HostAndPort authority;
    private final GrpcLimits limits;
    private final ConnectionWatch watch;
    private final Set<Call> opening = new HashSet<>();
    private Events events = new Events() {};
    private int calls;
    private boolean isLeaving;
    private boolean isClosed;

    /** What its owner hears of. */
    interface Events {
        /** It takes no more calls. */
        default void onLeaving(Connection connection) {}

        /** A place has become free. */
        default void onFreed(Connection connection) {}
    }

    /** @param client of this connection alone: closing it closes the connection whatever state that is in */
    Connection(Vertx vertx, HttpClient client, HttpClientConnection http, HostAndPort authority, GrpcLimits limits) {
        this.client = client;
        this.http = http;
        this.authority = authority;
        this.limits = limits;
        this.watch = new ConnectionWatch(vertx, http, limits, this::close);
        http.goAwayHandler(away -> leave());
        http.exceptionHandler(told -> {});
        http.closeHandler(closed -> closed());
        watch.idle();
    }

    void ownedBy(Events owner) {
        events = owner;
    }

    int calls() {
        return calls;
    }

    boolean hasPlace() {
        return !isLeaving && calls < Math.min(limits.callsPerConnection(), http.maxActiveStreams());
    }

    /** Opens a stream for the call. */
    void begin(Call call) {
        calls++;
        watch.busy();
        var head = call.requestHead();
        call.context().emit(turn -> open(call, head));
    }

    private void open(Call call, RequestHead head) {
        Future<HttpClientRequest> asked = http.request(head.options());
        if (asked.succeeded()) {
            opened(call, head, asked.result());
            return;
        }
        // Streams that were reset still count for a moment; Vert.x forgets who waits for them when the connection
        // closes.
        opening.add(call);
        asked.onComplete(answer -> {
            if (opening.remove(call)) {
                if (answer.succeeded()) {
                    opened(call, head, answer.result());
                } else {
                    freed();
                    call.onLost(answer.cause());
                }
            }
        });
    }

    private void opened(Call call, RequestHead head, HttpClientRequest request) {
        head.write(request.authority(authority));
        var stream = new Stream(call.context(), request, call, this::freed);
        if (call.hasEnded()) {
            stream.cancel();
        } else {
            call.begin(stream);
        }
    }

    private void freed() {
        calls--;
        if (calls == 0) {
            watch.idle();
            if (isLeaving) {
                close();
                return;
            }
        }
        events.onFreed(this);
    }

    /** Takes no more calls, and closes behind the last. */
    void leave() {
        if (!isLeaving) {
            leaveNow();
            if (calls == 0) {
                close();
            }
        }
    }

    private void closed() {
        if (!isClosed) {
            isClosed = true;
            watch.close();
            leave();
            var lost = Set.copyOf(opening);
            opening.clear();
            lost.forEach(call -> {
                calls--;
                call.onLost(new HttpClosedException("the connection was closed"));
            });
            client.close();
        }
    }

    /** Ends every call on it. */
    Future<Void> close() {
        leaveNow();
        return client.close();
    }

    private void leaveNow() {
        if (!isLeaving) {
            isLeaving = true;
            events.onLeaving(this);
        }
    }
}
