package io.polyport.gateway.route;

import java.util.Map;
import java.util.Set;

/**
 * Which prefixes a service may claim: {@code /api/v1/<its name>}, and those that the configuration grants it.
 *
 * @param prefixes further prefixes, each with the name of the only service that may claim it
 */
public record Grants(Map<String, String> prefixes) {
    private static final Set<String> OWN =
            Set.of("api", "docs", "console", "auth", "openapi.json", "health", "metrics");

    public Grants {
        prefixes = Map.copyOf(prefixes);
        prefixes.keySet().forEach(prefix -> {
            if (!prefix.startsWith("/")
                    || prefix.endsWith("/")
                    || OWN.contains(prefix.substring(1).split("/")[0])) {
                throw new IllegalArgumentException("the prefix " + prefix
                        + " can't be granted: it has to begin with a slash, not to end with one, and not to begin with one of "
                        + OWN);
            }
        });
    }

    boolean allow(String service, String prefix) {
        return prefix.equals("/api/v1/" + service) || service.equals(prefixes.get(prefix));
    }
}
