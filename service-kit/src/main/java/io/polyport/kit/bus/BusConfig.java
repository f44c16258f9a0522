package io.polyport.kit.bus;

import io.polyport.kit.cluster.ClusterConfig;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import io.polyport.kit.stream.StreamSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How a program is a member of the bus; the same for the gateway and every service. */
public record BusConfig(
        @Doc("Keys with which the gateway seals its calls.") Seal seal,

        @Doc("The cluster to join; not set: a bus within this process.")
        Optional<ClusterConfig> cluster,

        @Doc("A body of which no byte moves for so long is given up.") @Default("60s")
        Duration idleTimeout,

        @Doc("Part of the heap, in percent, that transfers may use in each direction.") @Default("12")
        int heapPercent) {

    /** The gateway's keys, told apart by names, so that one can be exchanged while both are known. */
    public record Seal(
            @Doc("Keys of at least 32 bytes by name; all of them verify.")
            Map<String, Secret> keys,

            @Doc("Name of the key that seals; may stay empty when there is only one.") @Default("")
            String current) {
        public Seal {
            keys = Map.copyOf(keys);
            if (!current.isEmpty() && !keys.containsKey(current)) {
                throw new ConfigFault("current", "must be the name of one of the keys");
            }
            if (current.isEmpty() && keys.size() > 1) {
                throw new ConfigFault("current", "must name the key that seals when there are several");
            }
            keys.forEach((name, key) -> {
                if (key.reveal().getBytes(StandardCharsets.UTF_8).length < 32) {
                    throw new ConfigFault(
                            "keys." + name, "must have at least 32 bytes; make one with 'openssl rand -base64 48'");
                }
            });
        }

        /** @throws ConfigFault when there is no key */
        public Keyring keyring() {
            Map<String, byte[]> bytes = new HashMap<>();
            keys.forEach((name, key) -> bytes.put(name, key.reveal().getBytes(StandardCharsets.UTF_8)));
            return new Keyring(
                    bytes, current.isEmpty() ? keys.keySet().iterator().next() : current);
        }
    }

    public BusConfig {
        if (seal.keys().isEmpty()) {
            throw new ConfigFault(
                    "seal.keys",
                    "needs a key, the same for the gateway and every service; make one with 'openssl rand -base64 48'");
        }
        Rules.of()
                .positive("idle-timeout", idleTimeout)
                .between("heap-percent", heapPercent, 1, 25)
                .done();
    }

    public StreamSettings streams() {
        long budget = Math.max(Runtime.getRuntime().maxMemory() / 100 * heapPercent, StreamSettings.MIN_WINDOW);
        return StreamSettings.forThisHeap().withBudget(budget).withIdleTimeout(idleTimeout);
    }
}
