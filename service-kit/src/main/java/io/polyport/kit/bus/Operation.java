package io.polyport.kit.bus;

import io.vertx.core.Future;

/** One thing that a service can do: a call in, an answer out; fails with a problem. Runs on the call's event loop. */
@FunctionalInterface
public interface Operation {
    Future<Answer> run(Call call);
}
