package io.polyport.standalone;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPart;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.config.Secret;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.store.StateSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The FTP service with its demo server. */
final class HouseFtp implements HouseService {
    private final StandaloneConfig config;
    private final Surroundings surroundings;
    private final String version;
    private final int loops;
    private Optional<DemoFtpServer> demo = Optional.empty();
    private FtpPart part;

    HouseFtp(StandaloneConfig config, Surroundings surroundings, String version, int loops) {
        this.config = config;
        this.surroundings = surroundings;
        this.version = version;
        this.loops = loops;
    }

    @Override
    public String word() {
        return "ftp";
    }

    @Override
    public Future<Void> start(Vertx vertx, BusMember member) {
        return vertx.executeBlocking(this::demo).compose(server -> {
            demo = server;
            part = new FtpPart(ftpConfig(), member, surroundings, version, loops);
            return part.start(vertx);
        });
    }

    private Optional<DemoFtpServer> demo() {
        return config.demo().enabled()
                ? Optional.of(DemoFtpServer.start(
                        config.gateway().dataFolder().resolve("demo-ftp"),
                        config.demo().ftpPort()))
                : Optional.empty();
    }

    private FtpConfig ftpConfig() {
        Map<String, FtpConfig.Connection> connections =
                new HashMap<>(config.ftp().connections());
        demo.ifPresent(server -> connections.putIfAbsent("demo", connection(server)));
        StateSettings state = config.ftp().state();
        return config.ftp()
                .withConnections(connections)
                // All local state is in the data folder, unless another place was chosen.
                .withState(
                        state.folder().equals(StateSettings.FOLDER)
                                ? state.withFolder(config.gateway().dataFolder())
                                : state);
    }

    private static FtpConfig.Connection connection(DemoFtpServer server) {
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

    @Override
    public Future<Void> drain(Duration limit) {
        return (part == null ? Future.<Void>succeededFuture() : part.drain(limit))
                .eventually(() -> surroundings.vertx().executeBlocking(() -> {
                    demo.ifPresent(DemoFtpServer::close);
                    return null;
                }));
    }
}
