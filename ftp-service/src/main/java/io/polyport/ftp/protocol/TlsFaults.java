package io.polyport.ftp.protocol;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.polyport.ftp.FtpProblems;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why TLS failed, in words. JSSE tells much of it in texts only, so what is not known is told as less. */
final class TlsFaults {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]{1,40})");
    private static final Set<String> ABOUT_VERSIONS =
            Set.of("protocol_version", "handshake_failure", "insufficient_security", "inappropriate_fallback");

    private TlsFaults() {}

    /** The problem behind a failed handshake, or behind TLS that broke later. */
    static ProblemException problem(Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known;
        }
        if (failure instanceof SslHandshakeTimeoutException) {
            return problem(FtpProblems.TIMEOUT, "The FTP server did not finish the TLS handshake in time.", failure);
        }
        if (isIn(failure, CertificateException.class) || isIn(failure, CertPathBuilderException.class)) {
            return problem(FtpProblems.TLS_UNTRUSTED, certificate(failure), failure);
        }
        return problem(FtpProblems.TLS_FAILED, handshake(failure), failure);
    }

    /** Whether TLS itself broke, and not what it runs on. */
    static boolean isTls(Throwable failure) {
        return isIn(failure, SSLException.class);
    }

    /** Whether another version of TLS may help; servers that find none often just close. */
    static boolean mayBeVersion(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.problem().type().equals(FtpProblems.TLS_FAILED)
                && (isIn(failure, ClosedChannelException.class)
                        || alert(failure).filter(ABOUT_VERSIONS::contains).isPresent());
    }

    /** Bytes came in plain text after the server agreed to TLS: whoever put them there wants them taken for the server's. */
    static ProblemException injected() {
        return FtpProblems.TLS_FAILED.toException(
                "Bytes without protection came after the FTP server had agreed to TLS. Somebody in between may have put them there; nothing was sent.");
    }

    static ProblemException otherCertificate() {
        return FtpProblems.TLS_UNTRUSTED.toException(
                "The data connection has another certificate than the control connection. Somebody in between may answer there; no byte of the file was taken or sent.");
    }

    /** A server refuses a data connection because its TLS session is a new one. */
    static ProblemException notResumed(Reply reply) {
        return FtpProblems.replied(
                FtpProblems.TLS_FAILED,
                "The FTP server refused the data connection (" + reply.code()
                        + "), which could not resume the control connection's TLS session. The next login tries it in another way; try again.",
                reply.code(),
                reply.text());
    }

    private static String certificate(Throwable failure) {
        if (isIn(failure, CertificateExpiredException.class)) {
            return "The FTP server's certificate has expired.";
        }
        if (isIn(failure, CertificateNotYetValidException.class)) {
            return "The FTP server's certificate is not valid yet.";
        }
        if (isIn(failure, CertPathBuilderException.class)) {
            return "The FTP server's certificate is not signed by an authority that is trusted.";
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getClass().equals(CertificateException.class)
                    && String.valueOf(each.getMessage()).startsWith("No ")) {
                return "The FTP server's certificate is for another host name.";
            }
        }
        return "The FTP server's certificate can't be accepted.";
    }

    private static String handshake(Throwable failure) {
        if (isIn(failure, NotSslRecordException.class)) {
            return "What answers there does not speak TLS.";
        }
        if (isIn(failure, ClosedChannelException.class)) {
            return "The FTP server closed the connection during the TLS handshake.";
        }
        return alert(failure)
                .map(alert -> "The FTP server broke TLS off with '" + alert.replace('_', ' ') + "'.")
                .orElse(
                        "TLS with the FTP server failed: no version or cipher that both have, or a fault in what it sent.");
    }

    private static Optional<String> alert(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            var found = ALERT.matcher(String.valueOf(each.getMessage()));
            if (found.find()) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    private static boolean isIn(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException problem(ProblemType type, String what, Throwable cause) {
        return new ProblemException(Problem.of(type, what + " " + type.advice()), cause);
    }
}
