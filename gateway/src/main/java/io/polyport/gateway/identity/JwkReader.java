package io.polyport.gateway.identity;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Public keys from JWKs (RFC 7517). What should not stand in a public set is left out and said why: private and shared
 * keys, short RSA keys, keys for encryption, unknown kinds.
 *
 * @param keys the usable ones
 * @param leftOut a sentence per key that is not
 */
record JwkReader(List<VerificationKey> keys, List<String> leftOut) {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_RSA_BITS = 8192;
    private static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final Map<Curve, Set<String>> CURVES =
            Map.of(Curve.P_256, Set.of("ES256"), Curve.P_384, Set.of("ES384"), Curve.P_521, Set.of("ES512"));

    /** Reads a set ({@code {"keys": […]}}) or a single JWK. */
    static JwkReader of(JsonObject document) {
        var keys = new ArrayList<VerificationKey>();
        var leftOut = new ArrayList<String>();
        var list = document.getValue("keys") instanceof JsonArray array ? array : new JsonArray().add(document);
        for (var i = 0; i < list.size(); i++) {
            try {
                if (!(list.getValue(i) instanceof JsonObject object)) {
                    throw new JOSEException("not an object");
                }
                keys.add(key(JWK.parse(object.encode())));
            } catch (JOSEException | ParseException | IllegalArgumentException | IllegalStateException e) {
                leftOut.add("key " + (i + 1) + ": " + (e instanceof JOSEException ? e.getMessage() : "not a JWK"));
            }
        }
        return new JwkReader(List.copyOf(keys), List.copyOf(leftOut));
    }

    /** A key from its JWK; fails with a sentence that says why it is not usable. */
    static VerificationKey key(JWK jwk) throws JOSEException {
        refuseSecrets(jwk);
        refuseOtherUses(jwk);
        return switch (jwk) {
            case RSAKey rsa -> verification(rsa, RSA, rsa(rsa.toRSAPublicKey()));
            case ECKey ec -> {
                var algorithms = CURVES.get(ec.getCurve());
                if (algorithms == null) {
                    throw new JOSEException("curve is not P-256, P-384 or P-521");
                }
                yield verification(ec, algorithms, new ECDSAVerifier(ec.toECPublicKey())::verify);
            }
            case OctetKeyPair pair -> {
                if (!Curve.Ed25519.equals(pair.getCurve())) {
                    throw new JOSEException("curve is not Ed25519");
                }
                yield verification(
                        pair,
                        Set.of("EdDSA", "Ed25519"),
                        EdwardsCheck.of(pair.getX().decode()));
            }
            default -> throw new JOSEException("unknown kind of key");
        };
    }

    private static void refuseSecrets(JWK jwk) throws JOSEException {
        if ("oct".equals(jwk.getKeyType().getValue())) {
            throw new JOSEException("a shared secret has no place among public keys");
        }
        if (jwk.isPrivate()) {
            throw new JOSEException("a private key has no place among public keys; it must be replaced");
        }
    }

    private static void refuseOtherUses(JWK jwk) throws JOSEException {
        if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
            throw new JOSEException("not for signatures ('use')");
        }
        if (jwk.getKeyOperations() != null && !jwk.getKeyOperations().contains(KeyOperation.VERIFY)) {
            throw new JOSEException("not for checking signatures ('key_ops')");
        }
    }

    private static VerificationKey.Check rsa(RSAPublicKey key) throws JOSEException {
        var bits = key.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw new JOSEException("RSA key of " + bits + " bits; must be 2048 to 8192");
        }
        if (!key.getPublicExponent().testBit(0) || key.getPublicExponent().bitLength() < 2) {
            throw new JOSEException("RSA key with an exponent that makes signatures worthless");
        }
        return new RSASSAVerifier(key)::verify;
    }

    private static VerificationKey verification(JWK jwk, Set<String> algorithms, VerificationKey.Check check)
            throws JOSEException {
        var own = Optional.ofNullable(jwk.getAlgorithm()).map(Algorithm::getName);
        if (own.isPresent() && !algorithms.contains(own.get())) {
            throw new JOSEException("'alg' does not fit the key");
        }
        return new VerificationKey(
                Optional.ofNullable(jwk.getKeyID()),
                own.map(Set::of).orElse(algorithms),
                jwk.computeThumbprint().toString(),
                check);
    }
}
