package io.polyport.store;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polyport.kit.fixtures.Waiting;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stores of both kinds for tests, and their end. */
final class Stores implements AutoCloseable {
    /** What keeps them. */
    enum Kind {
        H2,
        POSTGRESQL
    }

    final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final PostgresServer server;
    private final List<StateStore> opened = new CopyOnWriteArrayList<>();

    private Stores(Path folder, PostgresServer server) {
        this.folder = folder;
        this.server = server;
    }

    static Stores of(Kind kind) throws IOException {
        if (kind == Kind.POSTGRESQL) {
            String obstacle = PostgresServer.obstacle();
            assumeTrue(obstacle == null, () -> "PostgreSQL can't be started here: " + obstacle);
        }
        return new Stores(Files.createTempDirectory("state"), kind == Kind.POSTGRESQL ? PostgresServer.start() : null);
    }

    StateSettings settings() {
        return settings(Duration.ofSeconds(10));
    }

    StateSettings settings(Duration timeout) {
        return new StateSettings(
                server == null ? "file" : server.url(), folder, Optional.of("polyport"), Optional.empty(), 4, timeout);
    }

    StateStore open() {
        return open(settings());
    }

    StateStore open(StateSettings settings) {
        var store = Waiting.value(StateStore.open(vertx, settings, "test"));
        opened.add(store);
        return store;
    }

    PostgresServer server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        opened.forEach(store -> Waiting.value(store.close()));
        Waiting.value(vertx.close());
        if (server != null) {
            server.close();
        }
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
