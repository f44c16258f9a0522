package io.polyport.system.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.yaml.ModelReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/odata.md promises, asked for in all the ways in which URLs come from clients and from hands. */
@DisplayName("Spellings of requests, odd and wrong ones among them")
class SpellingsIT {
    private static final String KEY = "b1c89d94-cb6a-11e6-aede-5404a6b4b8ed";
    private static final String NONE = "b1c89d95-cb6a-11e6-aede-5404a6b4b8ed";
    private static final Pattern CODE = Pattern.compile("<m:code>(-?\\d+)</m:code>|\"code\": \"(-?\\d+)\"");

    private static TestBase base;
    private static OdataHouse house;

    @BeforeAll
    static void start() throws URISyntaxException {
        Path model =
                Path.of(SpellingsIT.class.getResource("/odata/recorded.yaml").toURI());
        base = TestBase.of(TestBase.Kind.H2, ModelReader.read(model));
        base.insert("Catalog_X", "Ref_Key", KEY, "Code", "1", "Description", "a");
        base.insert("Catalog_Валюты", "Ref_Key", KEY, "Code", "840");
        base.insert("Document_X", "Ref_Key", KEY, "Date", LocalDateTime.of(2024, 1, 1, 0, 0));
        base.insert(
                "InformationRegister_КурсыВалют",
                "Period",
                LocalDateTime.of(2023, 12, 31, 0, 0),
                "Валюта_Key",
                KEY,
                "Курс",
                "90.5");
        house = OdataHouse.of(model, base, "");
    }

    @AfterAll
    static void stop() {
        if (house != null) {
            house.close();
            base.close();
        }
    }

    static Stream<Arguments> spellings() throws IOException, URISyntaxException {
        Path table =
                Path.of(SpellingsIT.class.getResource("/odata/spellings.txt").toURI());
        return Files.readAllLines(table, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.startsWith("#") && line.contains(" => "))
                .map(line -> line.split(" => ", 2))
                .map(parts -> Arguments.of(parts[0], parts[1]));
    }

    @ParameterizedTest(name = "OD-30 OD-32 {0}: {1}")
    @MethodSource("spellings")
    void answered(String written, String expected) {
        String[] parts = keyed(written).split(" \\|\\| ");
        String[] request = parts[0].split(" ", 2);
        Map<String, String> headers = new HashMap<>();
        for (int each = 1; each < parts.length; each++) {
            String[] header = parts[each].split(": ", 2);
            headers.put(header[0], header[1]);
        }
        headers.putIfAbsent("Accept-Language", "ru");
        String path = request.length == 1 ? "" : request[1];
        var answer = house.send("anna", request[0], "/base/odata/standard.odata" + path, headers, null);
        String[] wanted = keyed(expected).split(" ", 3);
        assertThat(answer.statusCode() + " " + code(answer.body()))
                .as(answer.body())
                .isEqualTo(wanted[0] + " " + wanted[1]);
        if (wanted.length > 2) {
            assertThat(answer.body()).contains(wanted[2]);
        }
    }

    private static String keyed(String text) {
        return text.replace("{key}", KEY).replace("{none}", NONE);
    }

    private static String code(String body) {
        var found = CODE.matcher(body);
        if (!found.find()) {
            return "-";
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
