package io.polyport.gateway.route;

import io.polyport.gateway.publication.PublicationConfig;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Which prefixes a service may claim: {@code /api/v1/<its name>}, and those that the configuration grants it, by themselves
 * or with a publication of its kind.
 *
 * @param prefixes further prefixes, each with the name of the only service that may claim it
 * @param publications whose prefixes the services of their kinds may claim
 */
public record Grants(Map<String, String> prefixes, Publications publications) {
    /** @throws IllegalArgumentException when a prefix can't be granted; the text says which and why */
    public Grants {
        Map<String, String> all = new HashMap<>(publications.prefixes());
        prefixes.forEach((prefix, service) -> {
            if (!prefix.startsWith("/")
                    || prefix.endsWith("/")
                    || PublicationConfig.isOwn(prefix.substring(1).split("/")[0])) {
                throw new IllegalArgumentException("the prefix " + prefix
                        + " can't be granted: it has to begin with a slash, not to end with one, and not to begin with one of "
                        + PublicationConfig.ownNames());
            }
            if (all.putIfAbsent(prefix, service) != null) {
                throw new IllegalArgumentException("the prefix " + prefix + " belongs to a publication");
            }
        });
        prefixes = Map.copyOf(all);
    }

    /** The prefix that needs no grant. */
    static String own(String service) {
        return "/api/v1/" + service;
    }

    boolean allow(String service, String prefix) {
        return prefix.equals(own(service)) || service.equals(prefixes.get(normalised(prefix)));
    }

    /** Whether calls reach it by a publication only, which knows how many separators stand in its paths. */
    boolean isPublished(String prefix) {
        return publications.prefixes().containsKey(normalised(prefix));
    }

    static String normalised(String prefix) {
        return Normalizer.normalize(prefix, Normalizer.Form.NFC);
    }
}
