package io.polyport.system.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.odata.fixtures.TestBase;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients that nobody here wrote have sent to 1C:Enterprise's interface, byte for byte: recorded from hacker-cb/1c-odata,
 * PyOData1C, odata1cw and a client of mottor's.
 */
@DisplayName("Requests of clients that others wrote")
class RecordedRequestsIT {
    private static final String RECORDED = "/odata/recorded-requests.jsonl";
    private static final String KEY = "b1c89d94-cb6a-11e6-aede-5404a6b4b8ed";

    private static TestBase base;
    private static OdataHouse house;

    @BeforeAll
    static void start() throws URISyntaxException {
        Path model = Path.of(
                RecordedRequestsIT.class.getResource("/odata/recorded.yaml").toURI());
        base = TestBase.of(TestBase.Kind.H2, io.polyport.odata.model.yaml.ModelReader.read(model));
        base.insert("Catalog_ЕдиницыИзмерения", "Ref_Key", KEY, "Code", "001", "Description", "ш'т");
        base.insert("Catalog_Валюты", "Ref_Key", KEY, "Code", "840");
        base.insert("Catalog_X", "Ref_Key", KEY, "Description", "a", "Цена", "12.50");
        base.insert("Document_X", "Ref_Key", KEY, "Date", LocalDateTime.of(2024, 1, 1, 0, 0));
        base.insert("Document_ПриходныйОрдер", "Ref_Key", KEY, "Date", LocalDateTime.of(2024, 2, 1, 0, 0));
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

    static Stream<Arguments> recorded() throws IOException {
        try (var in = RecordedRequestsIT.class.getResourceAsStream(RECORDED)) {
            List<JsonObject> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JsonObject::new)
                    .toList();
            return lines.stream()
                    .filter(line -> line.containsKey("m"))
                    .map(line -> Arguments.of(line.getString("m") + " " + line.getString("u"), line));
        }
    }

    /** The status and the inner code, '' for none, that the request is to be answered with. */
    private static String expected(String method, String url) {
        if (!method.equals("GET")) {
            // Writing is not there yet; the answer has to say so in the client's own language of errors.
            return "405 19";
        }
        if (url.contains("НетТакого")) {
            return "404 8";
        }
        return url.contains("/Balance") ? "501 0" : "200 ";
    }

    @ParameterizedTest(name = "OD-32 {0}")
    @MethodSource("recorded")
    void answered(String name, JsonObject line) {
        Map<String, String> headers = new HashMap<>();
        Map.of("accept", "accept", "ct", "content-type", "dsv", "DataServiceVersion", "mdsv", "MaxDataServiceVersion")
                .forEach((key, header) -> {
                    if (line.containsKey(key)) {
                        headers.put(header, line.getString(key));
                    }
                });
        String path = line.getString("raw").replace(" ", "%20");
        var answer = house.send("anna", line.getString("m"), path, headers, line.getString("body"));
        assertThat(answer.statusCode() + " " + code(answer.body()))
                .as(answer.body())
                .isEqualTo(expected(line.getString("m"), line.getString("u")));
        assertThat(answer.body()).isNotEmpty();
        if (answer.statusCode() == 200 && line.getString("u").contains("guid'" + KEY + "')")) {
            assertThat(answer.body()).contains("\"Ref_Key\": \"" + KEY + "\"");
        }
    }

    private static String code(String body) {
        if (body.startsWith("{") && body.contains("odata.error")) {
            return new JsonObject(body).getJsonObject("odata.error").getString("code");
        }
        int at = body.indexOf("<m:code>");
        return at < 0 ? "" : body.substring(at + 8, body.indexOf("</m:code>"));
    }
}
