package io.polyport.kit.pem;

import io.polyport.kit.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;

/**
 * A certificate with what leads to its root, and the key that belongs to it.
 *
 * @param chain one's own certificate first
 */
public record CertificatePair(PemCertificates chain, PemPrivateKey privateKey) {
    private static final byte[] SAMPLE = {1, 2, 3};

    /**
     * Reads and checks two files: not for an event loop. Fails with {@code unusable}, which says what is wrong with which
     * file: missing, damaged, encrypted, not belonging together.
     */
    public static CertificatePair read(Path certificateFile, Path keyFile, ProblemType unusable) {
        var chain = PemCertificates.read(certificateFile, unusable);
        var key = PemPrivateKey.read(keyFile, unusable);
        if (!belongs(chain.own().getPublicKey(), key)) {
            throw unusable.toException("The key in " + keyFile + " does not belong to the first certificate in "
                    + certificateFile + "; the key's own certificate must stand first.");
        }
        return new CertificatePair(chain, key);
    }

    /** As Vert.x takes it. */
    public PemKeyCertOptions options() {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(chain.pem()))
                .addKeyValue(Buffer.buffer(privateKey.pkcs8Pem()));
    }

    /** Signs with one half and checks with the other: true for a pair, whatever kind of key it is. */
    private static boolean belongs(PublicKey certified, PemPrivateKey key) {
        var algorithm = switch (key.key().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key.key());
            signature.update(SAMPLE);
            var signed = signature.sign();
            signature.initVerify(certified);
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _otherKind) {
            return false;
        }
    }
}
