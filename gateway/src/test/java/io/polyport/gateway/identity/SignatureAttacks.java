package io.polyport.gateway.identity;

import static io.polyport.gateway.identity.Forge.claims;
import static io.polyport.gateway.identity.Forge.header;
import static io.polyport.gateway.identity.Forge.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Signatures of another key, of another algorithm, or of nobody. */
final class SignatureAttacks {
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final AttackTokens table;
    private final Forge forge;
    private final String secret;

    /** @param secret of the issuer that signs with one */
    SignatureAttacks(AttackTokens table, Forge forge, String secret) {
        this.table = table;
        this.forge = forge;
        this.secret = secret;
    }

    void add() {
        publicKeysAsSecrets();
        otherKeys();
        otherSecrets();
        psychicSignatures();
        zeros();
    }

    private void publicKeysAsSecrets() {
        var der = key(forge.rsa).getEncoded();
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----";
        hmacWith("the RSA key's PEM", pem.getBytes(StandardCharsets.US_ASCII));
        hmacWith("the RSA key's PEM and a line end", (pem + "\n").getBytes(StandardCharsets.US_ASCII));
        hmacWith("the RSA key's DER", der);
        hmacWith("the RSA key's JWK", forge.rsa.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8));
        hmacWith("the RSA modulus", key(forge.rsa).getModulus().toByteArray());
        hmacWith("the EC key's JWK", forge.ec.toPublicJWK().toString().getBytes(StandardCharsets.UTF_8));
    }

    private void otherKeys() {
        table.add(
                "RS256 signature under PS256",
                Refusal.SIGNATURE,
                token(header("PS256", "rsa-1"), claims(), Forge.rs256(forge.rsa)));
        table.add(
                "PS256 signature under RS256",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.ps256(forge.rsa)));
        table.add(
                "ES256 under a P-384 key's kid",
                Refusal.KEY,
                token(header("ES256", "ec-384"), claims(), Forge.es("SHA256", forge.ec384)));
        table.add(
                "ES384 under a P-256 key's kid",
                Refusal.KEY,
                token(header("ES384", "ec-1"), claims(), Forge.es("SHA384", forge.ec)));
        table.add(
                "RS256 under an EC key's kid",
                Refusal.KEY,
                token(header("RS256", "ec-1"), claims(), Forge.rs256(forge.rsa)));
        table.add("EdDSA under an EC key's kid", Refusal.KEY, token(header("EdDSA", "ec-1"), claims(), table.right));
        table.add("a key for encryption", Refusal.KEY, token(header("ES256", "enc-1"), claims(), table.right));
        table.add(
                "another key of the same kind",
                Refusal.SIGNATURE,
                token(header(), claims(), Forge.es256(forge.attacker)));
    }

    private void otherSecrets() {
        var hs = claims().put("iss", "secret-issuer");
        table.add("ES256 to an issuer with a secret", Refusal.ALGORITHM, token(header(), hs, table.right));
        table.add(
                "HS256 with a wrong secret",
                Refusal.SIGNATURE,
                token(header("HS256", "k"), hs, Forge.hmac(256, new byte[32])));
        table.add(
                "HS512 signature under HS256",
                Refusal.SIGNATURE,
                token(header("HS256", "k"), hs, Forge.hmac(512, secret.getBytes(StandardCharsets.UTF_8))));
        table.add(
                "HS256 cut to 16 bytes",
                Refusal.SIGNATURE,
                token(
                        header("HS256", "k"),
                        hs,
                        input -> Arrays.copyOf(
                                Forge.hmac(256, secret.getBytes(StandardCharsets.UTF_8))
                                        .sign(input),
                                16)));
    }

    private void hmacWith(String what, byte[] publicKey) {
        for (var bits : List.of(256, 384, 512)) {
            table.add(
                    "HS" + bits + " with " + what,
                    Refusal.ALGORITHM,
                    token(header("HS" + bits, "rsa-1"), claims(), Forge.hmac(bits, publicKey)));
        }
    }

    private void psychicSignatures() {
        var zero = new byte[32];
        var order = Arrays.copyOfRange(P256_ORDER.toByteArray(), 1, 33);
        var one = new byte[32];
        one[31] = 1;
        signature("r = 0, s = 0", join(zero, zero));
        signature("r = 0", join(zero, one));
        signature("s = 0", join(one, zero));
        signature("r = n", join(order, one));
        signature("s = n", join(one, order));
        signature("r = n, s = n", join(order, order));
        signature("r = 1, s = 1", join(one, one));
        signature("63 bytes", new byte[63]);
        signature("65 bytes", new byte[65]);
        signature("1 byte", new byte[1]);
        table.add("ES256 signature in DER", Refusal.SIGNATURE, token(header(), claims(), der(forge.ec)));
    }

    private void zeros() {
        table.add(
                "Ed25519 signature of zeros",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(new byte[64])));
        var smallOrder = new byte[64];
        smallOrder[0] = 1;
        table.add(
                "Ed25519 signature with R of small order",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(smallOrder)));
        table.add(
                "Ed25519 signature too short",
                Refusal.SIGNATURE,
                token(header("EdDSA", "ed-1"), claims(), Forge.bytes(new byte[63])));
        table.add(
                "RS256 signature of zeros",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.bytes(new byte[256])));
        table.add(
                "RS256 signature too long",
                Refusal.SIGNATURE,
                token(header("RS256", "rsa-1"), claims(), Forge.bytes(new byte[512])));
    }

    private void signature(String name, byte[] signature) {
        table.add("ES256 signature: " + name, Refusal.SIGNATURE, token(header(), claims(), Forge.bytes(signature)));
    }

    private static RSAPublicKey key(RSAKey key) {
        try {
            return key.toRSAPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Forge.Signer der(ECKey key) {
        return input -> Forge.jca("SHA256withECDSA", key.toPrivateKey()).sign(input);
    }

    private static byte[] join(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** The same signature with n - s instead of s: valid for the algorithm, another text. */
    static String highS(String token) {
        var end = token.lastIndexOf('.') + 1;
        var signature = Base64.getUrlDecoder().decode(token.substring(end));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        var twin = P256_ORDER.subtract(s).toByteArray();
        var padded = new byte[32];
        var length = Math.min(32, twin.length);
        System.arraycopy(twin, twin.length - length, padded, 32 - length, length);
        return token.substring(0, end) + Forge.encode(join(Arrays.copyOf(signature, 32), padded));
    }
}
