package badhouse.ftp;

/** Goes to the bus by itself. */
final class Caller {
    void call(io.vertx.core.Vertx vertx) {
        vertx.eventBus().publish("a", "b");
    }
}
