package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;

/** A scripted server with one file, and a client of short patience; whatever a test does, nothing of them may be left. */
final class FaultyPeer implements AfterEachCallback {
    static final byte[] CONTENT = "0123456789".repeat(410).substring(0, 4096).getBytes(StandardCharsets.US_ASCII);
    static final FtpPath FILE = FtpPath.ofText("file");
    private static final Duration REPLY = Duration.ofMillis(700);
    private static final Duration IDLE = Duration.ofMillis(900);

    private final OnLoop loop = new OnLoop();
    private final ScriptedFtpServer server;

    FaultyPeer() {
        try {
            server = new ScriptedFtpServer().withFile("/file", CONTENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever the fault was: no socket and no timer may outlive it. */
    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try {
            eventually("no socket left, but " + server.openSockets(), () -> server.openSockets() == 0);
            loop.nothingIsLeft();
        } finally {
            server.close();
            loop.close();
        }
    }

    OnLoop loop() {
        return loop;
    }

    ScriptedFtpServer server() {
        return server;
    }

    FtpSettings settings() {
        return FtpSettings.of("127.0.0.1", server.port(), "u", "p")
                .withLimits(FtpLimits.defaults().withTimes(Duration.ofSeconds(5), REPLY, IDLE));
    }

    void quit(FtpSession session) {
        loop.call(session::quit);
    }

    /** Within the fault's own time: no chain of timeouts. */
    static Problem timed(Supplier<Problem> action) {
        long start = System.nanoTime();
        var problem = action.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        return problem;
    }

    /** One row of a table of faults: what the server does, at which command, and what comes of it. */
    static Arguments fault(String what, String verb, ScriptedFtpServer.Script script, String code) {
        return Arguments.of(what, verb, script, code);
    }
}
