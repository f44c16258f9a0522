package io.polyport.gateway.route;

import io.polyport.kit.bus.Announcement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the prefixes that an instance announces it is given. One that is not granted costs the instance that prefix and
 * no other: a service may know of publications that this gateway does not have. Each refusal is told and counted once, though
 * it is announced every second.
 */
final class Claims {
    private static final int MOST_TOLD = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Grants grants;
    private final LongAdder refused = new LongAdder();
    private final Map<Refused, Boolean> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Refused, Boolean> _eldest) {
            return size() > MOST_TOLD;
        }
    };

    private record Refused(String service, String instance, String prefix) {}

    Claims(Grants grants) {
        this.grants = grants;
    }

    /** How many prefixes were refused to an instance. */
    long refused() {
        return refused.sum();
    }

    /** The prefixes that this instance is given; on one event loop only. */
    List<String> granted(Announcement claim, Collection<Instance> others) {
        List<String> granted = new ArrayList<>();
        for (String prefix : claim.prefixes()) {
            if (grants.allow(claim.name(), prefix)) {
                granted.add(prefix);
            } else if (told.put(new Refused(claim.name(), claim.instance(), prefix), true) == null) {
                refuse(claim, prefix, others);
            }
        }
        return List.copyOf(granted);
    }

    private void refuse(Announcement claim, String prefix, Collection<Instance> others) {
        refused.increment();
        boolean taken = others.stream()
                .anyMatch(other -> !other.service().equals(claim.name())
                        && other.prefixes().contains(prefix));
        LOG.atWarn()
                .addKeyValue("service", claim.name())
                .addKeyValue("instance", claim.instance())
                .addKeyValue("prefix", prefix)
                .log(
                        taken
                                ? "refused a claim: another service serves this prefix"
                                : "refused a claim: the configuration does not grant this prefix");
    }
}
