package io.polyport.newcomer;

import io.vertx.core.Future;

/** The way to the server, in this service's words: futures and streams; no thread waits and no body is gathered. */
public interface NewComerClient {
    /** Asks for a greeting. Never fails itself: what goes wrong reaches {@link Greeting#begun}. */
    Greeting greet(String name);

    /** Closes every connection that is still open. */
    Future<Void> close();
}
