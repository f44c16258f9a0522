package io.polyport.system.ftp;

import io.polyport.ftp.FtpConfig;
import io.polyport.ftp.FtpPart;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.gateway.GatewayConfig;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.config.Doc;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.RuntimeSettings;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.store.StateSettings;
import io.polyport.system.house.LocalHouse;
import java.nio.file.Path;
import java.util.Set;

/** Gateway and FTP service in this JVM. */
final class FtpHouse implements AutoCloseable {
    private static final LocalHouse.Plan<Config> PLAN =
            new LocalHouse.Plan<>("ftp", Config.class, Config::gateway, Config::runtime, FtpHouse::part);

    /** What the two parts are configured with. */
    record Config(
            @Doc("The gateway.") GatewayConfig gateway,
            @Doc("The FTP service.") FtpConfig ftp,
            @Doc("The program's life.") RuntimeSettings runtime) {}

    private final LocalHouse house;

    private FtpHouse(LocalHouse house) {
        this.house = house;
    }

    /** With these connections, each a line {@code name: {host: …}}, and the defaults for all else. */
    static FtpHouse with(String... connections) {
        return configured("", "  connections:\n    " + String.join("\n    ", connections));
    }

    /**
     * @param rules further policy rules, indented as items of {@code gateway.policy.rules}
     * @param ftp the lines below {@code ftp:}, indented
     */
    static FtpHouse configured(String rules, String ftp) {
        return new FtpHouse(LocalHouse.start(PLAN, rules, ftp));
    }

    /** Its state is its own, unless the test has named a database. */
    private static Part part(Config config, Path folder, BusMember member, Surroundings surroundings, int loops) {
        StateSettings state = config.ftp().state();
        FtpConfig ftp = state.folder().equals(StateSettings.FOLDER)
                ? config.ftp().withState(state.withFolder(folder))
                : config.ftp();
        return new FtpPart(ftp, member, surroundings, "test", loops);
    }

    /** The line of a connection to a real server's start directory. */
    static String line(String name, Peer peer, String... more) {
        var login = peer.settings();
        return "%s: {host: %s, port: %d, user: %s, password: '%s'%s}"
                .formatted(name, login.host(), login.port(), login.user(), login.password(), all(more));
    }

    static String line(String name, ScriptedFtpServer server, String... more) {
        return line(name, server.port(), more);
    }

    static String line(String name, int port, String... more) {
        return "%s: {host: 127.0.0.1, port: %d, user: u, password: p%s}".formatted(name, port, all(more));
    }

    private static String all(String... more) {
        return more.length == 0 ? "" : ", " + String.join(", ", more);
    }

    int port() {
        return house.port();
    }

    int managementPort() {
        return house.managementPort();
    }

    /** A caller who may do everything: {@code anna} or {@code boris}; other names have only what further rules give. */
    Rest as(String subject) {
        return as(subject, Set.of("ftp:read", "ftp:write"));
    }

    /** The same, with a token of these scopes. */
    Rest as(String subject, Set<String> scopes) {
        return new Rest(house.port(), house.token(subject, scopes));
    }

    @Override
    public void close() {
        house.close();
    }
}
