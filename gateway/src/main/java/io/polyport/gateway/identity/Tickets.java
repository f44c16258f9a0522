package io.polyport.gateway.identity;

import io.polyport.gateway.GatewayProblems;
import io.polyport.kit.bus.Deposits;
import io.polyport.kit.bus.Principal;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * Tickets for callers who can't send a token with the request that they have to make: browsers, for a WebSocket (GW-19).
 * A ticket stands for the token that it was given for, once, for a short time and for one URL. It holds nothing itself:
 * what it stands for stays with the gateway that gave it.
 */
public final class Tickets {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Deposits deposits;

    public Tickets(Deposits deposits) {
        this.deposits = deposits;
    }

    /**
     * A new ticket; fails with {@code gateway.too-many-tickets}.
     *
     * @param url path and query, raw
     */
    public String issue(VerifiedToken holder, String url) {
        Principal principal = holder.principal();
        Buffer value = new JsonObject()
                .put("url", url)
                .put("expires", holder.expiresAt().toEpochMilli())
                .put("subject", principal.subject())
                .put("tenant", principal.tenant())
                .put("scopes", new JsonArray(new ArrayList<>(principal.scopes())))
                .put("claims", principal.claims())
                .toBuffer();
        return deposits.leave(principal.tenant() + "\0" + principal.subject(), value)
                .orElseThrow(() -> Problem.of(GatewayProblems.TOO_MANY_TICKETS)
                        .retryAfter(RETRY_AFTER_SECONDS)
                        .toException());
    }

    /** Who holds it. Whatever comes of it, the ticket is spent. Fails with {@code gateway.unauthenticated}. */
    public Future<VerifiedToken> redeem(String ticket, String url) {
        return deposits.collect(ticket)
                .map(found -> found.map(JsonObject::new)
                        .filter(stood -> stood.getString("url").equals(url))
                        .map(Tickets::read)
                        .orElseThrow(() -> IdentityProblems.refused(Refusal.TICKET)));
    }

    private static VerifiedToken read(JsonObject stood) {
        Set<String> scopes = new HashSet<>();
        stood.getJsonArray("scopes").forEach(scope -> scopes.add((String) scope));
        return new VerifiedToken(
                new Principal(
                        stood.getString("subject"), stood.getString("tenant"), scopes, stood.getJsonObject("claims")),
                Instant.ofEpochMilli(stood.getLong("expires")));
    }
}
