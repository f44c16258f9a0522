package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes signed tokens with the claims of 1C's {@code ТокенДоступа} (GW-16): lifetime → {@code exp}, created → {@code iat}
 * and {@code nbf}, id → {@code jti}, user key → {@code sub}, recipients → {@code aud}, issuer → {@code iss}.
 */
public final class TokenIssuer {
    private static final int MIN_RSA_BITS = 2048;

    private final String issuer;
    private final JWSHeader header;
    private final JWSSigner signer;
    private final InstantSource clock;

    private TokenIssuer(String issuer, JWSHeader header, JWSSigner signer, InstantSource clock) {
        this.issuer = issuer;
        this.header = header;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * With a private RSA or EC key or a shared secret; fails with {@code gateway.keys-unusable} for any other and for
     * one that is too short.
     */
    public static TokenIssuer of(String issuer, JWK key, InstantSource clock) {
        try {
            return switch (key) {
                case OctetSequenceKey secret ->
                    new TokenIssuer(issuer, header(JWSAlgorithm.HS256, key.getKeyID()), new MACSigner(secret), clock);
                case RSAKey rsa -> of(issuer, rsa.toPrivateKey(), key.getKeyID(), clock);
                case ECKey ec -> of(issuer, ec.toPrivateKey(), key.getKeyID(), clock);
                default -> throw new JOSEException("no key to sign with");
            };
        } catch (JOSEException e) {
            throw unusable();
        }
    }

    /** As the other; {@code keyId} may be null. */
    static TokenIssuer of(String issuer, PrivateKey key, String keyId, InstantSource clock) {
        if (key == null) {
            throw unusable();
        }
        try {
            return switch (key) {
                case RSAPrivateKey rsa -> {
                    if (rsa.getModulus().bitLength() < MIN_RSA_BITS) {
                        throw new JOSEException("too short");
                    }
                    yield new TokenIssuer(issuer, header(JWSAlgorithm.RS256, keyId), new RSASSASigner(rsa), clock);
                }
                case ECPrivateKey ec -> {
                    var signer = new ECDSASigner(ec);
                    var algorithm = signer.supportedJWSAlgorithms().iterator().next();
                    yield new TokenIssuer(issuer, header(algorithm, keyId), signer, clock);
                }
                default -> throw new JOSEException("no key to sign with");
            };
        } catch (JOSEException e) {
            throw unusable();
        }
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(keyId)
                .build();
    }

    private static ProblemException unusable() {
        return IdentityProblems.keysUnusable("No token can be signed with this key: it must be a private RSA key of"
                + " 2048 bits or more, a private EC key (P-256, P-384, P-521), or a secret of 32 bytes or more.");
    }

    /** The token in compact form. */
    public String issue(TokenOrder order) {
        var created = clock.instant().getEpochSecond();
        var claims = new JsonObject()
                .put("iss", issuer)
                .put("sub", order.userKey())
                .put("aud", new JsonArray(order.recipients()))
                .put("iat", created)
                .put("nbf", created)
                .put("exp", created + order.lifetime().toSeconds())
                .put("jti", UUID.randomUUID().toString());
        if (!order.scopes().isEmpty()) {
            claims.put("scope", order.scopes().stream().sorted().collect(Collectors.joining(" ")));
        }
        try {
            var token = new JWSObject(header, new Payload(claims.encode()));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw IdentityProblems.keysUnusable("Signing failed; the key is damaged.");
        }
    }
}
