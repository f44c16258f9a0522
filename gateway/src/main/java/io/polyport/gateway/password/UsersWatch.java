package io.polyport.gateway.password;

import io.polyport.kit.config.ConfigException;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users file and the files that it takes hashes from, read again when they change. Their bytes are compared, not their
 * times: Kubernetes swaps links, and two changes may fall into one tick of the clock. What can't be used changes nothing: the
 * users of before stay.
 */
final class UsersWatch {
    private static final Logger LOG = LoggerFactory.getLogger(UsersWatch.class);
    private static final int LARGEST = 16 << 20;
    /** A file that names other files than before is read once more, so that no change of these in between is missed. */
    private static final int MOST_READINGS = 3;

    private final Vertx vertx;
    private final Path file;
    private final UsersConfig config;
    private final Fingerprints fingerprints;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final long timer;
    private volatile Users users;
    private volatile Set<Path> hashes = Set.of();
    private volatile String seen = "";
    private volatile String complaint = "";
    private volatile Future<Void> look = Future.succeededFuture();

    private UsersWatch(Vertx vertx, Path file, UsersConfig config, Fingerprints fingerprints) {
        this.vertx = vertx;
        this.file = file;
        this.config = config;
        this.fingerprints = fingerprints;
        read();
        this.timer = vertx.setPeriodic(config.reReadEvery().toMillis(), ignored -> look());
    }

    /**
     * Reads the file, so it blocks, and goes on looking at it.
     *
     * @throws ConfigException with every fault of the file
     * @throws ProblemException {@code gateway.users-unusable} when it is too large to be read
     */
    static UsersWatch begin(Vertx vertx, Path file, UsersConfig config, Fingerprints fingerprints) {
        return new UsersWatch(vertx, file, config, fingerprints);
    }

    /** Those of the last usable state. */
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

    /** Unusable ones are tried each time: what they lack may be another file, of which nothing is known yet. */
    private void readAgain() {
        if (complaint.isEmpty() && state().equals(seen)) {
            return;
        }
        try {
            read();
            complaint = "";
            LOG.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("users", users.size())
                    .log("the users file has changed and was read again");
        } catch (ConfigException | ProblemException unusable) {
            if (!complaint.equals(unusable.getMessage())) {
                complaint = unusable.getMessage();
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("faults", complaint)
                        .log("the users file has changed and can't be used; the users of before stay");
            }
        }
    }

    private void read() {
        for (int i = 0; i < MOST_READINGS; i++) {
            requireSize();
            String state = state();
            Users read = Users.read(file, config, fingerprints);
            boolean same = read.files().equals(hashes);
            hashes = read.files();
            users = read;
            seen = state;
            if (same) {
                return;
            }
        }
    }

    private void requireSize() {
        try {
            if (Files.size(file) > LARGEST) {
                throw PasswordProblems.USERS_UNUSABLE.toException("The users file " + file + " has "
                        + (Files.size(file) >> 20) + " MiB; more than " + (LARGEST >> 20)
                        + " are not read. Look whether it is the right file.");
            }
        } catch (IOException unreadable) {
            // Which is told when it is read as YAML.
            LOG.atDebug().addKeyValue("file", file).log("the users file's size can't be had");
        }
    }

    /** Another one for other bytes in any of the files. */
    private String state() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            add(digest, file);
            new TreeSet<>(hashes).forEach(hash -> add(digest, hash));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, Path one) {
        try (InputStream in = Files.newInputStream(one)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        } catch (IOException unreadable) {
            digest.update((byte) 0);
        }
    }

    /** Succeeds when the file is not being looked at any more. */
    Future<Void> close() {
        vertx.cancelTimer(timer);
        return look.otherwiseEmpty();
    }
}
