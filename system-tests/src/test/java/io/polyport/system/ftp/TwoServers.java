package io.polyport.system.ftp;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Two scripted FTP servers, the connections {@code from} and {@code to} of a house; each test's own. */
final class TwoServers implements BeforeEachCallback, AfterEachCallback {
    private final String transfers;
    private ScriptedFtpServer from;
    private ScriptedFtpServer to;
    private FtpHouse house;

    TwoServers() {
        this("");
    }

    /** @param transfers what stands below {@code ftp.transfers}, in braces */
    TwoServers(String transfers) {
        this.transfers = transfers;
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        from = new ScriptedFtpServer().withMlsd();
        to = new ScriptedFtpServer().withMlsd();
        house = FtpHouse.configured(
                "",
                "  connections: {%s, %s}\n  transfers: {%s}"
                        .formatted(FtpHouse.line("from", from), FtpHouse.line("to", to), transfers));
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        house.close();
        from.close();
        to.close();
    }

    ScriptedFtpServer from() {
        return from;
    }

    ScriptedFtpServer to() {
        return to;
    }

    FtpHouse house() {
        return house;
    }
}
