package io.polyport.gateway.identity;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens byte by byte, right ones and wrong ones, with the platform's cryptography and none of our own code. */
final class Forge {
    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final String ISSUER = "https://id.example";
    static final String AUDIENCE = "polyport";

    /** Signs the bytes of {@code header.payload}. */
    interface Signer {
        byte[] sign(byte[] bytes) throws Exception;
    }

    final RSAKey rsa = rsa("rsa-1", 2048);
    final ECKey ec = ec("ec-1", Curve.P_256);
    final ECKey ec384 = ec("ec-384", Curve.P_384);
    final ECKey attacker = ec("ec-1", Curve.P_256);
    final KeyPair edwards = edwards();

    static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair edwards() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    OctetKeyPair edwardsJwk(String id) {
        var encoded = edwards.getPublic().getEncoded();
        var raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(raw))
                .keyID(id)
                .build();
    }

    JsonObject jwks(Object... keys) {
        var list = new JsonArray();
        for (var key : keys) {
            list.add(key instanceof JsonObject object ? object : new JsonObject(key.toString()));
        }
        return new JsonObject().put("keys", list);
    }

    /** A set that is right, and a few that are not for signatures. */
    JsonObject jwks() {
        return jwks(
                rsa.toPublicJWK(),
                ec.toPublicJWK(),
                ec384.toPublicJWK(),
                edwardsJwk("ed-1"),
                new JsonObject(ec("enc-1", Curve.P_256).toPublicJWK().toString()).put("use", "enc"));
    }

    static JsonObject header() {
        return new JsonObject().put("alg", "ES256").put("kid", "ec-1").put("typ", "JWT");
    }

    static JsonObject header(String algorithm, String keyId) {
        return new JsonObject().put("alg", algorithm).put("kid", keyId).put("typ", "JWT");
    }

    static JsonObject claims() {
        var now = NOW.getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", "ivan")
                .put("scope", "ftp:read ftp:write")
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + 600);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    static String token(String header, String claims, Signer signer) {
        return signed(encode(header) + "." + encode(claims), signer);
    }

    static String token(JsonObject header, JsonObject claims, Signer signer) {
        return token(header.encode(), claims.encode(), signer);
    }

    static String signed(String input, Signer signer) {
        try {
            return input + "." + encode(signer.sign(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Signer jca(String algorithm, PrivateKey key) {
        return bytes -> {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        };
    }

    static Signer es256(ECKey key) {
        return es("SHA256", key);
    }

    static Signer es(String hash, ECKey key) {
        try {
            return jca(hash + "withECDSAinP1363Format", key.toPrivateKey());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Signer rs256(RSAKey key) {
        try {
            return jca("SHA256withRSA", key.toPrivateKey());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Signer ps256(RSAKey key) {
        return bytes -> {
            var signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(key.toPrivateKey());
            signature.update(bytes);
            return signature.sign();
        };
    }

    static Signer hmac(int bits, byte[] secret) {
        return bytes -> {
            var mac = Mac.getInstance("HmacSHA" + bits);
            mac.init(new SecretKeySpec(secret, "raw"));
            return mac.doFinal(bytes);
        };
    }

    static Signer bytes(byte[] signature) {
        return _input -> signature;
    }

    /** The token that everything else is a change of. */
    String good() {
        return token(header(), claims(), es256(ec));
    }
}
