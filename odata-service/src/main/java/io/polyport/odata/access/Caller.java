package io.polyport.odata.access;

import java.util.Map;
import java.util.Set;

/**
 * Who asks, as far as it changes what is seen.
 *
 * @param claims by name: String, BigDecimal or Boolean, or a list of them
 * @param separation value of each separator of the publication
 * @param language {@code ru} or {@code en}
 */
public record Caller(Set<String> scopes, Map<String, Object> claims, Map<String, String> separation, String language) {
    public Caller {
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
        separation = Map.copyOf(separation);
    }
}
