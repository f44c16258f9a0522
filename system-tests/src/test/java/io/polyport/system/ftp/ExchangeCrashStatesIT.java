package io.polyport.system.ftp;

import static io.polyport.system.ftp.Till.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Waiting;
import io.polyport.store.Records;
import io.polyport.store.StateSettings;
import io.polyport.store.StateStore;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What a process that was killed between two steps has left: every state of record, disk and server that there can be. Each
 * is an exchange with a server of its own; one house goes on with all of them.
 */
@DisplayName("After a crash between two steps of an exchange")
class ExchangeCrashStatesIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static List<CrashState> downloads = List.of();
    private static List<CrashState> uploads = List.of();
    private static Till till;

    private static List<CrashState> states(String task, String... rows) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> new CrashState(task, i, folder.resolve("till"), rows[i]))
                .toList();
    }

    private static List<CrashState> all() {
        return Stream.concat(downloads.stream(), uploads.stream()).toList();
    }

    @BeforeAll
    static void start() throws IOException {
        downloads = states(
                "download",
                // While it is fetched, the half of it, or all and no flag yet.
                "fetch;;POS.spr;POS.flg POS.spr",
                "fetch;.exchange-00!;POS.spr;POS.flg POS.spr",
                "fetch;.exchange-00 .exchange-01;POS.spr;POS.flg POS.spr",
                // All is ours and nothing is shown.
                "place;.exchange-00 .exchange-01;POS.spr;POS.flg POS.spr",
                // The file is shown.
                "place;POS.spr .exchange-01;POS.spr;POS.flg POS.spr",
                // The file is shown and consumed already; its flag is still to come.
                "place;.exchange-01;POS.spr;POS.flg",
                // File and flag are shown.
                "place;POS.flg POS.spr;POS.spr;POS.flg POS.spr",
                // They are shown and consumed: neither may come again.
                "place;;POS.spr;",
                // It is deleted at the server.
                "place;POS.flg POS.spr;;POS.flg POS.spr",
                "place;;;",
                // The same after a failure, while others went on.
                "aside fetch;.exchange-00!;POS.spr;POS.flg POS.spr",
                "aside place;.exchange-00 .exchange-01;POS.spr;POS.flg POS.spr",
                "aside place;.exchange-01;POS.spr;POS.flg",
                "aside place;;POS.spr;",
                "aside place;;;");
        uploads = states(
                "upload",
                // While it is sent, nothing, a half, or all of it is at the server.
                "send;POS.rep;;POS.rep",
                "send;POS.rep;.exchange-00!;POS.rep",
                "send;POS.rep;.exchange-00;POS.rep",
                // All of it is there, and the one before, too.
                "rename;POS.rep;.exchange-00 POS.rep!;POS.rep",
                // A server that replaces nothing has got the one before out of the way.
                "rename;POS.rep;.exchange-00 .exchange-00.old!;POS.rep",
                "rename;POS.rep;POS.rep .exchange-00.old!;POS.rep",
                // It is renamed.
                "rename;POS.rep;POS.rep;POS.rep",
                // It is renamed and the other side has taken it: it may not come again.
                "rename;POS.rep;;",
                // It is gone here.
                "rename;;POS.rep;POS.rep",
                "aside send;POS.rep;.exchange-00!;POS.rep",
                "aside rename;POS.rep;.exchange-00 POS.rep!;POS.rep",
                "aside rename;POS.rep;POS.rep;POS.rep",
                "aside rename;POS.rep;;",
                "aside rename;;POS.rep;POS.rep");
        knowConfiguration();
        arrange();
        till = open();
    }

    private static Till open() {
        return Till.open(
                folder,
                all().stream().map(CrashState::connectionLine).toList(),
                "",
                all().stream().map(CrashState::exchangeLine).toList());
    }

    /** Else the house would take the records for those of another configuration, which it begins anew. */
    private static void knowConfiguration() throws IOException {
        try (var first = open()) {
            for (CrashState state : all()) {
                var seen = first.of(state.name());
                await("a look", () -> seen.task(state.task()).containsKey("lastRun"));
            }
        }
    }

    private static void arrange() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            var settings = StateSettings.inFolder(folder.resolve("state"));
            StateStore store = Waiting.value(StateStore.open(vertx, settings, "ftp"), LIMIT);
            for (CrashState state : all()) {
                remember(store.records("exchange"), state);
            }
            Waiting.value(store.close(), LIMIT);
        } finally {
            Waiting.value(vertx.close(), LIMIT);
        }
    }

    private static void remember(Records records, CrashState state) throws IOException {
        var entry = Waiting.value(records.find(state.name()), LIMIT).orElseThrow();
        var body = new JsonObject()
                .put("settings", entry.body().getString("settings"))
                .put(state.task(), state.arrange());
        assertThat(Waiting.value(records.replace(entry, Optional.of(Instant.now()), body), LIMIT))
                .isTrue();
    }

    @AfterAll
    static void stop() throws IOException {
        if (till != null) {
            till.close();
        }
        for (CrashState state : all()) {
            state.close();
        }
    }

    @ParameterizedTest(name = "FT-30 FT-31 FT-36 {0}, theirs nothing")
    @FieldSource("downloads")
    void download(CrashState state) {
        state.awaitEnd(till);
    }

    @ParameterizedTest(name = "FT-32 FT-36 {0}, ours nothing")
    @FieldSource("uploads")
    void upload(CrashState state) {
        state.awaitEnd(till);
    }
}
