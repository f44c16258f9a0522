package io.polyport.kit.bus;

import io.polyport.kit.address.InstanceId;
import io.polyport.kit.cluster.ClusteredBus;
import io.polyport.kit.runtime.GatheringTransport;
import io.polyport.kit.runtime.VertxStart;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.kit.stream.Streams;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How a program gets onto the bus that its configuration names. */
public final class BusStart {
    private BusStart() {}

    /** A local Vert.x, or one that joined the cluster; ready once the expected members are there. */
    public static <C> VertxStart<C> of(Function<C, BusConfig> bus) {
        return (config, base) -> {
            var cluster = bus.apply(config).cluster();
            if (cluster.isEmpty()) {
                return VertxStart.<C>local().start(config, base);
            }
            return ClusteredBus.start(
                            cluster.get().settings(), base, builder -> builder.withTransport(GatheringTransport.best()))
                    .map(BusStart::started);
        };
    }

    private static VertxStart.Started started(ClusteredBus bus) {
        return new VertxStart.Started(
                bus.vertx(),
                Map.of(
                        "cluster",
                        () -> bus.isComplete()
                                ? Optional.empty()
                                : Optional.of("only " + bus.members().size() + " members of the cluster are here")),
                bus::close);
    }

    /** This program as a member, under a new instance name. */
    public static BusMember member(BusConfig config, Vertx vertx) {
        return member(config.seal().keyring(), config.streams(), vertx);
    }

    /** A member under a new instance name; several may share one Vert.x. */
    public static BusMember member(Keyring keyring, StreamSettings settings, Vertx vertx) {
        String instance = InstanceId.random();
        return new BusMember(vertx, instance, keyring, new Streams(vertx, instance, settings));
    }

    /** A keyring for a bus that never leaves this process. */
    public static Keyring ownKeys() {
        byte[] key = new byte[32];
        new java.security.SecureRandom().nextBytes(key);
        return new Keyring(Map.of("own", key), "own");
    }
}
