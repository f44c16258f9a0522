package io.polyport.gateway.tls;

import io.polyport.kit.pem.CertificatePair;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The listener's TLS (GW-20): TLS 1.2 and 1.3, forward secrecy and authenticated encryption only, HTTP/2 and HTTP/1.1 by
 * ALPN, one certificate.
 */
public final class ListenerTls {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final int HANDSHAKE_SECONDS = 10;

    private final TlsConfig config;
    private final CertificatePair pair;

    private ListenerTls(TlsConfig config, CertificatePair pair) {
        this.config = config;
        this.pair = pair;
    }

    /**
     * Reads the configured files, or makes or takes again the generated certificate in the data folder. Reads and writes
     * files: not for an event loop. Fails with {@code gateway.certificate-unusable}, which says what is wrong with which
     * file.
     */
    public static ListenerTls load(TlsConfig config, Path dataFolder, InstantSource clock) {
        var now = clock.instant();
        var pair = config.certificateFile()
                .map(file -> ListenerCertificate.read(file, config.keyFile().orElseThrow(), now))
                .orElseGet(() -> new SelfSigned(dataFolder, config.hostNames()).take(now));
        return new ListenerTls(config, pair);
    }

    /** Sets everything of TLS in the options, and nothing else. */
    public HttpServerOptions applyTo(HttpServerOptions options) {
        CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        return options.setSsl(true)
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setKeyCertOptions(pair.options());
    }

    /** The value of {@code Strict-Transport-Security} (RFC 6797 §6.1), where it should be sent. */
    public Optional<String> strictTransportSecurity() {
        return generated() || config.hsts().isZero()
                ? Optional.empty()
                : Optional.of("max-age=" + config.hsts().toSeconds());
    }

    /** Whether the certificate is our own, which no client trusts by itself. */
    public boolean generated() {
        return config.certificateFile().isEmpty();
    }

    /** When the certificate ends, for a metric and for the log. */
    public Instant expiresAt() {
        return pair.chain().own().getNotAfter().toInstant();
    }

    /** The certificate, for clients that shall trust it; no secret. */
    public String certificatePem() {
        return pair.chain().pem();
    }
}
