package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.polyport.gateway.tls.PrivateFile;
import io.polyport.kit.config.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first start without configuration (GW-17): a signing key of this installation's own, kept in the data folder, and a
 * ready-made token beside it. Only for a listener on a loopback address; see {@link LoopbackOnly}.
 *
 * @param config believes tokens of this key, and no others
 * @param token for {@code Authorization: Bearer …}, valid for seven days
 * @param tokenFile where the token stands, readable for the owner only
 */
public record DevIdentity(IdentityConfig config, String token, Path tokenFile) {
    public static final String ISSUER = "polyport-dev";
    public static final String AUDIENCE = "polyport";
    private static final String SUBJECT = "dev";
    private static final Duration LIFETIME = Duration.ofDays(7);
    private static final String KEY_FILE = "dev-key.jwk";
    private static final String PUBLIC_KEY_FILE = "dev-key.public.jwk";
    private static final String TOKEN_FILE = "dev-token";

    /**
     * Makes the key, or takes the one that is there, and writes a fresh token. Reads and writes files: not for an event
     * loop. Fails with {@code gateway.keys-unusable}, which names the file.
     */
    public static DevIdentity prepare(Path dataFolder, Set<String> scopes, InstantSource clock) {
        try {
            Files.createDirectories(dataFolder);
            var key = signingKey(dataFolder);
            var publicKey = dataFolder.resolve(PUBLIC_KEY_FILE);
            PrivateFile.write(publicKey, key.toPublicJWK().toJSONString());
            var token = TokenIssuer.of(ISSUER, key, clock)
                    .issue(new TokenOrder(SUBJECT, List.of(AUDIENCE), scopes, LIFETIME));
            var tokenFile = dataFolder.resolve(TOKEN_FILE);
            PrivateFile.write(tokenFile, token + "\n");
            return new DevIdentity(config(publicKey), token, tokenFile);
        } catch (IOException e) {
            throw IdentityProblems.keysUnusable("The development key and token cannot be kept in " + dataFolder
                    + ": check that the gateway's user may write there ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /** The installation's own signing key, made when it is not there yet; for the command {@code token}, too. */
    static ECKey signingKey(Path dataFolder) throws IOException {
        var file = dataFolder.resolve(KEY_FILE);
        if (!Files.exists(file)) {
            PrivateFile.write(file, generated().toJSONString());
        }
        PrivateFile.protect(file);
        try {
            return ECKey.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (ParseException | IllegalArgumentException e) {
            throw IdentityProblems.keysUnusable(
                    file + " is damaged. Remove it: the next start makes a new key, and tokens of the old one end.");
        }
    }

    private static ECKey generated() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    private static IdentityConfig config(Path publicKey) {
        var keys = new KeysConfig(
                Optional.empty(),
                Optional.of(publicKey),
                Optional.empty(),
                Optional.empty(),
                false,
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                Duration.ofDays(1),
                Duration.ofSeconds(5),
                Optional.empty(),
                new ByteSize(512 << 10),
                100);
        var issuer = new IssuerConfig(
                ISSUER,
                List.of(AUDIENCE),
                List.of("ES256"),
                Duration.ofSeconds(30),
                LIFETIME,
                List.of("JWT"),
                List.of("jti"),
                Optional.empty(),
                List.of("scope"),
                List.of(),
                keys);
        return new IdentityConfig("polyport", new ByteSize(16 << 10), 10_000, List.of(issuer));
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "DevIdentity[tokenFile=" + tokenFile + "]";
    }
}
