package io.polyport.system.grpc;

import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.testing.integration.TestServiceImpl;
import io.polyport.kit.fixtures.TestAuthority;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;

/** The interop server of the grpc-java project. */
final class JavaPeer implements InteropPeer {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Tally tally = new Tally();
    private final FarServer server;

    private JavaPeer(UnaryOperator<FarServer.Plan> change) {
        List<ServerInterceptor> interceptors = new ArrayList<>(TestServiceImpl.interceptors());
        interceptors.add(new WatchedCalls(tally));
        var service = ServerInterceptors.intercept(new TestServiceImpl(timer), interceptors);
        server = change.apply(FarServer.of(service)).start();
    }

    static JavaPeer start() {
        return reflecting(FarServer.Reflection.BOTH);
    }

    static JavaPeer reflecting(FarServer.Reflection which) {
        return new JavaPeer(plan -> plan.reflection(which));
    }

    static JavaPeer start(TestAuthority.Identity identity) {
        return new JavaPeer(plan -> plan.reflection(FarServer.Reflection.BOTH).tls(identity));
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public int begun(String method) {
        return tally.of("begun " + method);
    }

    @Override
    public int cancelled(String method) {
        return tally.of("cancelled " + method);
    }

    @Override
    public void close() {
        server.close();
        timer.shutdownNow();
    }
}
