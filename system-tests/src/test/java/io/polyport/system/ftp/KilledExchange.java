package io.polyport.system.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.ftp.protocol.ScriptedFtpServer;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** An exchange one of whose partners is killed while its FTP server is at a named command. */
final class KilledExchange implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(90);
    /** Within this the JVM of the service starts, too. */
    private static final int START_SECONDS = 120;

    private static final byte[] GOODS = "0123456789".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    private static final String DOWNLOAD =
            "download: {remote: pub/POS.spr, ready: {when: at-once}, automatic-load: true, load-flag: POS.flg}";
    private static final String UPLOAD = "upload: {local: POS.rep, remote: pub/POS.rep, ready: {when: at-once}}";

    /**
     * Where, and who: nothing more happens on the connection of the first such command.
     *
     * @param task {@code download} or {@code upload}
     * @param partner {@code service} or {@code server}
     * @param half before the command is carried out, amid its data, or after it without a reply
     */
    record Way(String task, String partner, String verb, String half) {
        private static final List<String> COMMANDS = List.of(
                "download RETR before",
                "download RETR amid",
                "download DELE before",
                "download DELE after",
                "upload STOR before",
                "upload STOR amid",
                "upload STOR after",
                "upload RNTO before",
                "upload RNTO after");

        /** Every one that there is of a task: both partners at each half of each command that changes something. */
        static List<Way> all(String task) {
            return Stream.of("service", "server")
                    .flatMap(partner -> COMMANDS.stream()
                            .map(command -> command.split(" "))
                            .map(words -> new Way(words[0], partner, words[1], words[2])))
                    .filter(way -> way.task.equals(task))
                    .toList();
        }

        @Override
        public String toString() {
            return "the %s is killed %s %s of %s %s"
                    .formatted(partner, half, verb, task.equals("upload") ? "an" : "a", task);
        }
    }

    private final Way way;
    private final boolean downloads;
    private final ScriptedExchange exchange;
    private final Path ours;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final AtomicBoolean freezing = new AtomicBoolean(true);

    /** @param folder of all exchanges */
    KilledExchange(Way way, Path folder) {
        this.way = way;
        this.downloads = way.task().equals("download");
        this.exchange = new ScriptedExchange(String.join("-", way.task(), way.partner(), way.verb(), way.half())
                .toLowerCase(Locale.ROOT));
        this.ours = exchange.in(folder);
        exchange.server.on(way.verb(), this::freeze);
    }

    /** Silence of the server is no failure before the kill has come. */
    String connectionLine() {
        return exchange.connection("read-timeout: 180s", "data-timeout: 180s");
    }

    String exchangeLine() {
        return exchange.exchange("poll-period: 200ms, upload-period: 200ms", downloads ? DOWNLOAD : UPLOAD);
    }

    Way way() {
        return way;
    }

    private void freeze(ScriptedFtpServer.Connection connection, String argument) throws IOException {
        if (!freezing.compareAndSet(true, false)) {
            connection.usual(way.verb(), argument);
            return;
        }
        switch (way.half()) {
            case "before" -> {}
            case "amid" -> amid(connection);
            default -> after(connection, argument);
        }
        reached.countDown();
        connection.hang();
    }

    private void amid(ScriptedFtpServer.Connection connection) throws IOException {
        connection.reply("150 go");
        var data = connection.data();
        if (downloads) {
            data.getOutputStream().write(GOODS, 0, 1000);
        } else {
            data.getInputStream().readNBytes(1000);
        }
    }

    /** It has happened, and nobody is told. */
    private void after(ScriptedFtpServer.Connection connection, String argument) {
        var files = exchange.server.files;
        switch (way.verb()) {
            case "DELE" -> files.remove(connection.path(argument));
            case "RNTO" ->
                files.keySet().stream()
                        .filter(path -> path.contains(".exchange-"))
                        .findFirst()
                        .ifPresent(spare -> files.put(connection.path(argument), files.remove(spare)));
            case "STOR" -> files.put(connection.path(argument), GOODS);
            default -> throw new IllegalArgumentException(way.verb());
        }
    }

    /** There is something to exchange now. */
    void begin() throws IOException {
        if (downloads) {
            exchange.server.withFile("/pub/POS.spr", GOODS);
        } else {
            Files.createDirectories(ours);
            Files.write(ours.resolve("POS.rep.writing"), GOODS);
            Files.move(ours.resolve("POS.rep.writing"), ours.resolve("POS.rep"));
        }
    }

    /** @param service for what it said when the step is not reached */
    void awaitReached(Node service) throws InterruptedException {
        assertThat(reached.await(START_SECONDS, TimeUnit.SECONDS))
                .as(
                        "the step %s is reached; the service says: %s",
                        way, service.process().output())
                .isTrue();
    }

    /** Every connection is gone at once, as with a killed server; new ones are taken again. */
    void killServer() throws IOException {
        exchange.server.endData();
    }

    /** In the end all is in place, once. */
    void awaitWhole() {
        if (downloads) {
            awaitDownload();
        } else {
            awaitUpload();
        }
    }

    private void awaitDownload() {
        Eventually.holds(
                SOON,
                "all is in place",
                () -> exchange.server.files.isEmpty()
                        && Set.copyOf(Till.names(ours)).equals(Set.of("POS.spr", "POS.flg")));
        assertThat(ours.resolve("POS.spr")).hasBinaryContent(GOODS);
        assertThat(exchange.commands("RETR"))
                .as("fetched again only where it was not whole")
                .hasSize(way.verb().equals("RETR") ? 2 : 1);
    }

    private void awaitUpload() {
        Eventually.holds(
                SOON,
                "the report is there and nothing else",
                () -> exchange.server.files.keySet().equals(Set.of("/pub/POS.rep"))
                        && Till.names(ours).isEmpty());
        assertThat(exchange.server.files.get("/pub/POS.rep")).isEqualTo(GOODS);
        assertThat(exchange.commands("STOR")).hasSize(way.verb().equals("STOR") ? 2 : 1);
    }

    @Override
    public String toString() {
        return way.toString();
    }

    @Override
    public void close() throws IOException {
        exchange.close();
    }
}
