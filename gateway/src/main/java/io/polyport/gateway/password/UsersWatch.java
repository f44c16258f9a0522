package io.polyport.gateway.password;

import io.polyport.kit.config.ConfigException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users file, read again when it changes. Its bytes are compared, not its time: Kubernetes swaps links, and two changes
 * may fall into one tick of the clock. A file that can't be used changes nothing: the users of before stay.
 */
final class UsersWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UsersWatch.class);
    private static final long LARGEST = 16 << 20;

    private final Vertx vertx;
    private final Path file;
    private final UsersConfig config;
    private final Fingerprints fingerprints;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final long timer;
    private volatile Users users;
    private volatile byte[] seen;
    private volatile Future<Void> look = Future.succeededFuture();

    private UsersWatch(Vertx vertx, Path file, UsersConfig config, Fingerprints fingerprints) {
        this.vertx = vertx;
        this.file = file;
        this.config = config;
        this.fingerprints = fingerprints;
        this.seen = bytes();
        this.users = Users.read(file, config, fingerprints);
        this.timer = vertx.setPeriodic(config.reReadEvery().toMillis(), ignored -> look());
    }

    /**
     * Reads the file, so it blocks, and goes on looking at it.
     *
     * @throws ConfigException with every fault of the file
     */
    static UsersWatch begin(Vertx vertx, Path file, UsersConfig config, Fingerprints fingerprints) {
        return new UsersWatch(vertx, file, config, fingerprints);
    }

    /** Those of the file's last usable state. */
    Users users() {
        return users;
    }

    private void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            look = vertx.<Void>executeBlocking(
                            () -> {
                                readAgain();
                                return null;
                            },
                            false)
                    .onComplete(ignored -> looking.set(false));
        } catch (RejectedExecutionException programEnds) {
            close();
        }
    }

    private void readAgain() {
        byte[] now = bytes();
        if (Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        try {
            users = Users.read(file, config, fingerprints);
            LOG.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("users", users.size())
                    .log("the users file has changed and was read again");
        } catch (ConfigException unusable) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("faults", unusable.getMessage())
                    .log("the users file has changed and can't be used; the users of before stay");
        }
    }

    /** Nothing for a file that can't be read, which is told when it is read as YAML. */
    private byte[] bytes() {
        try {
            return Files.size(file) > LARGEST ? new byte[0] : Files.readAllBytes(file);
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }

    /** Succeeds when the file is not being looked at any more. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return look.otherwiseEmpty();
    }
}
