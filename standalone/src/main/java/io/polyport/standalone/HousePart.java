package io.polyport.standalone;

import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.LoopbackOnly;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.stream.StreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All parts of the house in one process, the services first and the gateway last; drained the other way round. */
final class HousePart implements Part {
    private static final Set<String> EVERY_SCOPE =
            Set.of("ftp:read", "ftp:write", "ftp:command", "grpc:read", "grpc:write", "odata:read", "odata:write");
    private static final String VERSION = Program.version(Standalone.class);

    private final StandaloneConfig config;
    private final Surroundings surroundings;
    private final int loops = Runtime.getRuntime().availableProcessors();
    private List<HouseService> services = List.of();
    private GatewayPart gateway;

    HousePart(StandaloneConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "house";
    }

    @Override
    public Future<Void> start(Vertx vertx) {
        return vertx.executeBlocking(this::newcomer).compose(newcomer -> {
            var gatewayConfig = gatewayConfig(newcomer);
            services = List.of(
                    new HouseFtp(config, surroundings, VERSION, loops),
                    new HouseGrpc(config, surroundings, VERSION, loops),
                    new HouseOdata(config, gatewayConfig.publications(), surroundings, VERSION, loops));
            Keyring keys = BusStart.ownKeys();
            // The members share one heap.
            var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / (services.size() + 1));
            Supplier<BusMember> member = () -> BusStart.member(keys, streams, vertx);
            gateway = new GatewayPart(gatewayConfig, member.get(), surroundings, VERSION, loops);
            return Future.all(services.stream()
                            .map(service -> service.start(vertx, member.get()))
                            .toList())
                    .compose(ready -> gateway.start(vertx))
                    .compose(ready -> routed(vertx))
                    .onSuccess(ready -> Greeting.print(config, gateway, newcomer));
        });
    }

    /** Whom a first start without configuration believes. */
    private Optional<Newcomer> newcomer() {
        if (!config.gateway().identity().issuers().isEmpty()) {
            return Optional.empty();
        }
        // Before a key is made: an open gateway must not start at all.
        config.gateway().hosts().forEach(host -> LoopbackOnly.require(host, false));
        return Optional.of(Newcomer.prepare(config, EVERY_SCOPE));
    }

    /** Succeeds when the gateway routes to the services of this process: it learns of them as any gateway does. */
    private Future<Void> routed(Vertx vertx) {
        return Future.future(promise -> vertx.setPeriodic(20, timer -> {
            if (services.stream().allMatch(service -> gateway.services().contains(service.word()))) {
                vertx.cancelTimer(timer);
                promise.complete();
            }
        }));
    }

    /** Without a configured issuer the development key is believed, and its tokens' scopes decide alone. */
    private GatewayConfig gatewayConfig(Optional<Newcomer> newcomer) {
        GatewayConfig given = config.gateway();
        PolicyConfig policy = newcomer.isPresent() && given.policy().rules().isEmpty()
                ? PolicyConfig.byScopesAlone()
                : given.policy();
        return new GatewayConfig(
                given.http(),
                given.https(),
                newcomer.map(known -> known.identity().config()).orElse(given.identity()),
                policy,
                given.externalUrl(),
                given.trustedProxies(),
                given.proxyHeaders(),
                given.prefixes(),
                newcomer.map(Newcomer::publications).orElse(given.publications()),
                newcomer.flatMap(Newcomer::user)
                        .map(user -> given.users().with(user.usersFile()))
                        .orElse(given.users()),
                given.timeout(),
                given.webSockets(),
                given.dataFolder());
    }

    @Override
    public Future<Void> drain(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return (gateway == null ? Future.<Void>succeededFuture() : gateway.drain(limit))
                .eventually(() -> Future.join(services.stream()
                        .map(service -> service.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))))
                        .toList()));
    }
}
