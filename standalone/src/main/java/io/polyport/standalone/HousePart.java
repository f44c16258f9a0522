package io.polyport.standalone;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPart;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpTls;
import io.polyport.gateway.GatewayConfig;
import io.polyport.gateway.GatewayPart;
import io.polyport.gateway.identity.DevIdentity;
import io.polyport.gateway.identity.LoopbackOnly;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.kit.bus.BusStart;
import io.polyport.kit.bus.Keyring;
import io.polyport.kit.config.Secret;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Program;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.kit.stream.StreamSettings;
import io.polyport.store.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All parts of the house in one process, the demo servers first and the gateway last; drained the other way round. */
final class HousePart implements Part {
    private static final Set<String> EVERY_SCOPE = Set.of("ftp:read", "ftp:write", "ftp:command");
    private static final String VERSION = Program.version(Standalone.class);

    private final StandaloneConfig config;
    private final Surroundings surroundings;
    private final int loops = Runtime.getRuntime().availableProcessors();
    private Optional<DemoFtpServer> demo = Optional.empty();
    private FtpPart ftp;
    private GatewayPart gateway;

    HousePart(StandaloneConfig config, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "house";
    }

    /** What has to be done with files before anything starts. */
    private record Prepared(Optional<DemoFtpServer> demo, Optional<DevIdentity> identity) {}

    @Override
    public Future<Void> start(Vertx vertx) {
        return vertx.executeBlocking(this::prepare).compose(prepared -> {
            demo = prepared.demo();
            Keyring keys = BusStart.ownKeys();
            // Two members share one heap.
            var streams = StreamSettings.forHeap(Runtime.getRuntime().maxMemory() / 2);
            ftp = new FtpPart(ftpConfig(), BusStart.member(keys, streams, vertx), surroundings, VERSION, loops);
            gateway = new GatewayPart(
                    gatewayConfig(prepared.identity()),
                    BusStart.member(keys, streams, vertx),
                    surroundings,
                    VERSION,
                    loops);
            return ftp.start(vertx)
                    .compose(ready -> gateway.start(vertx))
                    .compose(ready -> routed(vertx))
                    .onSuccess(ready -> Greeting.print(config, gateway.ports(), prepared.identity()));
        });
    }

    private Prepared prepare() {
        Path data = config.gateway().dataFolder();
        Optional<DevIdentity> identity = Optional.empty();
        if (config.gateway().identity().issuers().isEmpty()) {
            // Before a key is made: an open gateway must not start at all.
            config.gateway().hosts().forEach(host -> LoopbackOnly.require(host, false));
            identity = Optional.of(DevIdentity.prepare(data, EVERY_SCOPE, Clock.systemUTC()));
        }
        Optional<DemoFtpServer> server = config.demo().enabled()
                ? Optional.of(DemoFtpServer.start(
                        data.resolve("demo-ftp"), config.demo().ftpPort()))
                : Optional.empty();
        return new Prepared(server, identity);
    }

    /** Succeeds when the gateway routes to the services of this process: it learns of them as any gateway does. */
    private Future<Void> routed(Vertx vertx) {
        return Future.future(promise -> vertx.setPeriodic(20, timer -> {
            if (gateway.services().contains("ftp")) {
                vertx.cancelTimer(timer);
                promise.complete();
            }
        }));
    }

    private FtpConfig ftpConfig() {
        Map<String, FtpConfig.Connection> connections =
                new HashMap<>(config.ftp().connections());
        demo.ifPresent(server -> connections.putIfAbsent("demo", demoConnection(server)));
        StateSettings state = config.ftp().state();
        return config.ftp()
                .withConnections(connections)
                // All local state is in the data folder, unless another place was chosen.
                .withState(
                        state.folder().equals(StateSettings.FOLDER)
                                ? state.withFolder(config.gateway().dataFolder())
                                : state);
    }

    private static FtpConfig.Connection demoConnection(DemoFtpServer server) {
        return new FtpConfig.Connection(
                "127.0.0.1",
                server.port(),
                server.user(),
                Optional.of(Secret.of(server.password())),
                FtpConfig.Mode.PASSIVE,
                FtpRoute.Extended.AUTO,
                new FtpConfig.CallBack(Optional.empty(), 0, 0),
                Optional.empty(),
                false,
                "UTF-8",
                "UTC",
                "",
                false,
                false,
                true,
                FtpConfig.TransferType.BINARY,
                8,
                64,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                FtpTls.none());
    }

    /** Without a configured issuer the development key is believed, and its tokens' scopes decide alone. */
    private GatewayConfig gatewayConfig(Optional<DevIdentity> identity) {
        GatewayConfig given = config.gateway();
        PolicyConfig policy = identity.isPresent() && given.policy().rules().isEmpty()
                ? PolicyConfig.byScopesAlone()
                : given.policy();
        return new GatewayConfig(
                given.http(),
                given.https(),
                identity.map(DevIdentity::config).orElse(given.identity()),
                policy,
                given.externalUrl(),
                given.trustedProxies(),
                given.prefixes(),
                given.timeout(),
                given.webSockets(),
                given.dataFolder());
    }

    @Override
    public Future<Void> drain(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return gateway.drain(limit)
                .eventually(() -> ftp.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime()))))
                .eventually(() -> surroundings.vertx().executeBlocking(() -> {
                    demo.ifPresent(DemoFtpServer::close);
                    return null;
                }));
    }
}
