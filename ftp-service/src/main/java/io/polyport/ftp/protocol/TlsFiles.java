package io.polyport.ftp.protocol;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.pem.CertificatePair;
import io.polyport.kit.pem.PemCertificates;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates and keys for FTP servers; each fault is a {@code ftp.certificate-unusable} that names the file. */
final class TlsFiles {
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
        String pem =
                PemCertificates.read(file, FtpProblems.CERTIFICATE_UNUSABLE).pem();
        try {
            return new PemTrustOptions()
                    .addCertValue(Buffer.buffer(pem))
                    .getTrustManagerFactory(vertx)
                    .getTrustManagers();
        } catch (Exception notTaken) {
            throw unusable(file + " holds a certificate that can't be used as an authority's; make it anew.", notTaken);
        }
    }

    /** Who we are; nobody when there are no files. */
    static KeyManager[] keys(Vertx vertx, FtpTls.Trust trust) {
        if (trust.certificateFile().isEmpty()) {
            return new KeyManager[0];
        }
        Path certificateFile = trust.certificateFile().get();
        Path keyFile = trust.keyFile().orElseThrow();
        var pair = CertificatePair.read(certificateFile, keyFile, FtpProblems.CERTIFICATE_UNUSABLE);
        try {
            return pair.options().getKeyManagerFactory(vertx).getKeyManagers();
        } catch (Exception notTaken) {
            throw unusable(
                    certificateFile + " and " + keyFile + " can't be used: the key must be RSA or EC; make them anew.",
                    notTaken);
        }
    }

    private static ProblemException unusable(String detail, Exception cause) {
        return new ProblemException(Problem.of(FtpProblems.CERTIFICATE_UNUSABLE, detail), cause);
    }
}
