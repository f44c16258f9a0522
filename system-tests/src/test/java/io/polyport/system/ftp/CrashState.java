package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a process that was killed between two steps has left of one exchange, and what has to become of it. */
final class CrashState implements AutoCloseable {
    private static final String ASIDE = "aside ";
    private static final String GOODS = "goods";
    /** What the scripted server tells of every file's time. */
    private static final String TIME = "2026-03-04T05:06:07Z";

    private static final String SPARE = ".exchange-00";
    private static final String FLAG_SPARE = ".exchange-01";
    private static final String DOWNLOAD =
            "download: {remote: pub/POS.spr, ready: {when: at-once}, automatic-load: true, load-flag: POS.flg}";
    private static final String UPLOAD = "upload: {local: POS.rep, remote: pub/POS.rep, ready: {when: at-once}}";

    private final String task;
    private final String phase;
    private final boolean aside;
    private final List<String> atOurs;
    private final List<String> atTheirs;
    private final Set<String> end;
    private final ScriptedExchange exchange;
    private final Path ours;

    /**
     * @param row the phase in the record, after {@code aside} when it has failed before and others went on; then names, each
     *     list divided by blanks: on our side, at the server, and those that there have to be in the end on the side to which
     *     it goes. A {@code !} behind a name: its content is another
     */
    CrashState(String task, int number, Path folder, String row) {
        String[] columns = row.split(";", -1);
        this.task = task;
        this.aside = columns[0].startsWith(ASIDE);
        this.phase = columns[0].replace(ASIDE, "");
        this.atOurs = names(columns[1]);
        this.atTheirs = names(columns[2]);
        this.end = new TreeSet<>(names(columns[3]));
        this.exchange = new ScriptedExchange(task + "-" + number);
        this.ours = exchange.in(folder);
    }

    private static List<String> names(String column) {
        return Arrays.stream(column.split(" ")).filter(name -> !name.isEmpty()).toList();
    }

    String name() {
        return exchange.name;
    }

    String task() {
        return task;
    }

    String connectionLine() {
        return exchange.connection();
    }

    String exchangeLine() {
        return exchange.exchange(Till.FAST, task.equals("download") ? DOWNLOAD : UPLOAD);
    }

    /** Puts the files there, and gives what the record has to say of the task. */
    JsonObject arrange() throws IOException {
        for (String name : atOurs) {
            Files.writeString(ours.resolve(plain(name)), content(name));
        }
        for (String name : atTheirs) {
            exchange.server.withFile("/pub/" + plain(name), content(name).getBytes(StandardCharsets.US_ASCII));
        }
        JsonObject open = open();
        return aside
                ? new JsonObject()
                        .put("attempts", 2)
                        .put(
                                "unfinished",
                                new JsonArray()
                                        .add(open.put("attempts", 2)
                                                .put("next", System.currentTimeMillis())
                                                .put("code", "ftp.busy")
                                                .put("detail", "'it' failed: busy")))
                : new JsonObject().put("open", open);
    }

    private JsonObject open() throws IOException {
        var open = new JsonObject().put("phase", phase).put("began", System.currentTimeMillis());
        return task.equals("download")
                ? open.put("listed", file("POS.spr", TIME))
                        .put("file", file("POS.spr", TIME))
                        .put("piece", piece(SPARE, "POS.spr"))
                        .put("flag", piece(FLAG_SPARE, "POS.flg"))
                : open.put("file", file("POS.rep", timeOfReport())).put("piece", piece(SPARE, "pub/POS.rep"));
    }

    private static String plain(String name) {
        return name.replace("!", "");
    }

    private static String content(String name) {
        if (name.startsWith(FLAG_SPARE) || name.endsWith("flg")) {
            return "";
        }
        return name.endsWith("!") ? "goo" : GOODS;
    }

    private String timeOfReport() throws IOException {
        Path report = ours.resolve("POS.rep");
        return Files.exists(report)
                ? Files.getLastModifiedTime(report).toInstant().toString()
                : TIME;
    }

    private static JsonObject file(String name, String time) {
        return new JsonObject().put("name", name).put("size", GOODS.length()).put("time", time);
    }

    private static JsonObject piece(String spare, String name) {
        return new JsonObject().put("spare", spare).put("name", name);
    }

    /** There is one result, all that has to be there is there once, and nothing comes after it. */
    void awaitEnd(Till house) {
        boolean downloads = task.equals("download");
        Till till = house.of(name());
        await(
                "one result, and nothing where it came from",
                () -> till.history().size() == 1 && (downloads ? theirs() : ours()).isEmpty());
        till.awaitLooks(task, 2);
        assertThat(downloads ? ours() : theirs()).isEqualTo(end);
        assertThat(till.history()).hasSize(1);
        if (end.contains("POS.spr")) {
            assertThat(ours.resolve("POS.spr")).hasContent(GOODS);
        }
        if (end.contains("POS.rep")) {
            assertThat(exchange.server.files.get("/pub/POS.rep")).asString().isEqualTo(GOODS);
        }
        assertThat(exchange.commands(downloads ? "RETR" : "STOR"))
                .as("only what was not whole goes again")
                .hasSize(phase.equals("fetch") || phase.equals("send") ? 1 : 0);
    }

    private Set<String> ours() {
        return new TreeSet<>(Till.names(ours));
    }

    private Set<String> theirs() {
        return exchange.server.files.keySet().stream()
                .map(path -> path.substring("/pub/".length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return "in phase %s%s, ours %s, theirs %s: in the end %s %s"
                .formatted(
                        aside ? ASIDE : "", phase, atOurs, atTheirs, task.equals("download") ? "ours" : "theirs", end);
    }

    @Override
    public void close() throws IOException {
        exchange.close();
    }
}
