package io.polyport.gateway.http;

import io.polyport.gateway.GatewayProblems;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.Problem;
import java.util.HashMap;
import java.util.Map;

/** How many WebSockets there may be at once, of one principal and of all. Shared by the gateway's event loops. */
public final class SocketPlaces {
    private static final int RETRY_AFTER_SECONDS = 5;

    private record Owner(String tenant, String subject) {}

    private final int perPrincipal;
    private final int maximum;
    private final Map<Owner, Integer> owners = new HashMap<>();
    private int taken;

    public SocketPlaces(int perPrincipal, int maximum) {
        this.perPrincipal = perPrincipal;
        this.maximum = maximum;
    }

    public synchronized int taken() {
        return taken;
    }

    /** A place; what it answers gives it back and is to be run once. Fails when there is none. */
    synchronized Runnable take(Principal principal) {
        if (taken >= maximum) {
            throw Problem.of(GatewayProblems.WEBSOCKETS_FULL)
                    .retryAfter(RETRY_AFTER_SECONDS)
                    .toException();
        }
        var owner = new Owner(principal.tenant(), principal.subject());
        if (owners.getOrDefault(owner, 0) >= perPrincipal) {
            throw Problem.of(GatewayProblems.TOO_MANY_WEBSOCKETS)
                    .retryAfter(RETRY_AFTER_SECONDS)
                    .toException();
        }
        taken++;
        owners.merge(owner, 1, Integer::sum);
        return () -> giveBack(owner);
    }

    private synchronized void giveBack(Owner owner) {
        taken--;
        owners.computeIfPresent(owner, (same, number) -> number == 1 ? null : number - 1);
    }
}
