package io.polyport.ftp.protocol;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/** Certificates and keys out of PEM files; each fault is a {@code ftp.certificate-unusable} that names the file. */
final class TlsFiles {
    private static final int MAX_FILE = 1 << 20;

    private TlsFiles() {}

    /** Whom the server has to be vouched for by. */
    static TrustManager[] authorities(Vertx vertx, FtpTls.Trust trust) throws GeneralSecurityException {
        if (!trust.verify()) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        if (trust.caFile().isEmpty()) {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return factory.getTrustManagers();
        }
        Path file = trust.caFile().get();
        Buffer pem = read(file, "CERTIFICATE", "a certificate");
        try {
            return new PemTrustOptions()
                    .addCertValue(pem)
                    .getTrustManagerFactory(vertx)
                    .getTrustManagers();
        } catch (Exception damaged) {
            throw unusable(file + " holds a damaged certificate.", damaged);
        }
    }

    /** Who we are; nobody when there are no files. */
    static KeyManager[] keys(Vertx vertx, FtpTls.Trust trust) {
        if (trust.certificateFile().isEmpty()) {
            return new KeyManager[0];
        }
        Path certificateFile = trust.certificateFile().get();
        Path keyFile = trust.keyFile().orElseThrow();
        Buffer certificate = read(certificateFile, "CERTIFICATE", "a certificate");
        Buffer key = read(keyFile, "PRIVATE KEY", "a private key");
        if (key.toString(StandardCharsets.ISO_8859_1).contains("ENCRYPTED")) {
            throw unusable(
                    keyFile + " holds an encrypted key. Take the password off (openssl pkey -in "
                            + keyFile.getFileName() + " -out plain.pem) and protect the file by its mode instead.",
                    null);
        }
        KeyManager[] keys;
        try {
            keys = new PemKeyCertOptions()
                    .addCertValue(certificate)
                    .addKeyValue(key)
                    .getKeyManagerFactory(vertx)
                    .getKeyManagers();
        } catch (Exception damaged) {
            throw unusable(
                    certificateFile + " or " + keyFile
                            + " is damaged, or the key is neither RSA nor EC; make them anew.",
                    damaged);
        }
        if (!belong((X509KeyManager) keys[0])) {
            throw unusable(
                    "The key in " + keyFile + " does not belong to the first certificate in " + certificateFile
                            + "; our own certificate must stand first.",
                    null);
        }
        return keys;
    }

    private static Buffer read(Path file, String block, String what) {
        try {
            if (Files.size(file) > MAX_FILE) {
                throw unusable(file + " is larger than 1 MiB; is this the right file?", null);
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            if (!text.contains("-----BEGIN ") || !text.contains(block + "-----")) {
                throw unusable(file + " holds not " + what + " in PEM (-----BEGIN " + block + "-----).", null);
            }
            return Buffer.buffer(text, StandardCharsets.ISO_8859_1.name());
        } catch (IOException e) {
            throw unusable(
                    "The file " + file
                            + " cannot be read: check that it exists and that the service's user may read it ("
                            + e.getClass().getSimpleName() + ").",
                    e);
        }
    }

    /** Signs with one half and checks with the other: true for a pair, whatever kind of key it is. */
    private static boolean belong(X509KeyManager keys) {
        for (String kind : new String[] {"RSA", "EC", "EdDSA", "Ed25519"}) {
            String[] aliases = keys.getClientAliases(kind, null);
            if (aliases != null) {
                return Arrays.stream(aliases)
                        .allMatch(alias -> pair(keys.getCertificateChain(alias)[0], keys.getPrivateKey(alias)));
            }
        }
        return false;
    }

    private static boolean pair(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(certificate.getSerialNumber().toByteArray());
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(certificate.getSerialNumber().toByteArray());
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static ProblemException unusable(String detail, Exception cause) {
        return new ProblemException(Problem.of(FtpProblems.CERTIFICATE_UNUSABLE, detail), cause);
    }
}
