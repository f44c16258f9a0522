package io.polyport.ftp.protocol;

import static io.polyport.ftp.protocol.OnLoop.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.FtpLimits;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;

/** A scripted server with one file, and a client; whatever a test does, nothing of them may be left. */
final class FaultyPeer implements AfterEachCallback {
    static final byte[] CONTENT = "0123456789".repeat(410).substring(0, 4096).getBytes(StandardCharsets.US_ASCII);
    static final FtpPath FILE = FtpPath.ofText("file");
    private static final String TIMEOUT = "ftp.timeout";

    /** Longer than a busy machine stands still, and than {@link #IN_TIME}: who waits so long is found out. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration REPLY = Duration.ofMillis(700);
    private static final Duration IDLE = Duration.ofMillis(900);
    private static final Duration IN_TIME = Duration.ofSeconds(15);
    private static final int LOGINS = 10;

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
        return settings(PATIENCE, PATIENCE);
    }

    /** For faults that only time shows. */
    FtpSettings hurried() {
        return settings(REPLY, IDLE);
    }

    /** For the fault that is to be told by this code. */
    FtpSettings settings(String code) {
        return code.equals(TIMEOUT) ? hurried() : settings();
    }

    private FtpSettings settings(Duration reply, Duration idle) {
        return FtpSettings.of("127.0.0.1", server.port(), "u", "p")
                .withLimits(FtpLimits.defaults().withTimes(PATIENCE, reply, idle));
    }

    /** Logs in, again where a machine that stood still was longer than a hurried client's patience. */
    FtpSession open(FtpSettings settings) {
        for (int i = 1; ; i++) {
            try {
                return loop.open(settings);
            } catch (ProblemException late) {
                if (i == LOGINS || !late.problem().code().equals(TIMEOUT)) {
                    throw late;
                }
            }
        }
    }

    void quit(FtpSession session) {
        loop.call(session::quit);
    }

    /** Within the fault's own time: no chain of timeouts. */
    static Problem timed(Supplier<Problem> action) {
        long start = System.nanoTime();
        var problem = action.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_TIME);
        return problem;
    }

    /** One row of a table of faults: what the server does, at which command, and what comes of it. */
    static Arguments fault(String what, String verb, ScriptedFtpServer.Script script, String code) {
        return Arguments.of(what, verb, script, code);
    }
}
