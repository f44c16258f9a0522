package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcCode;
import io.polyport.grpc.GrpcStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a call stands among a target's servers: it goes from one that can't be reached to the next. */
final class Place implements Call.Placing {
    private final Servers servers;
    private final Call call;
    private final Set<Server> tried = new HashSet<>();
    private final List<String> failures = new ArrayList<>();
    private Server server;
    private boolean isSecond;
    private boolean isRenewed;

    Place(Servers servers, Call call) {
        this.servers = servers;
        this.call = call;
    }

    Call call() {
        return call;
    }

    /** Goes to the best server that was not tried yet. */
    void go() {
        if (call.hasEnded()) {
            return;
        }
        var best = servers.best(tried);
        if (best.isEmpty()) {
            nowhere();
            return;
        }
        server = best.get();
        server.loaded(1);
        server.enter(call, this::notReached);
    }

    /** None of the servers could be reached: perhaps they have moved, so their names are looked up once more. */
    private void nowhere() {
        if (isRenewed) {
            call.abandon(GrpcStatus.local(GrpcCode.UNAVAILABLE, String.join("; ", failures) + "."));
            return;
        }
        isRenewed = true;
        servers.renewed().onComplete(done -> go());
    }

    private void notReached(Throwable why) {
        var failed = server;
        leaveServer();
        tried.add(failed);
        failures.add(failed + " " + ConnectFaults.words(why));
        go();
    }

    /** Once only: a server that refuses every stream would otherwise be asked for ever. */
    @Override
    public boolean again(Call same) {
        if (isSecond || servers.isClosed()) {
            return false;
        }
        isSecond = true;
        leaveServer();
        // In a later turn: the connection that broke is still telling its streams.
        call.context().runOnContext(turn -> go());
        return true;
    }

    @Override
    public void leave(Call same) {
        leaveServer();
        servers.left(this);
    }

    private void leaveServer() {
        if (server != null) {
            server.loaded(-1);
            server.leave(call);
            server = null;
        }
    }
}
