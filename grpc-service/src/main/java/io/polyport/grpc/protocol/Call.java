package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/** A call from its beginning to its status, over one stream or, when a server did not look at that, a second one. */
final class Call implements GrpcCall, Stream.Events, Inbox.Owner {
    private final ContextInternal context;
    private final String path;
    private final GrpcLimits limits;
    private final CallDeadline deadline;
    private final GrpcMetadata metadata;
    private final Promise<GrpcMetadata> head;
    private final Promise<GrpcStatus> status;
    private final Inbox inbox;
    private final Outbox outbox;
    private Placing placing = over -> {};
    private Stream stream;
    private HttpClientResponse response;
    private GrpcStatus outcome;
    private boolean isWanted;

    /** Where the call's streams come from. */
    interface Placing {
        /** The call needs no stream any more. */
        void leave(Call call);

        /** The server did not look at the call's stream; opens another one, or answers false. */
        default boolean again(Call call) {
            return false;
        }
    }

    Call(ContextInternal context, String path, GrpcCallSettings settings, GrpcLimits limits) {
        this.context = context;
        this.path = path;
        this.limits = limits;
        this.metadata = settings.metadata();
        this.head = context.promise();
        this.status = context.promise();
        this.inbox = new Inbox(context, limits, this);
        this.outbox = new Outbox(context, new Frames(limits.compress()));
        this.deadline = new CallDeadline(context, settings.timeout(), this::abandon);
    }

    ContextInternal context() {
        return context;
    }

    void placedBy(Placing owner) {
        placing = owner;
    }

    boolean hasEnded() {
        return outcome != null;
    }

    RequestHead requestHead() {
        return new RequestHead(path, metadata, deadline.header(), limits.compress());
    }

    /** The stream is there; its head has not been written. */
    void begin(Stream opened) {
        stream = opened;
        opened.want(isWanted);
        outbox.to(opened);
    }

    @Override
    public Future<GrpcMetadata> head() {
        return head.future();
    }

    @Override
    public Inbox messages() {
        return inbox;
    }

    @Override
    public Future<GrpcStatus> status() {
        return status.future();
    }

    @Override
    public Future<Void> send(Buffer message) {
        if (message.length() > limits.message().bytes() && !hasEnded()) {
            abandon(GrpcStatus.local(
                    GrpcCode.RESOURCE_EXHAUSTED,
                    "A message to send has " + message.length() + " bytes; the limit is " + limits.message()
                            + " (limits.message of the connection)."));
        }
        return outbox.send(message);
    }

    @Override
    public void complete() {
        outbox.complete();
    }

    @Override
    public void cancel() {
        abandon(GrpcStatus.local(GrpcCode.CANCELLED, "The call was cancelled by the caller."));
    }

    /** Ends the call now: the server is told, and messages that were not handed over are dropped. */
    void abandon(GrpcStatus reason) {
        if (outcome == null || !inbox.isTold()) {
            decide(reason);
            inbox.drop();
        }
    }

    /** Ends the call when what has come is handed over. */
    private void end(GrpcStatus reason) {
        if (outcome == null) {
            decide(deadline.judged(reason));
            inbox.end();
        }
    }

    private void decide(GrpcStatus reason) {
        outcome = reason;
        outbox.end();
        var open = stream;
        stream = null;
        if (open != null) {
            open.cancel();
        }
        placing.leave(this);
    }

    @Override
    public void onHead(HttpClientResponse answer) {
        response = answer;
        outbox.forget();
        MultiMap headers = answer.headers();
        if (MetadataHeaders.size(headers) > limits.metadata().bytes()) {
            abandon(tooMuchMetadata());
        } else if (StatusReading.isIn(headers)) {
            // Nothing follows but the end of the stream, which comes in this turn from every server that keeps the
            // rules.
            stream.want(true);
            context.runOnContext(turn -> end(StatusReading.read(headers)));
        } else {
            ResponseHead.fault(answer).ifPresentOrElse(this::abandon, () -> {
                inbox.encoding(Optional.ofNullable(headers.get("grpc-encoding")).orElse("identity"));
                head.tryComplete(MetadataHeaders.read(headers));
            });
        }
    }

    @Override
    public void onBytes(Buffer bytes) {
        inbox.add(bytes);
    }

    @Override
    public void onEnd(MultiMap trailers) {
        stream = null;
        if (MetadataHeaders.size(trailers) > limits.metadata().bytes()) {
            abandon(tooMuchMetadata());
        } else {
            end(StatusReading.read(trailers.isEmpty() ? response.headers() : trailers));
        }
    }

    @Override
    public void onLost(GrpcStatus why, boolean untouched) {
        stream = null;
        outbox.detach();
        if (outcome == null && !(untouched && outbox.canReplay() && placing.again(this))) {
            end(why);
        }
    }

    private GrpcStatus tooMuchMetadata() {
        return GrpcStatus.local(
                GrpcCode.RESOURCE_EXHAUSTED,
                "The server's metadata are longer than " + limits.metadata() + " (limits.metadata of the connection).");
    }

    @Override
    public void wants(boolean more) {
        isWanted = more;
        if (stream != null) {
            stream.want(more);
        }
    }

    @Override
    public void unreadable(GrpcStatus why) {
        abandon(why);
    }

    @Override
    public void drained(boolean isCut) {
        if (isCut && outcome.isOk()) {
            outcome = GrpcStatus.local(GrpcCode.INTERNAL, "The server's last message was cut.");
        }
    }

    @Override
    public void told() {
        deadline.cancel();
        head.tryComplete(GrpcMetadata.NONE);
        status.tryComplete(outcome);
    }
}
