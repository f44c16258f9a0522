package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/** Frames as messages: within the limit, and uncompressed, a large one in several turns of the event loop. */
final class FrameReader {
    private final ContextInternal context;
    private final Deframer deframer;
    private final GrpcLimits limits;
    private final Runnable onReady;
    private String encoding = "identity";
    private GrpcStatus fault;
    private Gunzip gunzip;
    private Buffer ready;

    /** @param onReady a message that was not ready at once is so now, or there is a fault */
    FrameReader(ContextInternal context, Deframer deframer, GrpcLimits limits, Runnable onReady) {
        this.context = context;
        this.deframer = deframer;
        this.limits = limits;
        this.onReady = onReady;
    }

    void encoding(String name) {
        encoding = name;
    }

    /** A message is being inflated; nothing else goes on before it. */
    boolean isBusy() {
        return gunzip != null;
    }

    boolean hasMessage() {
        return fault == null && (ready != null || deframer.isWhole());
    }

    /** The next message; null when it is not there yet, or when there is a fault. */
    Buffer next() {
        if (ready != null) {
            var message = ready;
            ready = null;
            return message;
        }
        if (fault != null || isBusy()) {
            return null;
        }
        var prefix = deframer.prefix();
        if (prefix == null) {
            return null;
        }
        fault = fault(prefix);
        if (fault != null || !deframer.isWhole()) {
            return null;
        }
        Buffer message = deframer.take();
        return prefix.flag() == 0 ? message : inflated(message);
    }

    /** Why no more can be read. */
    Optional<GrpcStatus> takeFault() {
        var found = Optional.ofNullable(fault);
        fault = null;
        return found;
    }

    void drop() {
        closeGunzip();
        ready = null;
        fault = null;
    }

    private GrpcStatus fault(Deframer.Prefix prefix) {
        if (prefix.flag() > 1) {
            return GrpcStatus.local(
                    GrpcCode.INTERNAL,
                    "The server sent a message with flag " + prefix.flag() + ", which gRPC does not know.");
        }
        if (prefix.flag() == 1 && !encoding.equals(Gunzip.NAME)) {
            return GrpcStatus.local(
                    GrpcCode.INTERNAL,
                    encoding.equals("identity")
                            ? "The server sent a compressed message without saying how (grpc-encoding)."
                            : "The server compressed with '" + encoding + "', but only gzip was offered.");
        }
        return prefix.length() > most(prefix.flag()) ? tooLarge(prefix.length() + " bytes") : null;
    }

    /** What can't be compressed grows a little by being so. */
    private long most(int flag) {
        long limit = limits.message().bytes();
        return flag == 0 ? limit : limit + limit / 1000 + 64;
    }

    private GrpcStatus tooLarge(String size) {
        return GrpcStatus.local(
                GrpcCode.RESOURCE_EXHAUSTED,
                "A message of the server has " + size + "; the limit is " + limits.message()
                        + " (limits.message of the connection).");
    }

    private Buffer inflated(Buffer message) {
        gunzip = new Gunzip(message, limits.message().bytes());
        step();
        if (isBusy()) {
            context.runOnContext(turn -> later());
        }
        var done = ready;
        ready = null;
        return done;
    }

    private void later() {
        if (!isBusy()) {
            return;
        }
        step();
        if (isBusy()) {
            context.runOnContext(turn -> later());
        } else {
            onReady.run();
        }
    }

    private void step() {
        switch (gunzip.step()) {
            case Gunzip.Step.More _more -> {}
            case Gunzip.Step.Done done -> {
                ready = done.message();
                closeGunzip();
            }
            case Gunzip.Step.Broken broken -> {
                fault = GrpcStatus.local(
                        GrpcCode.INTERNAL, "The server sent gzip that can't be read: " + broken.why() + ".");
                closeGunzip();
            }
            case Gunzip.Step.TooLarge _tooLarge -> {
                fault = tooLarge("more bytes when inflated");
                closeGunzip();
            }
        }
    }

    private void closeGunzip() {
        if (gunzip != null) {
            gunzip.close();
            gunzip = null;
        }
    }
}
