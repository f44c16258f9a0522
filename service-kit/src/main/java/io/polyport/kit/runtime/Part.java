package io.polyport.kit.runtime;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** One piece of a program that starts, serves and drains: the gateway, a service. Parts start in order, drain in reverse. */
public interface Part extends Draining {
    /** A word for reports and logs: {@code gateway}, {@code ftp-service}. */
    String name();

    /** Succeeds when the part serves; fails with the reason, after which the whole program closes. */
    Future<Void> start(Vertx vertx);

    /**
     * A part of verticles, undeployed when Vert.x closes. A verticle that implements {@link Draining} is drained, each
     * instance on its own context.
     *
     * @param options how many instances, and on which threads
     */
    static Part of(String name, Supplier<? extends Deployable> verticle, DeploymentOptions options) {
        return new VerticlePart(name, verticle, options);
    }

    /** A part of one verticle on an event loop. */
    static Part of(String name, Supplier<? extends Deployable> verticle) {
        return of(name, verticle, new DeploymentOptions());
    }
}
