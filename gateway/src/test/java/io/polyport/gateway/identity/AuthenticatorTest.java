package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.problem.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuthenticatorTest {
    private final Forge forge = new Forge();
    private final AtomicReference<Instant> now = new AtomicReference<>(Forge.NOW);
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        Settled.value(vertx.close());
    }

    private Authenticator with(IssuerConfig issuer) {
        return Settled.value(Authenticator.create(vertx, Configured.identity(issuer), now::get));
    }

    private IssuerConfig ecIssuer() throws Exception {
        var file = folder.resolve("key.jwk");
        Files.writeString(file, forge.ec.toPublicJWK().toString());
        return Configured.issuer(Forge.ISSUER, List.of("ES256"), Configured.jwk(file));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    @Test
    @DisplayName("GW-11 keys from PEM: RSA, EC and Ed25519 in one file")
    void pemKeys() throws Exception {
        var file = folder.resolve("keys.pem");
        Files.writeString(
                file,
                pem("PUBLIC KEY", forge.rsa.toRSAPublicKey().getEncoded())
                        + pem("PUBLIC KEY", forge.ec.toECPublicKey().getEncoded())
                        + pem("PUBLIC KEY", forge.edwards.getPublic().getEncoded()));
        var authenticator = with(Configured.issuer(Forge.ISSUER, Configured.PUBLIC, Configured.pem(file)));
        for (var token : List.of(
                token(header("RS256", "any"), claims(), Forge.rs256(forge.rsa)),
                token(header("ES256", "any"), claims(), Forge.es256(forge.ec)),
                token(header("EdDSA", "any"), claims(), Forge.jca("Ed25519", forge.edwards.getPrivate())))) {
            assertThat(Settled.value(authenticator.authenticate(bearer(token))).subject())
                    .isEqualTo("ivan");
        }
    }

    @Test
    @DisplayName("GW-11 a key file that is missing, empty, private or weak refuses the start and names the file")
    void badKeyFiles() throws Exception {
        refusesToStart(Configured.pem(folder.resolve("missing.pem")), "missing.pem", "cannot be read");
        refusesToStart(Configured.pem(written("empty.pem", "")), "empty.pem", "holds no PEM block");
        refusesToStart(
                Configured.pem(written("private.pem", pem("PRIVATE KEY", new byte[8]))), "private.pem", "private key");
        refusesToStart(
                Configured.pem(written("broken.pem", pem("PUBLIC KEY", new byte[8]))), "broken.pem", "not an RSA");
        var weak = Forge.rsa("weak", 1024);
        refusesToStart(
                Configured.pem(written(
                        "weak.pem", pem("PUBLIC KEY", weak.toRSAPublicKey().getEncoded()))),
                "weak.pem",
                "1024 bits");
        refusesToStart(Configured.jwk(written("private.jwk", forge.ec.toString())), "private.jwk", "private key");
        refusesToStart(Configured.jwk(written("twice.jwk", "{\"kty\":\"EC\",\"kty\":\"EC\"}")), "twice.jwk", "twice");
        refusesToStart(
                Configured.jwk(written(
                        "small-order.jwk",
                        new JsonObject()
                                .put("kty", "OKP")
                                .put("crv", "Ed25519")
                                .put("x", Forge.encode(new byte[32]))
                                .encode())),
                "small-order.jwk",
                "not a usable");
    }

    private Path written(String name, String content) throws Exception {
        return Files.writeString(folder.resolve(name), content);
    }

    private void refusesToStart(KeysConfig keys, String file, String why) {
        var config = Configured.identity(Configured.issuer(Forge.ISSUER, Configured.PUBLIC, keys));
        var problem = Settled.problem(Authenticator.create(vertx, config, now::get));
        assertThat(problem.code()).isEqualTo("gateway.keys-unusable");
        assertThat(problem.detail()).contains(file).contains(why);
    }

    @Test
    @DisplayName("GW-10 a secret shorter than its hash, or too simple, is refused before anything is served")
    void weakSecrets() {
        for (var weak : List.of("short", "x".repeat(31), "x".repeat(64))) {
            assertThatThrownBy(() -> Configured.issuer("s", List.of("HS256"), Configured.secret(weak)))
                    .isInstanceOf(ConfigFault.class)
                    .hasMessageContaining("keys.secret")
                    .hasMessageNotContaining(weak);
        }
        assertThatThrownBy(() -> Configured.issuer(
                        "s", List.of("HS256", "HS512"), Configured.secret("0123456789abcdefghijklmnopqrstuv")))
                .hasMessageContaining("at least 64 bytes");
    }

    @Test
    @DisplayName("GW-10 HS… with public keys, public algorithms with a secret, and none are no configuration")
    void algorithmsFitKeys() {
        var url = Configured.url("https://id.example/keys");
        for (var algorithms :
                List.of(List.of("HS256"), List.of("ES256", "HS256"), List.of("none"), List.<String>of())) {
            assertThatThrownBy(() -> Configured.issuer("i", algorithms, url)).isInstanceOf(ConfigFault.class);
        }
        var secret = Configured.secret("0123456789abcdefghijklmnopqrstuvwxyz");
        assertThatThrownBy(() -> Configured.issuer("i", List.of("RS256"), secret))
                .isInstanceOf(ConfigFault.class);
    }

    @Test
    @DisplayName("GW-11 key addresses must be https, or http on this machine")
    void safeAddresses() {
        for (var safe :
                List.of("https://id.example/keys", "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost/")) {
            assertThat(Configured.url(safe).jwksUrl()).contains(safe);
        }
        for (var unsafe : List.of(
                "http://id.example/keys",
                "file:///etc/passwd",
                "https://user@id.example/",
                "ftp://id.example/",
                "//id.example",
                "http://127.0.0.1.example/",
                "http://localhost.example/",
                "not an address")) {
            assertThatThrownBy(() -> Configured.url(unsafe)).isInstanceOf(ConfigFault.class);
        }
    }

    @Test
    @DisplayName("GW-10 a token ends at its exp and the skew, also when it was seen before")
    void expiryInsideTheCache() throws Exception {
        var authenticator = with(ecIssuer());
        var token = forge.good();
        assertThat(Settled.value(authenticator.verify(bearer(token))).expiresAt())
                .isEqualTo(Forge.NOW.plusSeconds(600));
        now.set(Forge.NOW.plusSeconds(629));
        Settled.value(authenticator.verify(bearer(token)));
        now.set(Forge.NOW.plusSeconds(630));
        var problem = Settled.problem(authenticator.verify(bearer(token)));
        assertThat(problem.extensions()).containsEntry("reason", "expired");
    }

    @Test
    @DisplayName("GW-10 nbf and iat at the edge of the skew are taken, and so are fractions of a second")
    void edgesOfTheSkew() throws Exception {
        var authenticator = with(ecIssuer());
        var second = Forge.NOW.getEpochSecond();
        for (var changed : List.of(
                claims().put("nbf", second + 30).put("iat", second + 30),
                claims().put("exp", second - 29),
                claims().put("exp", second + 10.5),
                claims().put("exp", second + 86_400))) {
            Settled.value(authenticator.authenticate(bearer(token(header(), changed, Forge.es256(forge.ec)))));
        }
    }

    @Test
    @DisplayName("GW-10 scopes come as a string or an array, in scope or scp; 1,000 of them are fine")
    void scopes() throws Exception {
        var authenticator = with(ecIssuer());
        var many = new JsonArray(IntStream.range(0, 1000).mapToObj(i -> "s" + i).toList());
        var array = claims().put("scope", new JsonArray().add("a").add("b"));
        var scp = claims().put("scp", "c d");
        scp.remove("scope");
        assertThat(principal(authenticator, array).scopes()).isEqualTo(Set.of("a", "b"));
        assertThat(principal(authenticator, scp).scopes()).isEqualTo(Set.of("c", "d"));
        assertThat(principal(authenticator, claims().put("scope", many)).scopes())
                .hasSize(1000);
        assertThat(principal(authenticator, claims().put("scope", "")).scopes()).isEmpty();
    }

    private io.polyport.kit.bus.Principal principal(Authenticator authenticator, JsonObject claims) {
        return Settled.value(authenticator.authenticate(bearer(token(header(), claims, Forge.es256(forge.ec)))));
    }

    @Test
    @DisplayName(
            "GW-15 only the configured claims travel, Cyrillic names too, and the tenant must be there where one is asked for")
    void claimsThatTravel() throws Exception {
        var plain = ecIssuer();
        var authenticator = with(new IssuerConfig(
                plain.issuer(),
                plain.audiences(),
                plain.algorithms(),
                plain.clockSkew(),
                plain.maximumLifetime(),
                List.of("at+jwt"),
                List.of("jti"),
                Optional.of("tenant"),
                List.of("scope"),
                List.of("department", "regions"),
                plain.keys()));
        var right = claims().put("sub", "ИвановИИ")
                .put("aud", new JsonArray().add("x").add("polyport"))
                .put("jti", "1")
                .put("tenant", "acme")
                .put("department", "Склад")
                .put("regions", new JsonArray().add(1))
                .put("email", "i@example.org");
        var access = header().put("typ", "at+jwt");
        var principal = Settled.value(authenticator.authenticate(bearer(token(access, right, Forge.es256(forge.ec)))));
        assertThat(principal.subject()).isEqualTo("ИвановИИ");
        assertThat(principal.tenant()).isEqualTo("acme");
        assertThat(principal.claims().getMap()).containsOnlyKeys("department", "regions");

        for (var missing : List.of("jti", "tenant")) {
            var changed = right.copy();
            changed.remove(missing);
            assertThat(Settled.problem(
                                    authenticator.authenticate(bearer(token(access, changed, Forge.es256(forge.ec)))))
                            .extensions())
                    .containsEntry("reason", "missing or wrong claim");
        }
        assertThat(Settled.problem(authenticator.authenticate(bearer(token(header(), right, Forge.es256(forge.ec)))))
                        .extensions())
                .containsEntry("reason", "wrong type");
    }

    @Test
    @DisplayName("GW-10 an AccessToken in the query is taken where the publication allows it")
    void queryToken() throws Exception {
        var authenticator = with(ecIssuer());
        var credentials = new Credentials(List.of(), "a=b&AccessToken=" + forge.good(), true);
        assertThat(Settled.value(authenticator.authenticate(credentials)).subject())
                .isEqualTo("ivan");
        assertThat(credentials.toString()).doesNotContain(forge.good());
    }

    @Test
    @DisplayName("GW-18 the challenge names the reason in RFC 6750's terms, and a missing scope on 403")
    void challenges() {
        assertThat(challenge(Refusal.MISSING)).contains("Bearer realm=\"p?q\"");
        assertThat(challenge(Refusal.EXPIRED))
                .contains("Bearer realm=\"p?q\", error=\"invalid_token\", error_description=\"expired\"");
        assertThat(challenge(Refusal.SEVERAL).orElseThrow()).contains("error=\"invalid_request\"");
        var forbidden = new io.polyport.kit.problem.ProblemType("gateway.forbidden", 403, "t", "a");
        assertThat(IdentityProblems.challenge(Problem.of(forbidden).with("scope", "ftp:write"), 403, "p"))
                .contains("Bearer realm=\"p\", error=\"insufficient_scope\", scope=\"ftp:write\"");
        assertThat(IdentityProblems.challenge(Problem.of(IdentityProblems.KEYS_UNAVAILABLE), 503, "p"))
                .isEmpty();
    }

    private static Optional<String> challenge(Refusal reason) {
        return IdentityProblems.challenge(IdentityProblems.refused(reason).problem(), 401, "p\"q");
    }

    @Test
    @DisplayName("GW-10 the memory of verified tokens is bounded and forgets what has ended")
    void boundedMemory() {
        var cache = new TokenCache(10);
        var principal = new io.polyport.kit.bus.Principal("s", "", Set.of(), new JsonObject());
        var source = StaticKeys.read(
                Configured.issuer("i", List.of("HS256"), Configured.secret("0123456789abcdefghijklmnopqrstuvwxyz")));
        for (var i = 0; i < 100; i++) {
            cache.put(
                    "t" + i,
                    new TokenCache.Remembered(
                            new VerifiedToken(principal, Forge.NOW),
                            Forge.NOW.plus(Duration.ofHours(1)),
                            source,
                            "secret"));
        }
        assertThat(cache.size()).isEqualTo(10);
        assertThat(cache.find("t99", Forge.NOW)).isPresent();
        assertThat(cache.find("t0", Forge.NOW)).isEmpty();
        assertThat(cache.find("t99", Forge.NOW.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(cache.size()).isEqualTo(9);
    }
}
