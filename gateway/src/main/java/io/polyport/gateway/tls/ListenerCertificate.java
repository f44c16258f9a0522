package io.polyport.gateway.tls;

import io.polyport.kit.pem.CertificatePair;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/** The certificate that callers are shown: besides being whole, it has to be one that they will take now. */
final class ListenerCertificate {
    private static final int MIN_RSA_BITS = 2048;

    private ListenerCertificate() {}

    /** Fails with {@code gateway.certificate-unusable}, which says what is wrong with which file. */
    static CertificatePair read(Path certificateFile, Path keyFile, Instant now) {
        var pair = CertificatePair.read(certificateFile, keyFile, TlsProblems.CERTIFICATE_UNUSABLE);
        var own = pair.chain().own();
        if (now.isAfter(own.getNotAfter().toInstant())) {
            throw TlsProblems.unusable("The certificate in " + certificateFile + " expired on "
                    + own.getNotAfter().toInstant() + "; renew it.");
        }
        if (now.isBefore(own.getNotBefore().toInstant())) {
            throw TlsProblems.unusable("The certificate in " + certificateFile + " is valid from "
                    + own.getNotBefore().toInstant() + " only; check the clock.");
        }
        if (own.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw TlsProblems.unusable(
                    "The RSA key in " + certificateFile + " has less than 2048 bits; make a new one.");
        }
        return pair;
    }
}
