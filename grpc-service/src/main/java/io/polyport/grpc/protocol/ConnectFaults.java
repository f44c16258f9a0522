package io.polyport.grpc.protocol;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why there is no connection, in words. JSSE tells much of it in texts only, so what is not known is told as less. */
final class ConnectFaults {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]{1,40})");
    /** "HTTP/", where HTTP/2 begins with a SETTINGS frame. */
    private static final String HTTP1 = "485454502f";

    private ConnectFaults() {}

    /** The connection did not stand in time. */
    static final class TooLate extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLate() {
            super("no connection in time", null, false, false);
        }
    }

    /** All connections that may be opened are full of calls, or the server allows none. */
    static final class NoPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoPlace() {
            super("no place", null, false, false);
        }
    }

    /** TLS stands, but HTTP/2 was not agreed on. */
    static final class NoHttp2 extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoHttp2() {
            super("no HTTP/2", null, false, false);
        }
    }

    /** A part of a sentence that begins with the address. */
    static String words(Throwable failure) {
        return switch (failure) {
            case TooLate _late -> "did not answer in time";
            case ConnectTimeoutException _late -> "did not answer in time";
            case SslHandshakeTimeoutException _late -> "did not finish the TLS handshake in time";
            case UnknownHostException _unknown -> "is a name that is not known";
            case NoPlace _full -> "has no place for one more call";
            case NoHttp2 _no -> "does not agree to HTTP/2 by ALPN, which gRPC needs";
            case ConnectException _refused -> "refused the connection";
            case Http2Exception fault -> http2(fault);
            default -> other(failure);
        };
    }

    private static String http2(Http2Exception fault) {
        String text = String.valueOf(fault.getMessage());
        if (text.contains(HTTP1)) {
            return "speaks HTTP/1.1, not HTTP/2 as gRPC needs";
        }
        return text.contains("not SETTINGS") ? "does not speak HTTP/2" : "broke the rules of HTTP/2: " + text;
    }

    private static String other(Throwable failure) {
        if (isIn(failure, CertificateException.class) || isIn(failure, CertPathBuilderException.class)) {
            return certificate(failure);
        }
        if (isIn(failure, NotSslRecordException.class)) {
            return "does not speak TLS";
        }
        if (isIn(failure, SSLException.class)) {
            return alert(failure)
                    .map(alert -> alert.equals("no_application_protocol")
                            ? "does not agree to HTTP/2 by ALPN, which gRPC needs"
                            : "broke TLS off with '" + alert.replace('_', ' ') + "'")
                    .orElse("failed to agree on TLS");
        }
        if (isIn(failure, ClosedChannelException.class)) {
            return "closed the connection during the TLS handshake";
        }
        return "closed the connection before it answered";
    }

    private static String certificate(Throwable failure) {
        if (isIn(failure, CertificateExpiredException.class)) {
            return "has a certificate that has expired";
        }
        if (isIn(failure, CertificateNotYetValidException.class)) {
            return "has a certificate that is not valid yet";
        }
        if (isIn(failure, CertPathBuilderException.class)) {
            return "has a certificate of an authority that is not trusted";
        }
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getClass().equals(CertificateException.class)
                    && String.valueOf(each.getMessage()).startsWith("No ")) {
                return "has a certificate for another name";
            }
        }
        return "has a certificate that can't be accepted";
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
}
