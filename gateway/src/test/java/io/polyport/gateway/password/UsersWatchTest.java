package io.polyport.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class UsersWatchTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private Path file;
    private Path hash;
    private UsersWatch watch;

    @BeforeEach
    void listen() {
        file = folder.resolve("users.yaml");
        hash = folder.resolve("ivan.hash");
        said.list = new CopyOnWriteArrayList<>();
        said.start();
        ((Logger) LoggerFactory.getLogger(UsersWatch.class)).addAppender(said);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger(UsersWatch.class)).detachAppender(said);
        if (watch != null) {
            Waiting.value(watch.close());
        }
        Waiting.value(vertx.close());
    }

    private UsersWatch begin() {
        var config =
                new UsersConfig(Optional.of(file), Duration.ofMillis(50), Duration.ofMinutes(5), 100, 2, 64, false);
        watch = UsersWatch.begin(vertx, file, config, new Fingerprints(new SecureRandom()));
        return watch;
    }

    private static String hashOf(String password) {
        return OpenBSDBCrypt.generate(password.getBytes(StandardCharsets.UTF_8), new byte[16], 4) + "\n";
    }

    private boolean takes(String password) {
        return watch.users()
                .check(new BasicPassword("ivan", password), Instant.EPOCH)
                .isPresent();
    }

    /** At one moment, as who changes a file that is read should do: half a file would be told as a fault. */
    private void write(Path path, String text) throws IOException {
        Files.move(Files.writeString(folder.resolve("new"), text), path, StandardCopyOption.ATOMIC_MOVE);
    }

    private void refer(Path to) throws IOException {
        write(file, "users:\n  ivan: {password: {file: \"" + to + "\"}}\n");
    }

    private void makeEnormous() throws IOException {
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((16 << 20) + 1);
        }
    }

    @Test
    @DisplayName("GW-13 a hash may stand in a file of its own, and counts anew when that one changes")
    void hashFile() throws Exception {
        write(hash, hashOf("first"));
        refer(hash);
        begin();
        assertThat(takes("first")).isTrue();
        write(hash, hashOf("second"));
        Eventually.holds(SOON, "the new hash counts", () -> takes("second"));
        assertThat(takes("first")).isFalse();
    }

    @Test
    @DisplayName("GW-13 a hash whose file comes later than the line that names it counts when it is there")
    void lateHashFile() throws Exception {
        write(hash, hashOf("first"));
        refer(hash);
        begin();
        Path late = folder.resolve("late.hash");
        refer(late);
        Eventually.holds(SOON, "the lack is told", () -> !said.list.isEmpty());
        assertThat(takes("first")).isTrue();
        write(late, hashOf("second"));
        Eventually.holds(SOON, "the new hash counts", () -> takes("second"));
        assertThat(said.list.stream()
                        .filter(event -> event.getMessage().contains("can't be used"))
                        .count())
                .as("told once, however often it was looked at")
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "GW-13 a users file of more than 16 MiB stops the start, with a word of why, and later changes nothing")
    void enormous() throws Exception {
        makeEnormous();
        assertThatThrownBy(this::begin)
                .hasMessageContaining("gateway.users-unusable")
                .hasMessageContaining("16 MiB");
        write(hash, hashOf("first"));
        Files.delete(file);
        refer(hash);
        begin();
        makeEnormous();
        Eventually.holds(
                SOON,
                "it is told",
                () -> said.list.stream()
                        .anyMatch(event -> event.getKeyValuePairs().toString().contains("16 MiB")));
        assertThat(takes("first")).isTrue();
    }
}
