package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The time that a call has, from its very beginning. */
final class CallDeadline {
    private static final long NO_TIMER = -1;
    /** About 24 days, the most that a timer of Netty's wheel is asked for here; a call that long has no deadline. */
    private static final long LONGEST_MILLIS = Integer.MAX_VALUE;

    private final ContextInternal context;
    private final Optional<Duration> timeout;
    private final long until;
    private final long timer;

    /** @param onLate on the context, never at once */
    CallDeadline(ContextInternal context, Optional<Duration> timeout, Consumer<GrpcStatus> onLate) {
        this.context = context;
        this.timeout = timeout.filter(time -> time.toMillis() < LONGEST_MILLIS);
        this.until = System.nanoTime() + this.timeout.map(Duration::toNanos).orElse(0L);
        this.timer = this.timeout
                .map(time -> context.setTimer(millis(time), late -> onLate.accept(late(time))))
                .orElse(NO_TIMER);
    }

    private static long millis(Duration time) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(time.toNanos() + 999_999));
    }

    private static GrpcStatus late(Duration time) {
        return GrpcStatus.local(
                GrpcCode.DEADLINE_EXCEEDED, "The call did not end within its " + time.toMillis() + " ms.");
    }

    /** What {@code grpc-timeout} says now. */
    Optional<String> header() {
        return timeout.map(time -> TimeoutHeader.of(until - System.nanoTime()));
    }

    /**
     * What a call ended with. A server whose clock was a little faster cancels the stream before our timer fires; that is
     * the deadline all the same (gRPC over HTTP/2, "Client Cancellation").
     */
    GrpcStatus judged(GrpcStatus status) {
        boolean isLate = status.code() == GrpcCode.CANCELLED && timeout.isPresent() && System.nanoTime() - until >= 0;
        return isLate ? late(timeout.get()) : status;
    }

    void cancel() {
        if (timer != NO_TIMER) {
            context.owner().cancelTimer(timer);
        }
    }
}
