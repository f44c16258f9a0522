package io.polyport.system.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.standalone.trade.TradeBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients that others wrote (in TypeScript, PHP, Python, Go, Java and JavaScript) sent to the demo publication when their
 * own examples were run against it, unmodified but for addresses and names. {@code s} is the status of the answer: all but a few
 * are data, and those few ask for what is not there, in 1C:Enterprise neither or not yet here.
 */
@DisplayName("Reads of third-party clients from the demo publication")
class RecordedClientsIT {
    @TempDir
    static Path folder;

    private static OdataHouse house;

    @BeforeAll
    static void start() {
        var base = TradeBase.ensure(folder);
        house = OdataHouse.of(base.model(), base.url(), TradeBase.USER, "");
    }

    @AfterAll
    static void stop() {
        if (house != null) {
            house.close();
        }
    }

    static List<Path> clients() throws IOException, URISyntaxException {
        Path all = Path.of(RecordedClientsIT.class.getResource("/odata/clients").toURI());
        try (Stream<Path> files = Files.list(all)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "OD-32 each request of {0} is answered with the status that was recorded")
    @MethodSource("clients")
    void answered(Path recorded) throws IOException {
        List<String> odd = new ArrayList<>();
        for (String text : Files.readAllLines(recorded, StandardCharsets.UTF_8)) {
            var line = new JsonObject(text);
            if (!line.containsKey("m")) {
                continue;
            }
            Map<String, String> headers = new HashMap<>();
            Map.of("accept", "accept", "dsv", "DataServiceVersion", "mdsv", "MaxDataServiceVersion")
                    .forEach((key, header) -> {
                        if (line.containsKey(key)) {
                            headers.put(header, line.getString(key));
                        }
                    });
            var answer = house.send("anna", line.getString("m"), encoded(line.getString("raw")), headers, null);
            int status = answer.statusCode();
            if (status != line.getInteger("s")
                    || (status >= 400 && !answer.body().contains("error"))) {
                odd.add(status + " " + line.getString("u") + "\n" + answer.body());
            }
        }
        assertThat(odd).isEmpty();
    }

    /** Java's client sends no address with characters that others send as they are. */
    private static String encoded(String raw) {
        return raw.replace(" ", "%20")
                .replace("\"", "%22")
                .replace("|", "%7C")
                .replace("[", "%5B")
                .replace("]", "%5D")
                .replace("^", "%5E")
                .replace("`", "%60")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("\\", "%5C");
    }
}
