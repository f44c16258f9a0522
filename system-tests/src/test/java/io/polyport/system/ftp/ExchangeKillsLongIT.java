package io.polyport.system.ftp;

import io.polyport.kit.fixtures.Results;
import io.polyport.system.ftp.KilledExchange.Way;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link ExchangeKillsIT}, with a process for each way: nothing else goes on in it. */
@Tag("long")
@Tag("exchanges")
@DisplayName("An exchange whose service or server is killed, alone in its service")
class ExchangeKillsLongIT {
    @RegisterExtension
    static final Results RESULTS = new Results(
            "exchanges",
            ExchangeKillsIT.downloads().size() + ExchangeKillsIT.uploads().size());

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "FT-30 FT-31 FT-36 {0}, and in the end it is here once")
    @MethodSource("io.polyport.system.ftp.ExchangeKillsIT#downloads")
    void download(Way way, TestInfo test) throws Exception {
        kill(way, test);
    }

    @ParameterizedTest(name = "FT-32 FT-36 {0}, and in the end it is there once")
    @MethodSource("io.polyport.system.ftp.ExchangeKillsIT#uploads")
    void upload(Way way, TestInfo test) throws Exception {
        kill(way, test);
    }

    private void kill(Way way, TestInfo test) throws Exception {
        try (var exchanges = new KilledExchanges(folder, List.of(way))) {
            exchanges.kill();
            exchanges.awaitWhole(way);
        }
        RESULTS.passed(test.getDisplayName(), new JsonObject());
    }
}
