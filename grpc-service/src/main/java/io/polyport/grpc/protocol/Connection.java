package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.net.HostAndPort;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** One HTTP/2 connection and the calls on it. */
final class Connection implements Stream.Owner {
    private final HttpClient client;
    private final HttpClientConnection http;
    private final HostAndPort authority;
    private final GrpcLimits limits;
    private final ConnectionWatch watch;
    private final Set<Call> opening = new HashSet<>();
    private final Set<Stream> streams = new HashSet<>();
    private Optional<Away> away = Optional.empty();
    private Events events = new Events() {};
    private int calls;
    private boolean isLeaving;
    private boolean isClosed;

    /** The server ended the stream without an answer. */
    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("the server ended it without an answer", null, false, false);
        }
    }

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
        this.watch = new ConnectionWatch(
                vertx,
                http,
                ConnectionWatch.Times.of(limits.idle(), limits.keepAlive()),
                this::calls,
                this::check,
                this::close);
        http.goAwayHandler(frame -> {
            away = Optional.of(Away.of(frame));
            leave();
        });
        // A server that allowed few streams, or none, may allow more now.
        http.remoteSettingsHandler(settings -> events.onFreed(this));
        http.exceptionHandler(told -> {});
        http.closeHandler(closed -> closed());
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
        watch.used();
        var head = call.requestHead();
        call.context().emit(turn -> {
            try {
                open(call, head);
            } catch (RuntimeException notTaken) {
                // A head that HTTP/2 can't carry: the call must end all the same.
                freed();
                call.abandon(GrpcStatus.local(GrpcCode.INTERNAL, "The call can't be sent: " + notTaken.getMessage()));
            }
        });
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
                    call.onLost(StreamFaults.status(answer.cause(), true, away), true);
                }
            }
        });
    }

    private void opened(Call call, RequestHead head, HttpClientRequest request) {
        head.write(request.authority(authority));
        var stream = new Stream(call.context(), request, call, this);
        if (head.isLong()) {
            stream.headApart();
        }
        streams.add(stream);
        if (call.hasEnded()) {
            stream.cancel();
        } else {
            call.begin(stream);
        }
    }

    @Override
    public Optional<Away> away() {
        return away;
    }

    @Override
    public void onOver(Stream stream) {
        streams.remove(stream);
        freed();
    }

    /**
     * Vert.x tells nothing of a stream that the server ends without having sent a head. So when HTTP/2 knows of no stream any
     * more, those that still wait for one are over; and when it knows of too few, no more calls come to this connection, so
     * that it will be known in the end.
     */
    private void check() {
        var headless = streams.stream().filter(Stream::isHeadless).toList();
        long active = http.activeStreams();
        if (active < headless.size()) {
            leave();
        }
        if (active == 0) {
            headless.forEach(stream -> stream.lost(new NoAnswer()));
        }
    }

    private void freed() {
        calls--;
        watch.used();
        if (calls == 0 && isLeaving) {
            close();
            return;
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
            watch.stop();
            leave();
            var lost = Set.copyOf(opening);
            opening.clear();
            lost.forEach(call -> {
                calls--;
                call.onLost(StreamFaults.status(new HttpClosedException("closed"), true, away), true);
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
