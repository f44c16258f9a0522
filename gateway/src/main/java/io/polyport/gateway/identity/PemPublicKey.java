package io.polyport.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A public key from a PEM block: {@code PUBLIC KEY} (SubjectPublicKeyInfo) or {@code CERTIFICATE}. */
final class PemPublicKey {
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
    private static final int ED25519_BYTES = 32;

    private PemPublicKey() {}

    static VerificationKey read(String kind, String block) throws JOSEException {
        var der = der(block);
        return switch (kind) {
            case "PUBLIC KEY" -> verification(publicKey(der));
            case "CERTIFICATE" -> verification(certificateKey(der));
            default -> throw new JOSEException("'" + kind + "' is not PUBLIC KEY or CERTIFICATE");
        };
    }

    private static byte[] der(String block) throws JOSEException {
        try {
            return Base64.getMimeDecoder().decode(block.replaceAll("-----[A-Z0-9 ]+-----", ""));
        } catch (IllegalArgumentException e) {
            throw new JOSEException("not base64 between the PEM lines", e);
        }
    }

    private static PublicKey publicKey(byte[] der) throws JOSEException {
        for (var kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
            } catch (GeneralSecurityException _anotherKind) {
                // Perhaps of the next kind.
            }
        }
        throw new JOSEException("not an RSA, EC or Ed25519 public key");
    }

    private static PublicKey certificateKey(byte[] der) throws JOSEException {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (GeneralSecurityException e) {
            throw new JOSEException("not a certificate", e);
        }
    }

    private static VerificationKey verification(PublicKey key) throws JOSEException {
        return switch (key) {
            case RSAPublicKey rsa -> JwkReader.key(new RSAKey.Builder(rsa).build());
            case ECPublicKey ec -> {
                var curve = Curve.forECParameterSpec(ec.getParams());
                if (curve == null) {
                    throw new JOSEException("curve is not P-256, P-384 or P-521");
                }
                yield JwkReader.key(new ECKey.Builder(curve, ec).build());
            }
            case EdECPublicKey edwards -> {
                var encoded = edwards.getEncoded();
                var raw = java.util.Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
                yield new VerificationKey(
                        Optional.empty(),
                        Set.of("EdDSA", "Ed25519"),
                        Base64.getEncoder().encodeToString(raw),
                        EdwardsCheck.of(raw));
            }
            default -> throw new JOSEException("unknown kind of key");
        };
    }
}
