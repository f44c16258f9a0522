package io.polyport.system.ftp;

import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Our side of an exchange as a test sees it: a house with exchanges below one folder, and what it says of them. */
final class Till implements AutoCloseable {
    /** Files that are stuck are tried again after pauses that double: long ones where a machine was slow before. */
    static final Duration SOON = Duration.ofSeconds(60);

    /** Looks ten times a second, and trusts what did not change for as long. */
    static final String FAST = "poll-period: 100ms, upload-period: 200ms";

    static final String QUICK = "ready: {settle: 100ms}";

    final FtpHouse house;
    final Path folder;
    private final String exchange;

    private Till(FtpHouse house, Path folder, String exchange) {
        this.house = house;
        this.folder = folder;
        this.exchange = exchange;
    }

    /**
     * @param folder in which all is kept
     * @param connections the lines below {@code ftp.connections}
     * @param more further lines below {@code ftp}, or an empty text
     * @param exchanges the lines below {@code ftp.exchanges}
     */
    static Till open(Path folder, List<String> connections, String more, List<String> exchanges) {
        return new Till(
                FtpHouse.configured("", yaml(folder, connections, more, exchanges)), folder.resolve("till"), "pos");
    }

    /** The same house as another of its exchanges sees it. */
    Till of(String other) {
        return new Till(house, folder, other);
    }

    static Till open(Path folder, List<String> connections, String exchange) {
        return open(folder, connections, "", List.of("pos: {" + exchange + "}"));
    }

    /** One exchange with the connection {@code far}, to a real server's start directory. */
    static Till open(Path folder, Peer far, String exchange) {
        return open(folder, List.of(FtpHouse.line("far", far)), exchange);
    }

    static Till open(Path folder, ScriptedFtpServer far, String exchange) {
        return open(folder, List.of(FtpHouse.line("far", far)), exchange);
    }

    private static String yaml(Path folder, List<String> connections, String more, List<String> exchanges) {
        return "  state: {folder: '%s'}\n  exchange-folder: '%s'\n%s  connections:\n    %s\n  exchanges:\n    %s\n"
                .formatted(
                        folder.resolve("state"),
                        folder.resolve("till"),
                        more,
                        String.join("\n    ", connections),
                        String.join("\n    ", exchanges));
    }

    /** A directory of the till as the service makes it. */
    Path at(String name) {
        return folder.resolve(name);
    }

    String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Puts a report there as a careful program does. */
    static void put(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Path writing = file.resolveSibling(file.getFileName() + ".writing");
            Files.writeString(writing, content, StandardCharsets.UTF_8);
            Files.move(writing, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The names in a directory, ours that are only for a moment included. */
    static List<String> names(Path directory) {
        try (var all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    JsonObject show() {
        return house.as("anna").get("/exchanges/" + exchange).has(200).json();
    }

    JsonObject task(String task) {
        return show().getJsonObject(task);
    }

    List<JsonObject> history() {
        return Rest.objects(show().getJsonArray("history"));
    }

    void awaitResult(String task, String result) {
        Eventually.holds(
                SOON, task + " is " + result, () -> result.equals(task(task).getString("result")));
    }

    void awaitState(String task, String state) {
        Eventually.holds(
                SOON, task + " is " + state, () -> state.equals(task(task).getString("state")));
    }

    static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Eventually.holds(SOON, what, condition);
    }

    /** Waits until the task has looked so often again. */
    void awaitLooks(String task, int looks) {
        for (int i = 0; i < looks; i++) {
            String last = task(task).getString("lastRun", "");
            await("another look", () -> !last.equals(task(task).getString("lastRun", "")));
        }
    }

    @Override
    public void close() throws IOException {
        house.close();
    }
}
