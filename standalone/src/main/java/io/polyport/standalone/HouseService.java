package io.polyport.standalone;

import io.polyport.kit.bus.BusMember;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/** A service of the house, and the demo server that its connection 'demo' leads to. */
interface HouseService {
    /** Its word on the bus. */
    String word();

    /** Starts the demo server, if there is to be one, and then the service. */
    Future<Void> start(Vertx vertx, BusMember member);

    /** Ends the service, and then the demo server; nothing happens when it was not started. */
    Future<Void> drain(Duration limit);
}
