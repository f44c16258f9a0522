package io.polyport.kit.runtime;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Deploys verticles and remembers each instance with its context, so that it can be drained there. */
final class VerticlePart implements Part {
    private final String name;
    private final Supplier<? extends Deployable> verticle;
    private final DeploymentOptions options;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();

    private record Instance(Draining draining, Context context) {
        Future<Void> drain(Duration limit) {
            Promise<Void> done = Promise.promise();
            context.runOnContext(
                    go -> Future.future(promise -> draining.drain(limit).onComplete(promise))
                            .<Void>mapEmpty()
                            .onComplete(done));
            return done.future();
        }
    }

    VerticlePart(String name, Supplier<? extends Deployable> verticle, DeploymentOptions options) {
        this.name = name;
        this.verticle = verticle;
        this.options = options;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        return vertx.deployVerticle(() -> remembered(verticle.get()), options).mapEmpty();
    }

    private Deployable remembered(Deployable inner) {
        return new Deployable() {
            @Override
            public Future<?> deploy(Context context) throws Exception {
                if (inner instanceof Draining draining) {
                    instances.add(new Instance(draining, context));
                }
                return inner.deploy(context);
            }

            @Override
            public Future<?> undeploy(Context context) throws Exception {
                return inner.undeploy(context);
            }
        };
    }

    @Override
    public Future<Void> drain(Duration limit) {
        return Future.join(instances.stream()
                        .map(instance -> instance.drain(limit))
                        .toList())
                .mapEmpty();
    }
}
