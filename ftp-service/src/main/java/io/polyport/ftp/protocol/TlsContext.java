package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpTls;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Vertx;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * JSSE's contexts for one kind of trust. There are two because a client either offers session tickets or it does not:
 * vsftpd answers that offer under TLS 1.2 with a ticket whose lifetime JSSE discards, and then nothing can be resumed;
 * others resume by tickets only.
 *
 * @param ids resumes by session ids; for TLS 1.2
 * @param tickets resumes by tickets; for TLS 1.2 and 1.3
 */
record TlsContext(SSLContext ids, SSLContext tickets) {
    private static final String OFFER = "jdk.tls.client.enableSessionTicketExtension";
    private static final Object OFFER_LOCK = new Object();

    /** Reads files: not for an event loop. Fails with {@code ftp.certificate-unusable}. */
    static TlsContext load(Vertx vertx, FtpTls.Trust trust) {
        try {
            KeyManager[] keys = TlsFiles.keys(vertx, trust);
            TrustManager[] authorities = TlsFiles.authorities(vertx, trust);
            SSLContext ids = withoutTickets();
            ids.init(keys, authorities, null);
            SSLContext tickets = SSLContext.getInstance("TLS");
            tickets.init(keys, authorities, null);
            return new TlsContext(ids, tickets);
        } catch (GeneralSecurityException e) {
            throw new ProblemException(Problem.of(FtpProblems.CERTIFICATE_UNUSABLE), e);
        }
    }

    /** JSSE looks at the property when a context is made, and never again. */
    private static SSLContext withoutTickets() throws GeneralSecurityException {
        synchronized (OFFER_LOCK) {
            String before = System.getProperty(OFFER);
            System.setProperty(OFFER, "false");
            try {
                return SSLContext.getInstance("TLS");
            } finally {
                if (before == null) {
                    System.clearProperty(OFFER);
                } else {
                    System.setProperty(OFFER, before);
                }
            }
        }
    }
}
