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
     * The same on behalf of a caller, who may be told {@code egress.too-many-names}.
     *
     * @param caller equal to another's when it is the same one
     */
    default Resolver askedBy(Object caller) {
        return this;
    }

    /**
     * The system's resolver for names that callers say: however many of them are never answered, those of the configuration
     * are, and those of other callers. Fails with {@code egress.names-busy} when too many wait. One for all event loops.
     *
     * @param timeoutMillis how long a caller waits
     */
    static Resolver forCallers(Vertx vertx, long timeoutMillis) {
        return new FairResolver(vertx, timeoutMillis, InetAddress::getAllByName);
    }

    /**
     * The system's resolver (hosts file, DNS) on worker threads of its own, so that a slow DNS stops nothing else.
     *
     * @param timeoutMillis how long a caller waits
     */
    static Resolver system(Vertx vertx, long timeoutMillis) {
        return new SystemResolver(vertx, timeoutMillis);
    }
}
