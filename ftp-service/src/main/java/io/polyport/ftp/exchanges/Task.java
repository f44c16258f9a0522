package io.polyport.ftp.exchanges;

import io.vertx.core.Future;

/** One of the things that an exchange does. */
@FunctionalInterface
interface Task {
    /** Looks, and does what there is to do. */
    Future<Result> run();
}
