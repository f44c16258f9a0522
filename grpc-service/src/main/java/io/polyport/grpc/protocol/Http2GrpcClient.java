package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCall;
import io.polyport.grpc.GrpcCallSettings;
import io.polyport.grpc.GrpcClient;
import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import io.polyport.grpc.GrpcTarget;
import io.polyport.kit.egress.EgressGuard;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The port on Vert.x's HTTP/2: no thread per call, everything on the one event loop that this client belongs to. */
public final class Http2GrpcClient implements GrpcClient {
    /** What HTTP/2 carries as a path, without query and fragment. */
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#]]+");

    private final Vertx vertx;
    private final TlsContexts tls;
    private final Lookup configured;
    private final Function<GrpcTarget, Lookup> adHoc;
    private final Map<GrpcTarget, Servers> targets = new HashMap<>();
    private boolean isClosed;

    /**
     * @param tls shared with the clients of other event loops
     * @param guard asked for every look-up of a target that a caller named
     */
    public Http2GrpcClient(Vertx vertx, TlsContexts tls, EgressGuard guard) {
        // Who named the target is not known here: no target may hold up the others' look-ups.
        this(vertx, tls, Lookup.system(vertx), target -> Lookup.guarded(guard.askedBy(target)));
    }

    Http2GrpcClient(Vertx vertx, TlsContexts tls, Lookup configured, Function<GrpcTarget, Lookup> adHoc) {
        this.vertx = vertx;
        this.tls = tls;
        this.configured = configured;
        this.adHoc = adHoc;
    }

    @Override
    public GrpcCall call(GrpcTarget target, String path, GrpcCallSettings settings) {
        var context = (ContextInternal) vertx.getOrCreateContext();
        if (context.threadingModel() != ThreadingModel.EVENT_LOOP
                || !context.nettyEventLoop().inEventLoop()) {
            throw new IllegalStateException("a call is begun on an event loop");
        }
        var call = new Call(context, path, settings, target.limits());
        if (!PATH.matcher(path).matches()) {
            call.abandon(GrpcStatus.local(GrpcCode.UNIMPLEMENTED, "There is no such method: its name can't be sent."));
        } else if (isClosed) {
            call.abandon(GrpcStatus.local(GrpcCode.CANCELLED, "The service is closing its connections."));
        } else {
            targets.computeIfAbsent(target, this::servers).place(call);
        }
        return call;
    }

    private Servers servers(GrpcTarget target) {
        var names = new Names(target, target.isAdHoc() ? adHoc.apply(target) : configured);
        return new Servers(vertx, target, tls, names, () -> targets.remove(target));
    }

    @Override
    public void leave(GrpcTarget target) {
        var servers = targets.get(target);
        if (servers != null) {
            servers.leave();
        }
    }

    @Override
    public Future<Void> close() {
        isClosed = true;
        var all = List.copyOf(targets.values());
        targets.clear();
        return Future.join(all.stream().map(Servers::close).toList()).mapEmpty();
    }
}
