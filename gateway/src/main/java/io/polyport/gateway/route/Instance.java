package io.polyport.gateway.route;

import io.polyport.kit.bus.Announcement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A live copy of a service: what it announced last, its routes, and how much this gateway has under way with it. */
public final class Instance {
    private final String service;
    private final String id;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Announcement announced;
    private volatile List<String> prefixes = List.of();
    private volatile RouteTable routes;
    private volatile long lastHeard;
    private volatile boolean suspected;

    Instance(Announcement first, long now) {
        this.service = first.name();
        this.id = first.instance();
        this.announced = first;
        this.lastHeard = now;
    }

    public String service() {
        return service;
    }

    public String id() {
        return id;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** A call to it begins; {@link #ended} has to follow. */
    public void begun() {
        inFlight.incrementAndGet();
    }

    public void ended() {
        inFlight.decrementAndGet();
    }

    /** Takes no calls before its next announcement: it did not answer or was not found. */
    public void suspect() {
        suspected = true;
    }

    boolean takesCalls() {
        return routes != null && !suspected && announced.state() == Announcement.State.READY;
    }

    /** Whether calls that are bound to it may still be sent: it may be draining. */
    boolean isReachable() {
        return routes != null;
    }

    /** @param granted those of the announced prefixes that it is given */
    void heard(Announcement announcement, List<String> granted, long now) {
        announced = announcement;
        prefixes = List.copyOf(granted);
        lastHeard = now;
        suspected = false;
    }

    Announcement announced() {
        return announced;
    }

    /** What it serves: not all that it announces has to be granted. */
    List<String> prefixes() {
        return prefixes;
    }

    RouteTable routes() {
        return routes;
    }

    void routes(RouteTable table) {
        routes = table;
    }

    long lastHeard() {
        return lastHeard;
    }
}
