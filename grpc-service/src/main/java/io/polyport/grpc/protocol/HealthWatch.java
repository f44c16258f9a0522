package io.polyport.grpc.protocol;

import com.google.protobuf.CodedInputStream;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcLimits;
import io.polyport.grpc.GrpcMetadata;
import io.polyport.grpc.GrpcStatus;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.util.Optional;

/**
 * Listens to what a server says of itself ({@code grpc.health.v1.Health/Watch}, for the server as a whole). A server that
 * does not know the service counts as serving; one whose stream breaks off is asked again, and its last word holds until
 * then.
 */
final class HealthWatch {
    private static final String PATH = "/grpc.health.v1.Health/Watch";
    private static final int SERVING = 1;
    private static final int STATUS_TAG = 1 << 3;
    private static final long NO_TIMER = -1;
    private static final long AGAIN_MILLIS = 5000;

    private final Vertx vertx;
    private final Server server;
    private final GrpcLimits limits;
    private Call call;
    private long timer = NO_TIMER;
    private boolean isClosed;

    HealthWatch(Vertx vertx, Server server, GrpcLimits limits) {
        this.vertx = vertx;
        this.server = server;
        this.limits = limits;
    }

    void start() {
        if (isClosed || call != null) {
            return;
        }
        var context = (ContextInternal) vertx.getOrCreateContext();
        var settings = new GrpcCallSettings(GrpcMetadata.NONE, Optional.empty());
        var watch = new Call(context, PATH, settings, limits);
        call = watch;
        watch.placedBy(same -> server.leave(watch));
        watch.messages()
                .handler(message -> server.serving(status(message) == SERVING))
                .resume();
        watch.status().onSuccess(this::ended);
        watch.send(Buffer.buffer());
        watch.complete();
        server.enter(
                watch,
                why -> watch.abandon(GrpcStatus.local(GrpcCode.UNAVAILABLE, server + " " + ConnectFaults.words(why))));
    }

    private void ended(GrpcStatus status) {
        call = null;
        if (status.code() == GrpcCode.UNIMPLEMENTED) {
            server.serving(true);
        } else if (!isClosed) {
            timer = vertx.setTimer(AGAIN_MILLIS, again -> {
                timer = NO_TIMER;
                start();
            });
        }
    }

    /** Field 1 of a HealthCheckResponse; 0 (unknown) when it is not there or can't be read. */
    private static int status(Buffer message) {
        try {
            var in = CodedInputStream.newInstance(message.getBytes());
            int status = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == STATUS_TAG) {
                    status = in.readEnum();
                } else {
                    in.skipField(tag);
                }
            }
            return status;
        } catch (IOException _noMessage) {
            return 0;
        }
    }

    void close() {
        isClosed = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        if (call != null) {
            call.cancel();
        }
    }
}
