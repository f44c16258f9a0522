package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.identity.Way;
import io.polyport.gateway.policy.Access;
import io.polyport.gateway.policy.May;
import io.polyport.gateway.policy.PolicyConfig;
import io.polyport.gateway.policy.Rule;
import io.polyport.gateway.policy.ScopeRule;
import io.polyport.gateway.policy.Who;
import io.polyport.kit.bus.ServiceHost;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Problems on a publication's paths, in the form that its service has announced. */
final class PublicationProblemsIT {
    private static final String PREFIX = "/shop/odata/standard.odata";

    @TempDir
    Path data;

    private House house;
    private ServiceHost service;
    private String bearer;

    @BeforeEach
    void open() {
        var readers = new Rule(
                "readers",
                new Who(List.of("*"), List.of(), List.of(), Map.of()),
                new May(
                        List.of("odata"),
                        List.of("*"),
                        List.of("*"),
                        List.of(Access.READ),
                        List.of("/Catalog_*"),
                        ScopeRule.CONTRACT,
                        List.of("shop"),
                        Map.of()));
        var plan = PublicationPlan.NONE
                .with("shop", "/shop", Way.BEARER)
                .separated("areas", "/areas", PublicationPlan.fromPath("Область"));
        house = House.empty(data, HousePlan.USUAL.publishing(plan).policy(new PolicyConfig(List.of(readers))));
        service = PublishedService.join(house, PREFIX, "/areas/odata/standard.odata");
        bearer = "Authorization: Bearer " + house.token("ivan", "odata:read", "odata:write");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Wire.Answer ask(String method, String target, String... headers) throws IOException {
        try (var wire = Wire.to(house.port())) {
            return wire.head(method + " " + target + " HTTP/1.1", headers).read();
        }
    }

    private static String error(Wire.Answer answer) {
        assertThat(answer.header("content-type")).contains("application/json;charset=utf-8");
        return new JsonObject(answer.text()).getJsonObject("odata.error").getString("code");
    }

    @Test
    @DisplayName(
            "GW-33 problems have the announced form, which $format and Accept choose, with their status and headers")
    void form() throws Exception {
        var xml = ask("GET", PREFIX + "/X");
        assertThat(xml.status()).isEqualTo(401);
        assertThat(xml.header("content-type")).contains("application/xml;charset=utf-8");
        assertThat(xml.text())
                .startsWith(
                        "<m:error><m:code>20</m:code><m:message xml:lang=\"en\">Send a token as &#39;Authorization");
        assertThat(xml.header("www-authenticate")).contains("Bearer realm=\"polyport\"");
        assertThat(xml.header("cache-control")).contains("no-store");
        assertThat(error(ask("GET", PREFIX + "/X?$format=json"))).isEqualTo("20");
        assertThat(error(ask("GET", PREFIX + "/X", "Accept: application/json"))).isEqualTo("20");
        assertThat(error(ask("GET", PREFIX + "/X", bearer, "Accept: application/json", "Request-Timeout: soon")))
                .isEqualTo("0");
        var missing = ask("GET", "/areas//odata/standard.odata?$format=json", bearer);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(error(missing)).isEqualTo("8");
        var method = ask("PUT", PREFIX + "/X?$format=json", bearer, "Content-Length: 0");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("allow")).contains("GET, HEAD, OPTIONS, POST");
    }

    @Test
    @DisplayName("GW-15 OD-29 a missing right is answered as the service has it told: 401 with the code 20")
    void missingRight() throws Exception {
        var write = ask("POST", PREFIX + "/Catalog_X?$format=json", bearer, "Content-Length: 0");
        assertThat(write.status()).isEqualTo(401);
        assertThat(error(write)).isEqualTo("20");
        assertThat(write.header("www-authenticate").orElseThrow()).startsWith("Bearer realm=\"polyport\"");
        var foreign = ask("GET", "/areas/1/odata/standard.odata/Catalog_X?$format=json", bearer);
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(ask("GET", PREFIX + "/Catalog_X", bearer).status()).isEqualTo(200);
        var object = ask("GET", PREFIX + "/Secret_X?$format=json", bearer);
        assertThat(error(object)).isEqualTo("20");
        assertThat(object.status()).isEqualTo(401);
    }

    @Test
    @DisplayName("GW-1 GW-33 a service that has left is told in its own form, with Retry-After")
    void serviceGone() throws Exception {
        PublishedService.leave(house, service);
        var answer = ask("GET", PREFIX + "/X", bearer, "Accept: application/json");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(error(answer)).isEqualTo("0");
        assertThat(answer.header("retry-after")).isPresent();
    }

    @Test
    @DisplayName("GW-33 elsewhere problems are documents of RFC 9457, also beside a publication")
    void elsewhere() throws Exception {
        for (String path : List.of("/shop/x", "/api/v1/nothing/x?$format=json", "/shop/odata/standard.odata2")) {
            assertThat(ask("GET", path, bearer).header("content-type")).as(path).contains("application/problem+json");
        }
    }
}
