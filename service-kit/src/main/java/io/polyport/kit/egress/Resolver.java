package io.polyport.kit.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host name without blocking an event loop. */
@FunctionalInterface
public interface Resolver {
    /** Succeeds with at least one address, the preferred one first; fails when the name is unknown or it took too long. */
    Future<List<InetAddress>> resolve(String host);

    /**
     * The system's resolver (hosts file, DNS) on worker threads of its own, so that a slow DNS stops nothing else.
     *
     * @param timeoutMillis how long a caller waits
     */
    static Resolver system(Vertx vertx, long timeoutMillis) {
        return new SystemResolver(vertx, timeoutMillis);
    }
}
