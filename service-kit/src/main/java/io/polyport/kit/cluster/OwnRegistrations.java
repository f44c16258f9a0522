package io.polyport.kit.cluster;

import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this node listens to, whatever the replicated table says; written from any thread. */
final class OwnRegistrations {
    private final String nodeId;
    private final Map<String, Set<RegistrationInfo>> byAddress = new LinkedHashMap<>();

    OwnRegistrations(String nodeId) {
        this.nodeId = nodeId;
    }

    synchronized void add(String address, RegistrationInfo registration) {
        byAddress.computeIfAbsent(address, a -> new LinkedHashSet<>()).add(registration);
    }

    synchronized void remove(String address, RegistrationInfo registration) {
        byAddress.computeIfPresent(address, (a, set) -> set.remove(registration) && set.isEmpty() ? null : set);
    }

    synchronized boolean has(String address, RegistrationInfo registration) {
        return byAddress.getOrDefault(address, Set.of()).contains(registration);
    }

    /** Whether an entry of the replicated table carries this node's name although the node doesn't listen there. */
    boolean disowns(String address, RegistrationInfo entry) {
        return entry.nodeId().equals(nodeId) && !has(address, entry);
    }

    /** The ones that are nobody else's business and therefore in no replicated table. */
    synchronized List<RegistrationInfo> localOnly(String address) {
        return byAddress.getOrDefault(address, Set.of()).stream()
                .filter(RegistrationInfo::localOnly)
                .toList();
    }

    /** A copy of those that every node must know. */
    synchronized Map<String, List<RegistrationInfo>> shared() {
        Map<String, List<RegistrationInfo>> shared = new LinkedHashMap<>();
        byAddress.forEach((address, set) -> set.stream()
                .filter(registration -> !registration.localOnly())
                .forEach(registration ->
                        shared.computeIfAbsent(address, a -> new ArrayList<>()).add(registration)));
        return shared;
    }
}
