package io.polyport.kit.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a program gets its Vert.x: on a local bus, or as a member of a cluster.
 *
 * @param <C> the program's configuration
 */
@FunctionalInterface
public interface VertxStart<C> {
    /**
     * A started Vert.x.
     *
     * @param checks what must hold before the program is ready, by name (members seen, for a cluster)
     * @param close ends it, and what stands behind it
     */
    record Started(Vertx vertx, Map<String, ReadinessCheck> checks, Supplier<Future<Void>> close) {
        public Started {
            checks = Map.copyOf(checks);
        }

        public static Started of(Vertx vertx) {
            return new Started(vertx, Map.of(), vertx::close);
        }
    }

    /**
     * @param base number of event loops and metrics, to be kept as they are
     * @return fails with the reason; nothing is left open then
     */
    Future<Started> start(C config, VertxOptions base);

    /** A bus within this process. */
    static <C> VertxStart<C> local() {
        return (config, base) -> Future.succeededFuture(Started.of(Vertx.builder()
                .with(base)
                .withTransport(GatheringTransport.best())
                .build()));
    }
}
