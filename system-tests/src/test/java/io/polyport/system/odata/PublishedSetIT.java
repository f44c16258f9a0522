package io.polyport.system.odata;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.odata.fixtures.TestBase;
import io.polyport.odata.model.yaml.ModelReader;
import io.polyport.odata.publications.Published;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is published, seen and changed while two instances serve")
class PublishedSetIT {
    private static final Set<String> ADMIN = Set.of("odata:read", "odata:admin");
    private static final String ROOT = "/base/odata/standard.odata";
    private static final String PUBLISHED = ROOT + "/$published";
    private static final String CHOOSE_GOODS = "{\"objects\": [\"Catalog_Товары\"]}";
    private static final String RULES = "    - {name: goods, who: {subjects: [vera]},"
            + " may: {services: [odata], access: [read, write], objects: [/Catalog_*]}}";

    private Path model;
    private TestBase base;
    private OdataHouse one;
    private OdataHouse other;

    @BeforeEach
    void start() throws URISyntaxException {
        model = Path.of(
                PublishedSetIT.class.getResource("/odata/published.yaml").toURI());
        base = TestBase.of(TestBase.Kind.H2, ModelReader.read(model));
        one = OdataHouse.of(model, base, RULES);
        other = OdataHouse.of(model, base, RULES);
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        base.close();
    }

    private static HttpResponse<String> ask(OdataHouse house, String method, String body) {
        return house.send("anna", ADMIN, method, PUBLISHED, Map.of(), body);
    }

    private static int status(OdataHouse house, String set) {
        return house.send("boris", "GET", ROOT + "/" + set + "?$format=json", Map.of(), null)
                .statusCode();
    }

    private static void assertChoice(HttpResponse<String> answer, String by, String... objects) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(new JsonObject(answer.body()))
                .isEqualTo(new JsonObject()
                        .put("objects", new JsonArray(java.util.List.of((Object[]) objects)))
                        .put("chosenBy", by));
    }

    @Test
    @DisplayName("OD-6: an administrator's choice holds here at once, at the other instance soon, and after a restart")
    void chosen() {
        assertChoice(ask(one, "GET", null), "model", "*");
        assertThat(status(one, "Catalog_%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%D1%8B")).isEqualTo(200);

        assertChoice(ask(one, "PUT", CHOOSE_GOODS), "administrator", "Catalog_Товары");

        assertThat(status(one, "Catalog_%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%D1%8B")).isEqualTo(404);
        assertThat(status(one, "Catalog_%D0%A2%D0%BE%D0%B2%D0%B0%D1%80%D1%8B")).isEqualTo(200);
        Eventually.holds(
                Published.LOOKS_EVERY.multipliedBy(4),
                "the other instance shows it, too",
                () -> status(other, "Catalog_%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%D1%8B") == 404);
        assertThat(other.send("boris", "GET", ROOT + "/$metadata", Map.of(), null)
                        .body())
                .contains("Catalog_Товары")
                .doesNotContain("Catalog_Склады");
        one.close();
        one = OdataHouse.of(model, base, RULES);
        assertChoice(ask(one, "GET", null), "administrator", "Catalog_Товары");

        assertChoice(ask(one, "DELETE", null), "model", "*");
        assertThat(status(one, "Catalog_%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%D1%8B")).isEqualTo(200);
    }

    @Test
    @DisplayName("OD-6: it takes a scope of its own, and a policy that allows all objects")
    void guarded() {
        for (String method : java.util.List.of("GET", "PUT", "DELETE")) {
            String body = method.equals("PUT") ? CHOOSE_GOODS : null;
            assertThat(one.send("anna", method, PUBLISHED, Map.of(), body).statusCode())
                    .as(method)
                    .isEqualTo(401);
            assertThat(one.send("vera", ADMIN, method, PUBLISHED, Map.of(), body)
                            .statusCode())
                    .as(method)
                    .isEqualTo(401);
        }
        assertChoice(ask(one, "GET", null), "model", "*");
    }

    @Test
    @DisplayName("what is no choice is refused, and changes nothing")
    void refused() {
        for (String body : java.util.List.of("", "[]", "{}", "{\"objects\": []}", "{\"objects\": \"*\"}")) {
            var answer = ask(one, "PUT", body);
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("objects");
        }
        assertThat(ask(one, "PUT", "{\"objects\": [\"Catalog_Товар\"]}").body()).contains("Catalog_Товары");
        assertThat(ask(one, "PUT", "{\"objects\": [1]}").statusCode()).isEqualTo(400);
        assertChoice(ask(one, "GET", null), "model", "*");
    }

    @Test
    @DisplayName("a stored media type never reaches a browser as a page or as headers")
    void storedTypes() {
        String html = insert("text/html");
        String broken = insert("image/png\r\nset-cookie: a=b");
        String png = insert("image/png");

        assertThat(storage(html).headers().map())
                .containsEntry("content-type", java.util.List.of("text/html"))
                .containsEntry("content-disposition", java.util.List.of("attachment"))
                .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
                .containsEntry("content-length", java.util.List.of("5"));
        assertThat(storage(broken).headers().map())
                .containsEntry("content-type", java.util.List.of("application/octet-stream"))
                .doesNotContainKey("set-cookie");
        assertThat(storage(png).headers().map())
                .containsEntry("content-type", java.util.List.of("image/png"))
                .doesNotContainKey("content-disposition");
        assertThat(storage(png).body()).isEqualTo("<b>a<");
    }

    private String insert(String mediaType) {
        String key = java.util.UUID.randomUUID().toString();
        base.insert(
                "Catalog_Товары",
                "Ref_Key",
                key,
                "Картинка_Type",
                mediaType,
                "Картинка_Base64Data",
                "<b>a<".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return key;
    }

    private HttpResponse<String> storage(String key) {
        return one.send(
                "anna",
                "GET",
                ROOT + "/Catalog_%D0%A2%D0%BE%D0%B2%D0%B0%D1%80%D1%8B(guid'" + key
                        + "')/%D0%9A%D0%B0%D1%80%D1%82%D0%B8%D0%BD%D0%BA%D0%B0",
                Map.of(),
                null);
    }
}
