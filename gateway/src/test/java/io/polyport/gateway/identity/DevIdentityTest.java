package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Configured.bearer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DevIdentityTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Forge.NOW);

    @TempDir
    Path folder;

    private static VerifiedToken verified(IdentityConfig config, String token, Instant now) {
        var vertx = Vertx.vertx();
        try {
            var authenticator = Settled.value(Authenticator.create(vertx, config, InstantSource.fixed(now)));
            return Settled.value(authenticator.verify(bearer(token)));
        } finally {
            Settled.value(vertx.close());
        }
    }

    private static JsonObject claimsOf(String token) {
        return new JsonObject(new String(
                Base64.getUrlDecoder().decode(token.split("\\.")[1]), java.nio.charset.StandardCharsets.UTF_8));
    }

    private String mode(String file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    @Test
    @DisplayName("GW-17 the first start makes a key and a token of seven days that the gateway itself takes")
    void firstStart() throws Exception {
        var dev = DevIdentity.prepare(folder.resolve("data"), Set.of("ftp:read", "ftp:write"), CLOCK);
        var verified = verified(dev.config(), Files.readString(dev.tokenFile()).strip(), Forge.NOW);
        assertThat(verified.principal().subject()).isEqualTo("dev");
        assertThat(verified.principal().scopes()).isEqualTo(Set.of("ftp:read", "ftp:write"));
        assertThat(verified.expiresAt()).isEqualTo(Forge.NOW.plus(Duration.ofDays(7)));
        assertThat(claimsOf(dev.token()).getString("iss")).isEqualTo("polyport-dev");
        assertThat(claimsOf(dev.token()).getJsonArray("aud").encode()).isEqualTo("[\"polyport\"]");
        for (var file : List.of("data/dev-key.jwk", "data/dev-token", "data/dev-key.public.jwk")) {
            assertThat(mode(file)).as(file).isEqualTo("rw-------");
        }
        assertThat(Files.readString(folder.resolve("data/dev-key.public.jwk"))).doesNotContain("\"d\"");
        assertThat(dev.toString()).doesNotContain(dev.token());
    }

    @Test
    @DisplayName(
            "GW-17 the next start takes the same key: yesterday's token is still good, and rights are put back to 600")
    void nextStart() throws Exception {
        var first = DevIdentity.prepare(folder, Set.of("a"), CLOCK);
        Files.setPosixFilePermissions(folder.resolve("dev-key.jwk"), PosixFilePermissions.fromString("rw-rw-r--"));
        var tomorrow = Forge.NOW.plus(Duration.ofDays(1));
        var second = DevIdentity.prepare(folder, Set.of("a"), InstantSource.fixed(tomorrow));
        assertThat(verified(second.config(), first.token(), tomorrow)
                        .principal()
                        .subject())
                .isEqualTo("dev");
        assertThat(mode("dev-key.jwk")).isEqualTo("rw-------");
    }

    @Test
    @DisplayName("GW-17 a damaged key, or a folder that cannot be written, is said and named")
    void damagedKey() throws Exception {
        Files.writeString(folder.resolve("dev-key.jwk"), "{}");
        assertThatThrownBy(() -> DevIdentity.prepare(folder, Set.of(), CLOCK))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("dev-key.jwk is damaged");
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> DevIdentity.prepare(file, Set.of(), CLOCK))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot be kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"})
    @DisplayName("GW-17 a loopback address may be served without authentication")
    void loopback(String host) {
        LoopbackOnly.require(host, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "10.0.0.1",
                "192.168.0.1",
                "example.org",
                "localhost.example",
                "",
                "127.0.0.1.example",
                "2130706433"
            })
    @DisplayName("GW-17 any other address without authentication refuses to start and says why")
    void notLoopback(String host) {
        assertThatThrownBy(() -> LoopbackOnly.require(host, false))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("gateway.open-without-authentication")
                .hasMessageContaining("Configure an issuer");
        LoopbackOnly.require(host, true);
    }

    @Test
    @DisplayName(
            "GW-16 lifetime, created, id, user key, recipients and issuer become exp, iat and nbf, jti, sub, aud and iss")
    void claimMapping() {
        var order = new TokenOrder("ИвановИИ", List.of("ДО8", "ERP"), Set.of("b", "a"), Duration.ofHours(1));
        var issuer = TokenIssuer.of("ERP-issuer", new Forge().ec, CLOCK);
        var claims = claimsOf(issuer.issue(order));
        var created = Forge.NOW.getEpochSecond();
        assertThat(claims.getLong("exp")).isEqualTo(created + 3600);
        assertThat(claims.getLong("iat")).isEqualTo(created);
        assertThat(claims.getLong("nbf")).isEqualTo(created);
        assertThat(claims.getString("sub")).isEqualTo("ИвановИИ");
        assertThat(claims.getJsonArray("aud").encode()).isEqualTo("[\"ДО8\",\"ERP\"]");
        assertThat(claims.getString("iss")).isEqualTo("ERP-issuer");
        assertThat(claims.getString("scope")).isEqualTo("a b");
        assertThat(claims.getString("jti"))
                .isNotBlank()
                .isNotEqualTo(claimsOf(issuer.issue(order)).getString("jti"));
    }

    @Test
    @DisplayName("GW-16 the command token signs with a secret, a JWK, a PEM key or the development key")
    void tokenCommand() throws Exception {
        var secret = "0123456789abcdefghijklmnopqrstuvwxyz";
        Files.writeString(folder.resolve("secret"), secret + "\n");
        var bySecret = TokenCommand.run(
                List.of(
                        "--subject",
                        "i",
                        "--issuer",
                        "s",
                        "--secret",
                        folder.resolve("secret").toString()),
                CLOCK);
        var config = Configured.identity(Configured.issuer("s", List.of("HS256"), Configured.secret(secret)));
        assertThat(verified(config, bySecret, Forge.NOW).expiresAt()).isEqualTo(Forge.NOW.plusSeconds(3600));

        var forge = new Forge();
        var pub = Files.writeString(
                folder.resolve("pub.jwk"), forge.ec.toPublicJWK().toString());
        var believed = Configured.identity(Configured.issuer("k", List.of("ES256"), Configured.jwk(pub)));
        var jwk = Files.writeString(folder.resolve("key.jwk"), forge.ec.toString());
        var pem = Files.writeString(
                folder.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(forge.ec.toPrivateKey().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        for (var file : List.of(jwk, pem)) {
            var token = TokenCommand.run(
                    List.of(
                            "--subject",
                            "i",
                            "--issuer",
                            "k",
                            "--kid",
                            "ec-1",
                            "--scope",
                            "a",
                            "--scope",
                            "b",
                            "--lifetime",
                            "1d",
                            "--key",
                            file.toString()),
                    CLOCK);
            assertThat(verified(believed, token, Forge.NOW).principal().scopes())
                    .isEqualTo(Set.of("a", "b"));
        }

        var dev = DevIdentity.prepare(folder, Set.of(), CLOCK);
        var byDev = TokenCommand.run(List.of("--subject", "me", "--data", folder.toString()), CLOCK);
        assertThat(verified(dev.config(), byDev, Forge.NOW).principal().subject())
                .isEqualTo("me");
    }

    @Test
    @DisplayName("GW-16 the command token says what is wrong with its arguments and keys")
    void tokenCommandFaults() throws Exception {
        fails("--subject is missing", "--data", folder.toString());
        fails("unknown argument --sub", "--sub", "x");
        fails("--subject needs a value", "--subject");
        fails("give one of", "--subject", "x");
        fails("give one of", "--subject", "x", "--data", "a", "--key", "b");
        fails("may stand once", "--subject", "x", "--subject", "y");
        fails("is not a time", "--subject", "x", "--lifetime", "soon", "--data", folder.toString());
        fails("at least 1s", "--subject", "x", "--lifetime", "0s", "--data", folder.toString());
        fails(
                "missing.pem cannot be read",
                "--subject",
                "x",
                "--key",
                folder.resolve("missing.pem").toString());
        var noKey = Files.writeString(folder.resolve("no.pem"), "hello");
        fails("gateway.keys-unusable", "--subject", "x", "--key", noKey.toString());
        fails("holds no private key", "--subject", "x", "--key", noKey.toString());
        var weak = Files.writeString(folder.resolve("weak"), "short");
        fails("No token can be signed", "--subject", "x", "--secret", weak.toString());
        var shortRsa = Files.writeString(
                folder.resolve("rsa.jwk"), Forge.rsa("r", 1024).toString());
        fails("No token can be signed", "--subject", "x", "--key", shortRsa.toString());
        var publicOnly = Files.writeString(
                folder.resolve("p.jwk"), new Forge().ec.toPublicJWK().toString());
        fails("No token can be signed", "--subject", "x", "--key", publicOnly.toString());
    }

    private static void fails(String why, String... arguments) {
        assertThatThrownBy(() -> TokenCommand.run(List.of(arguments), CLOCK)).hasMessageContaining(why);
    }
}
