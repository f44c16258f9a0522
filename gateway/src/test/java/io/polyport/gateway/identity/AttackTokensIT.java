package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The strict JWT suite: nothing in it is accepted, nothing causes a 5xx, nothing makes the gateway call anyone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("GW-10 the strict JWT suite")
final class AttackTokensIT {
    private static final String SECRET = "correct-horse-battery-staple-0123456789-abcdefghijklmnopqrstuvwxyz";

    private final Forge forge = new Forge();
    private Vertx vertx;
    private Idp idp;
    private Idp canary;
    private Authenticator authenticator;
    private int askedBefore;

    @BeforeAll
    void start() {
        vertx = Vertx.vertx();
        idp = Idp.serving(vertx, forge.jwks());
        canary = Idp.serving(vertx, forge.jwks(forge.attacker.toPublicJWK()));
        var config = Configured.identity(
                Configured.issuer(Forge.ISSUER, Configured.PUBLIC, Configured.url(idp.url())),
                Configured.issuer("secret-issuer", List.of("HS256", "HS384", "HS512"), Configured.secret(SECRET)));
        authenticator = Settled.value(Authenticator.create(vertx, config, InstantSource.fixed(Forge.NOW)));
        Settled.await("keys fetched", () -> authenticator.issuerWithoutKeys().isEmpty());
        askedBefore = idp.asked();
    }

    @AfterAll
    void stop() {
        authenticator.close();
        idp.close();
        canary.close();
        Settled.value(vertx.close());
    }

    @TestFactory
    @DisplayName("GW-10 GW-18 an attack gets 401 with a reason and no echo of the token")
    Stream<DynamicTest> attacks() {
        var attacks = AttackTokens.all(forge, canary.url(), SECRET);
        assertThat(attacks.size()).isGreaterThanOrEqualTo(80);
        assertThat(attacks.stream().map(Attack::name).collect(Collectors.toSet()))
                .hasSameSizeAs(attacks);
        return attacks.stream()
                .map(attack -> DynamicTest.dynamicTest("GW-10 refused: " + attack.name(), () -> isRefused(attack)));
    }

    private void isRefused(Attack attack) {
        var problem = Settled.problem(authenticator.verify(attack.credentials()));
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.code()).isEqualTo("gateway.unauthenticated");
        var challenge = IdentityProblems.challenge(problem, problem.status(), "polyport")
                .orElseThrow();
        assertThat(challenge).startsWith("Bearer realm=\"polyport\"").doesNotContain("\r", "\n");
        assertThat(problem.extensions().get("reason")).isEqualTo(attack.reason().description());
        attack.secrets()
                .forEach(secret ->
                        assertThat(problem.toJson().encode() + challenge).doesNotContain(secret));
        // One fetch for the first unknown kid, no more within this window.
        assertThat(idp.asked()).isLessThanOrEqualTo(askedBefore + 1);
        assertThat(canary.asked()).as("calls to an address that a token names").isZero();
    }

    @TestFactory
    @DisplayName("GW-10 the right token of each kind is accepted, so the suite refuses for the reason it names")
    Stream<DynamicTest> rightTokens() {
        var hs = Forge.claims().put("iss", "secret-issuer");
        var secret = SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Stream.of(
                        forge.good(),
                        Forge.token(Forge.header("RS256", "rsa-1"), Forge.claims(), Forge.rs256(forge.rsa)),
                        Forge.token(Forge.header("PS256", "rsa-1"), Forge.claims(), Forge.ps256(forge.rsa)),
                        Forge.token(
                                Forge.header("EdDSA", "ed-1"),
                                Forge.claims(),
                                Forge.jca("Ed25519", forge.edwards.getPrivate())),
                        Forge.token(Forge.header("ES384", "ec-384"), Forge.claims(), Forge.es("SHA384", forge.ec384)),
                        Forge.token(new JsonObject().put("alg", "HS256"), hs, Forge.hmac(256, secret)),
                        Forge.token(new JsonObject().put("alg", "HS512"), hs, Forge.hmac(512, secret)),
                        Forge.token(Forge.header().put("typ", "at+JWT"), Forge.claims(), Forge.es256(forge.ec)),
                        Forge.token(
                                Forge.header().put("typ", "application/jwt"), Forge.claims(), Forge.es256(forge.ec)),
                        Forge.token(Forge.header().put("x5t", "abc"), Forge.claims(), Forge.es256(forge.ec)))
                .map(token -> DynamicTest.dynamicTest(
                        "GW-10 accepted: "
                                + new String(
                                        java.util.Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
                                        java.nio.charset.StandardCharsets.UTF_8),
                        () -> {
                            var principal = Settled.value(authenticator.authenticate(bearer(token)));
                            assertThat(principal.subject()).isEqualTo("ivan");
                            assertThat(principal.scopes()).isEqualTo(Set.of("ftp:read", "ftp:write"));
                        }));
    }

    @Test
    @DisplayName("GW-10 a high-s twin of a signature is the same caller, not another one")
    void malleableSignature() {
        var twin = SignatureAttacks.highS(forge.good());
        assertThat(twin).isNotEqualTo(forge.good());
        assertThat(Settled.value(authenticator.authenticate(bearer(twin))).subject())
                .isEqualTo("ivan");
    }
}
