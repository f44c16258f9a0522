package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an issuer may answer where its keys, or the place of its keys, are asked for. */
final class AnswersOfIssuersIT {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration STALE = Duration.ofHours(1);

    private final Forge forge = new Forge();
    private Vertx vertx;
    private Idp idp;
    private Authenticators authenticators;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        idp = Idp.serving(vertx, forge.jwks(forge.ec.toPublicJWK()));
        authenticators = new Authenticators(vertx, () -> Forge.NOW);
    }

    @AfterEach
    void stop() {
        authenticators.close();
        idp.close();
        Settled.value(vertx.close());
    }

    @TestFactory
    @DisplayName("GW-11 whatever a broken issuer answers, keys from before stay in use")
    Stream<DynamicTest> brokenAnswers() {
        var short1024 = Forge.rsa("weak", 1024);
        return Stream.of(
                broken("500", request -> request.response().setStatusCode(500).end("{\"keys\":[]}")),
                broken("HTML", request -> request.response().end("<html>Sign in</html>")),
                broken("nothing", request -> request.response().end()),
                broken("an empty set", Idp.answer(new JsonObject("{\"keys\":[]}"))),
                broken("keys that is no array", Idp.answer(new JsonObject("{\"keys\":{}}"))),
                broken("no keys", Idp.answer(new JsonObject("{}"))),
                broken("a member twice", request -> request.response().end("{\"keys\":[],\"keys\":[]}")),
                broken("an array", request -> request.response().end("[]")),
                broken("more bytes than allowed", request -> request.response().end(Buffer.buffer(new byte[100_000]))),
                broken("endless bytes", AnswersOfIssuersIT::endless),
                broken(
                        "a redirect to elsewhere",
                        request -> request.response()
                                .setStatusCode(302)
                                .putHeader("location", idp.url() + "/elsewhere")
                                .end()),
                broken(
                        "compressed bytes",
                        request -> request.response()
                                .putHeader("content-encoding", "gzip")
                                .end(forge.jwks().encode())),
                broken(
                        "too many keys",
                        Idp.answer(forge.jwks(
                                Stream.generate(forge.ec::toPublicJWK).limit(21).toArray()))),
                broken("private keys only", Idp.answer(forge.jwks(forge.attacker))),
                broken("a short RSA key only", Idp.answer(forge.jwks(short1024.toPublicJWK()))),
                broken(
                        "a shared secret only",
                        Idp.answer(forge.jwks(new JsonObject()
                                .put("kty", "oct")
                                .put("kid", "ec-1")
                                .put("k", "A".repeat(64))))),
                broken("nothing in time", _request -> {}),
                broken(
                        "a connection broken off",
                        request -> request.connection().close()));
    }

    private static void endless(HttpServerRequest request) {
        var response = request.response().setChunked(true);
        request.connection().exceptionHandler(_gone -> {});
        response.exceptionHandler(_gone -> {});
        var chunk = Buffer.buffer(new byte[8192]);
        for (var i = 0; i < 100 && !response.closed(); i++) {
            response.write(chunk);
        }
    }

    private DynamicTest broken(String what, Handler<HttpServerRequest> behaviour) {
        return DynamicTest.dynamicTest("GW-11 the issuer answers " + what, () -> {
            idp.behave(Idp.answer(forge.jwks(forge.ec.toPublicJWK())));
            var authenticator = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
            var before = idp.asked();
            idp.behave(behaviour);

            var refused = Settled.problem(authenticator.authenticate(bearer(unknown())));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(idp.asked()).as("asked once, and never sent elsewhere").isEqualTo(before + 1);
            assertThat(Settled.value(authenticator.authenticate(bearer(forge.good())))
                            .subject())
                    .isEqualTo("ivan");
            Settled.value(authenticator.close());
        });
    }

    private static String unknown() {
        var key = Forge.ec("new", Curve.P_256);
        return token(header("ES256", key.getKeyID()), claims(), Forge.es256(key));
    }

    @Test
    @DisplayName("GW-11 what should not stand in a public set is left out, the rest is used")
    void mixedSet() {
        idp.behave(Idp.answer(forge.jwks(
                forge.attacker,
                new JsonObject().put("kty", "oct").put("kid", "ec-1").put("k", "A".repeat(64)),
                new JsonObject().put("kty", "new-kind").put("kid", "ec-1"),
                forge.rsa.toPublicJWK(),
                new JsonObject(forge.rsa.toPublicJWK().toString()).put("kid", "ec-1"),
                forge.ec.toPublicJWK(),
                forge.ec.toPublicJWK())));
        var authenticator = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        assertThat(Settled.value(authenticator.authenticate(bearer(forge.good())))
                        .subject())
                .isEqualTo("ivan");
        var attackers = token(header(), claims(), Forge.es256(forge.attacker));
        assertThat(Settled.problem(authenticator.authenticate(bearer(attackers)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName(
            "GW-11 a token that names no key is taken when there is one of its kind, and refused when there are two")
    void noKeyId() {
        var unnamed = token(new JsonObject().put("alg", "ES256"), claims(), Forge.es256(forge.ec));
        var one = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        assertThat(Settled.value(one.authenticate(bearer(unnamed))).subject()).isEqualTo("ivan");

        idp.behave(Idp.answer(
                forge.jwks(forge.ec.toPublicJWK(), Forge.ec("ec-2", Curve.P_256).toPublicJWK())));
        var two = authenticators.ready(Configured.url(idp.url(), LONG, WINDOW, STALE));
        assertThat(Settled.problem(two.authenticate(bearer(unnamed))).status()).isEqualTo(401);
    }

    @Test
    @DisplayName("GW-11 OIDC discovery finds the key set under the issuer's name")
    void discovery() {
        idp.behave(discovering(idp.url(), idp.url() + "/keys"));
        var authenticator = authenticators.of(Configured.issuer(idp.url(), Configured.PUBLIC, Configured.discovery()));
        var token = token(header(), claims().put("iss", idp.url()), Forge.es256(forge.ec));
        assertThat(Settled.value(authenticator.authenticate(bearer(token))).subject())
                .isEqualTo("ivan");
    }

    @Test
    @DisplayName(
            "GW-11 a discovery document of another issuer, or one that points to plain HTTP elsewhere, is not used")
    void discoveryOfAnother() {
        var token = token(header(), claims().put("iss", idp.url()), Forge.es256(forge.ec));
        for (var behaviour : List.of(
                discovering("https://other.example", idp.url() + "/keys"),
                discovering(idp.url(), "http://id.example/keys"))) {
            idp.behave(behaviour);
            var authenticator =
                    authenticators.of(Configured.issuer(idp.url(), Configured.PUBLIC, Configured.discovery()));
            assertThat(Settled.problem(authenticator.authenticate(bearer(token)))
                            .code())
                    .isEqualTo("gateway.keys-unavailable");
        }
    }

    private Handler<HttpServerRequest> discovering(String issuer, String keys) {
        return request -> {
            var document = request.path().equals("/.well-known/openid-configuration")
                    ? new JsonObject().put("issuer", issuer).put("jwks_uri", keys)
                    : forge.jwks(forge.ec.toPublicJWK());
            request.response().end(document.encode());
        };
    }
}
