package io.polyport.system.ftp;

import io.polyport.system.ftp.KilledExchange.Way;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The service as a process, killed while the FTP servers are at named commands; and the servers going away there. Each way
 * is an exchange of its own, and one process has all of them; {@link ExchangeKillsLongIT} starts one for each.
 */
@DisplayName("An exchange whose service or server is killed")
class ExchangeKillsIT {
    @TempDir
    private static Path folder;

    private static KilledExchanges exchanges;

    @BeforeAll
    static void kill() throws Exception {
        exchanges = new KilledExchanges(
                folder, Stream.concat(downloads().stream(), uploads().stream()).toList());
        exchanges.kill();
    }

    @AfterAll
    static void stop() throws Exception {
        if (exchanges != null) {
            exchanges.close();
        }
    }

    static List<Way> downloads() {
        return Way.all("download");
    }

    static List<Way> uploads() {
        return Way.all("upload");
    }

    @ParameterizedTest(name = "FT-30 FT-31 FT-36 {0}, and in the end it is here once")
    @MethodSource("downloads")
    void download(Way way) {
        exchanges.awaitWhole(way);
    }

    @ParameterizedTest(name = "FT-32 FT-36 {0}, and in the end it is there once")
    @MethodSource("uploads")
    void upload(Way way) {
        exchanges.awaitWhole(way);
    }
}
