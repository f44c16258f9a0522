package io.polyport.gateway.identity;

import io.polyport.kit.bus.Principal;
import java.time.Instant;

/**
 * What a token has proved.
 *
 * @param principal who asks
 * @param expiresAt when it ends, the clock skew not counted in; open WebSockets are closed then (GW-19)
 */
public record VerifiedToken(Principal principal, Instant expiresAt) {}
