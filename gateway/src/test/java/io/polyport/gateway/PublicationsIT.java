package io.polyport.gateway;

import static io.polyport.gateway.PublicationPlan.fixed;
import static io.polyport.gateway.PublicationPlan.fromPath;
import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.identity.Way;
import io.polyport.gateway.publication.PublicationConfig;
import io.polyport.kit.address.InstanceId;
import io.polyport.kit.bus.Announcement;
import io.polyport.kit.fixtures.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicationsIT {
    private static final String KIND = "/odata/standard.odata";

    @TempDir
    static Path data;

    private static House house;
    private static String bearer;

    @BeforeAll
    static void open() {
        var plan = PublicationPlan.NONE
                .with("shop", "/shop", Way.BEARER)
                .with("deep", "/shop/опт", Way.BEARER)
                .with("root", "/", Way.BEARER)
                .separated("areas", "/areas", fromPath("Область"), fixed("Организация", "7"), fromPath("Склад"))
                .with(
                        "known",
                        new PublicationConfig(
                                "/known",
                                true,
                                List.of(Way.BEARER),
                                List.of(),
                                Optional.of("https://shop.example.org")))
                .with("empty", "/none", Way.BEARER);
        house = House.empty(data, HousePlan.USUAL.publishing(plan));
        PublishedService.join(house, "/shop" + KIND, "/shop/опт" + KIND, KIND, "/areas" + KIND, "/known" + KIND);
        bearer = "Authorization: Bearer " + house.token("ivan", "odata:read", "odata:write");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Wire.Answer get(String target) throws IOException {
        try (var wire = Wire.to(house.port())) {
            return wire.head("GET " + target + " HTTP/1.1", bearer).read();
        }
    }

    private static JsonObject seen(String target) throws IOException {
        var answer = get(target);
        assertThat(answer.status()).as(target + " " + answer.text()).isEqualTo(200);
        return new JsonObject(answer.text());
    }

    @ParameterizedTest(name = "GW-2 GW-9 {0} reaches the service with the base {1} and the path {2}")
    @CsvSource({
        "/shop/odata/standard.odata, /shop/odata/standard.odata, ''",
        "/shop/odata/standard.odata/, /shop/odata/standard.odata, /",
        "/shop/odata/standard.odata/Catalog_X, /shop/odata/standard.odata, /Catalog_X",
        "/sho%70/odata/standard%2Eodata/Y, /shop/odata/standard.odata, /Y",
        "/shop/%D0%BE%D0%BF%D1%82/odata/standard.odata/Z, /shop/%D0%BE%D0%BF%D1%82/odata/standard.odata, /Z",
        "/shop/опт/odata/standard.odata/Z, /shop/%D0%BE%D0%BF%D1%82/odata/standard.odata, /Z",
        "/odata/standard.odata/R, /odata/standard.odata, /R"
    })
    void reached(String target, String base, String path) throws Exception {
        var seen = seen(target);
        assertThat(seen.getString("base")).isEqualTo("http://gateway.test" + base);
        assertThat(seen.getString("path")).isEqualTo(path);
        assertThat(seen.getString("rest")).isEqualTo(path.isEmpty() ? "" : path.substring(1));
        assertThat(seen.getJsonObject("separators")).isEmpty();
    }

    @ParameterizedTest(name = "GW-2 GW-7 what stands behind the kind travels byte for byte: {0}")
    @ValueSource(
            strings = {
                "//x",
                "/a//b///",
                "/../../etc/passwd",
                "/%2e%2e/%2F%5C%00%zz%",
                "/Catalog_%D0%A2(guid'1')/%D0%9A%20?$filter=a%20eq%20'b/../c'",
                "/Catalog_X(a='(%27%2F//..%27)')/Y",
                "/a;AccessTokenX=1?x=1;y=2&&z"
            })
    void rawRest(String rest) throws Exception {
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        var seen = seen("/shop/odata/standard.odata" + rest);
        assertThat(seen.getString("path")).isEqualTo(path);
        assertThat(seen.getString("query")).isEqualTo(question < 0 ? "" : rest.substring(question + 1));
    }

    @ParameterizedTest(name = "GW-2 {0} is {1}")
    @CsvSource({
        "/Shop/odata/standard.odata, 404",
        "/shop/odata, 404",
        "/shop/odata/standard.odatas, 404",
        "/shop/hs/x, 404",
        "/shop%2Fodata/standard.odata, 400",
        "/shop/odata%2Fstandard.odata, 400",
        "/shop/../odata/standard.odata, 400",
        "/shop//odata/standard.odata, 400",
        "/shop%00/odata/standard.odata, 400",
        "/sho%C1%B0/odata/standard.odata, 400",
        "/%2573hop/odata/standard.odata, 404",
        "/none/odata/standard.odata, 503"
    })
    void refused(String target, int status) throws Exception {
        assertThat(get(target).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("GW-8 values from the path and fixed ones travel, and those from the path stand in returned URLs")
    void separators() throws Exception {
        var seen = seen("/areas/%D0%A1%D0%B5%D0%B2%D0%B5%D1%80%201/a%2Bb/odata/standard.odata/X?%D0%9E%D0%B1%D0%BB=2");
        assertThat(seen.getJsonObject("separators"))
                .isEqualTo(new JsonObject()
                        .put("Область", "Север 1")
                        .put("Организация", "7")
                        .put("Склад", "a+b"));
        assertThat(seen.getString("base"))
                .isEqualTo("http://gateway.test/areas/%D0%A1%D0%B5%D0%B2%D0%B5%D1%80%201/a%2Bb/odata/standard.odata");
        assertThat(seen.getString("path")).isEqualTo("/X");
        assertThat(seen("/areas/1%252F2/x/odata/standard.odata")
                        .getJsonObject("separators")
                        .getString("Область"))
                .as("decoded once")
                .isEqualTo("1%2F2");
    }

    @ParameterizedTest(name = "GW-8 {0} misses a separator or has none that could be one: {1}")
    @CsvSource({
        "/areas/odata/standard.odata/X, 404",
        "/areas/1/odata/standard.odata/X, 404",
        "/areas//2/odata/standard.odata/X, 404",
        "/areas/1//odata/standard.odata/X, 404",
        "/areas/1/2/3/odata/standard.odata/X, 404",
        "/areas/1/2/odata/standard.odata?x, 200",
        "/areas/1/%2F/odata/standard.odata/X, 400",
        "/areas/1/../odata/standard.odata/X, 400",
        "/areas/1/%00/odata/standard.odata/X, 400",
        "/areas/1/%01/odata/standard.odata/X, 404",
        "/areas/1/%20/odata/standard.odata/X, 404",
        "/areas/odata/standard.odata?Область=1&Склад=2, 404"
    })
    void missingSeparators(String target, int status) throws Exception {
        assertThat(get(target).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("GW-9 a publication's external URL goes before everything else, for that publication")
    void externalUrl() throws Exception {
        assertThat(seen("/known/odata/standard.odata/a").getString("url"))
                .isEqualTo("https://shop.example.org/known/odata/standard.odata/x");
    }

    @Test
    @DisplayName(
            "GW-2 of several instances of a kind's service only those that announce a publication's prefix serve it")
    void shards() throws Exception {
        var other = House.empty(
                data.resolve("shards"),
                HousePlan.USUAL.publishing(
                        PublicationPlan.NONE.with("a", "/a", Way.BEARER).with("b", "/b", Way.BEARER)));
        try (other) {
            PublishedService.join(other, "/a" + KIND);
            String token = "Authorization: Bearer " + other.token("ivan", "odata:read");
            PublishedService.join(other, "/b" + KIND);
            Eventually.holds(House.SOON, "both are served", () -> status(other, "/b", token) == 200);
            for (int i = 0; i < 10; i++) {
                assertThat(served(other, "/a", token)).isEqualTo("[/a" + KIND + "]");
                assertThat(served(other, "/b", token)).isEqualTo("[/b" + KIND + "]");
            }
        }
    }

    @Test
    @DisplayName("GW-2 /openapi.json shows OData in each publication that is served, and nowhere else")
    void shown() {
        var paths = new JsonObject(house.get("/openapi.json").body()).getJsonObject("paths");
        assertThat(paths.fieldNames())
                .containsExactlyInAnyOrder(
                        "/shop" + KIND + "/{rest}",
                        "/shop/%D0%BE%D0%BF%D1%82" + KIND + "/{rest}",
                        KIND + "/{rest}",
                        "/areas/{Область}/{Склад}" + KIND + "/{rest}",
                        "/known" + KIND + "/{rest}");
    }

    private static int status(House asked, String path, String token) throws IOException {
        try (var wire = Wire.to(asked.port())) {
            return wire.head("GET " + path + KIND + " HTTP/1.1", token).read().status();
        }
    }

    private static String served(House asked, String path, String token) throws IOException {
        try (var wire = Wire.to(asked.port())) {
            var answer = wire.head("GET " + path + KIND + " HTTP/1.1", token).read();
            return new JsonObject(answer.text()).getString("serves");
        }
    }

    private static double refusedClaims() {
        return refusedClaims(house);
    }

    private static double refusedClaims(House asked) {
        return asked.metrics()
                .lines()
                .filter(line -> line.startsWith("polyport_claims_refused_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest(name = "GW-2 the service {0} may not claim {1}")
    @CsvSource({
        "odata, /stranger/odata/standard.odata",
        "odata, /shop",
        "soap, /shop/odata/standard.odata",
        "soap, /none/odata/standard.odata"
    })
    void claims(String service, String prefix) {
        double before = refusedClaims();
        var claim = new Announcement(
                service,
                InstanceId.random(),
                "1",
                Announcement.State.READY,
                1,
                0,
                List.of(prefix),
                new JsonObject(),
                "0".repeat(64));
        house.vertx().eventBus().publish("announce", claim.seal(house.keys()));
        Eventually.holds(House.SOON, "the claim is counted", () -> refusedClaims() > before);
    }

    private static Announcement claim(String instance, long sequence, String... prefixes) {
        return new Announcement(
                "odata",
                instance,
                "1",
                Announcement.State.READY,
                sequence,
                0,
                List.of(prefixes),
                new JsonObject(),
                "0".repeat(64));
    }

    @Test
    @DisplayName("GW-2 a prefix that is not granted costs a service that prefix only, and is counted once per instance")
    void partlyGranted() throws Exception {
        var plan = PublicationPlan.NONE.with("a", "/a", Way.BEARER);
        try (var other = House.empty(data.resolve("partly"), HousePlan.USUAL.publishing(plan))) {
            PublishedService.join(other, "/stranger" + KIND, "/a" + KIND);
            String token = "Authorization: Bearer " + other.token("ivan", "odata:read");
            Eventually.holds(House.SOON, "the granted one is served", () -> status(other, "/a", token) == 200);
            assertThat(status(other, "/stranger", token)).isEqualTo(404);
            String again = InstanceId.random();
            for (int i = 1; i < 10; i++) {
                var bytes = claim(again, i, "/stranger" + KIND).seal(other.keys());
                other.vertx().eventBus().publish("announce", bytes);
            }
            other.vertx()
                    .eventBus()
                    .publish("announce", claim(InstanceId.random(), 1, "/last").seal(other.keys()));
            Eventually.holds(House.SOON, "the last claim is counted", () -> refusedClaims(other) >= 3);
            assertThat(refusedClaims(other)).isEqualTo(3);
        }
    }
}
