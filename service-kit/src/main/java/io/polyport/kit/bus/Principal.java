package io.polyport.kit.bus;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * Who asks. Made by the gateway from a verified token; the token itself never crosses the bus.
 *
 * @param subject the token's {@code sub}
 * @param tenant to whom the subject belongs; empty where there are no tenants
 * @param scopes what the token allows ({@code ftp:read})
 * @param claims further claims that services need for row rules, as configured per issuer
 */
public record Principal(String subject, String tenant, Set<String> scopes, JsonObject claims) {
    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Who it is, whatever its token allows. */
    public record Identity(String tenant, String subject) {}

    public Identity identity() {
        return new Identity(tenant, subject);
    }
}
