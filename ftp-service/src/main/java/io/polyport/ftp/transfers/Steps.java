package io.polyport.ftp.transfers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Work in steps, of which some are done at once: a chain of futures would let the stack grow with them. */
final class Steps {
    private Steps() {}

    /** Repeats the step until it says false, or fails. */
    static Future<Void> repeat(Supplier<Future<Boolean>> step) {
        Promise<Void> over = Promise.promise();
        go(step, over);
        return over.future();
    }

    private static void go(Supplier<Future<Boolean>> step, Promise<Void> over) {
        while (true) {
            Future<Boolean> done;
            try {
                done = step.get();
            } catch (RuntimeException failure) {
                over.fail(failure);
                return;
            }
            if (!done.isComplete()) {
                done.onComplete(result -> {
                    if (result.failed()) {
                        over.fail(result.cause());
                    } else if (result.result()) {
                        go(step, over);
                    } else {
                        over.complete();
                    }
                });
                return;
            }
            if (done.failed()) {
                over.fail(done.cause());
                return;
            }
            if (!done.result()) {
                over.complete();
                return;
            }
        }
    }
}
