package io.polyport.gateway.identity;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What a token that we make shall say (GW-16).
 *
 * @param userKey becomes {@code sub}
 * @param recipients become {@code aud}, always an array
 * @param scopes become one string, parted by spaces
 * @param lifetime becomes {@code exp}, counted from the making
 */
public record TokenOrder(String userKey, List<String> recipients, Set<String> scopes, Duration lifetime) {
    public TokenOrder {
        recipients = List.copyOf(recipients);
        scopes = Set.copyOf(scopes);
        if (userKey.isBlank()) {
            throw new IllegalArgumentException("a token needs a user key (sub)");
        }
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("a token needs a recipient (aud)");
        }
        if (lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("a token lives at least 1s");
        }
    }
}
