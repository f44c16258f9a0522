package io.polyport.standalone;

import io.polyport.gateway.identity.DevIdentity;
import io.polyport.gateway.identity.Way;
import io.polyport.gateway.password.DevUser;
import io.polyport.gateway.publication.PublicationConfig;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whom and what a first start without configuration knows: a key and a token of its own, a user with a password of its own
 * unless there is a users file, and with demo peers a publication to try both with.
 *
 * @param publications the configured ones, and the demo's where nobody has one of its name or path
 */
record Newcomer(DevIdentity identity, Optional<DevUser> user, Map<String, PublicationConfig> publications) {
    private static final String DEMO = "demo";
    private static final PublicationConfig DEMO_PUBLICATION = new PublicationConfig(
            "/" + DEMO, true, List.of(Way.BEARER, Way.BASIC, Way.QUERY_TOKEN), List.of(), Optional.empty());

    /** Makes or finds the key and the password. Reads and writes files: not for an event loop. */
    static Newcomer prepare(StandaloneConfig config, Set<String> scopes) {
        var gateway = config.gateway();
        var identity = DevIdentity.prepare(gateway.dataFolder(), scopes, Clock.systemUTC());
        if (!config.demo().enabled()) {
            return new Newcomer(identity, Optional.empty(), gateway.publications());
        }
        Optional<DevUser> user = gateway.users().file().isPresent()
                ? Optional.empty()
                : Optional.of(DevUser.prepare(gateway.dataFolder(), scopes));
        return new Newcomer(identity, user, withDemo(gateway.publications()));
    }

    private static Map<String, PublicationConfig> withDemo(Map<String, PublicationConfig> configured) {
        boolean taken = configured.values().stream()
                .anyMatch(publication -> publication.segments().equals(DEMO_PUBLICATION.segments()));
        Map<String, PublicationConfig> all = new HashMap<>(configured);
        if (!taken) {
            all.putIfAbsent(DEMO, DEMO_PUBLICATION);
        }
        return all;
    }
}
