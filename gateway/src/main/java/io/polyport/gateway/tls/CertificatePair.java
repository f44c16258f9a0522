package io.polyport.gateway.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A certificate with what leads to its root, and the key that belongs to it.
 *
 * @param chain the listener's own certificate first
 * @param chainPem the same, as read
 */
record CertificatePair(List<X509Certificate> chain, String chainPem, PemPrivateKey privateKey) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_FILE = 1 << 20;

    /**
     * Reads and checks two files; fails with {@code gateway.certificate-unusable}, which says what is wrong with which
     * file: missing, damaged, encrypted, out of its time, not belonging together.
     */
    static CertificatePair read(Path certificateFile, Path keyFile, Instant now) {
        var blocks = blocks(certificateFile);
        var chain = blocks.stream()
                .map(block -> certificate(certificateFile, block))
                .toList();
        var key = PemPrivateKey.read(keyFile);
        var own = chain.get(0);
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
        if (!belongs(own, key)) {
            throw TlsProblems.unusable("The key in " + keyFile + " does not belong to the first certificate in "
                    + certificateFile + "; the listener's own certificate must stand first.");
        }
        return new CertificatePair(chain, String.join("\n", blocks) + "\n", key);
    }

    X509Certificate own() {
        return chain.get(0);
    }

    private static List<String> blocks(Path file) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw TlsProblems.unusable(file + " is larger than 1 MiB; is this the right file?");
            }
            var found = new ArrayList<String>();
            var matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                found.add(matcher.group());
            }
            if (found.isEmpty()) {
                throw TlsProblems.unusable(file + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----).");
            }
            return found;
        } catch (IOException e) {
            throw TlsProblems.unusable("The certificate file " + file + " cannot be read: check that it exists and that"
                    + " the gateway's user may read it (" + e.getClass().getSimpleName() + ").");
        }
    }

    private static X509Certificate certificate(Path file, String block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException e) {
            throw TlsProblems.unusable(file + " holds a damaged certificate.");
        }
    }

    /** Signs with one half and checks with the other: true for a pair, whatever kind of key it is. */
    private static boolean belongs(X509Certificate certificate, PemPrivateKey key) {
        var algorithm = switch (key.key().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key.key());
            signature.update(certificate.getSerialNumber().toByteArray());
            var signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getSerialNumber().toByteArray());
            return signature.verify(signed);
        } catch (GeneralSecurityException _otherKind) {
            return false;
        }
    }
}
