package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcTls;
import io.polyport.kit.pem.CertificatePair;
import io.polyport.kit.pem.PemCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What TLS is made of, for each kind of protection; one for all event loops. */
public final class TlsContexts {
    private final Map<GrpcTls, ClientSSLOptions> loaded = new ConcurrentHashMap<>();

    /**
     * Reads the files, off the event loop. Fails with {@code grpc.certificate-unusable}, which says what is wrong with which
     * file.
     */
    public Future<Void> load(Vertx vertx, Collection<GrpcTls> all) {
        return vertx.executeBlocking(() -> {
            all.forEach(this::blocking);
            return null;
        });
    }

    /** On the caller's event loop; the files are read at the first time only. */
    Future<ClientSSLOptions> of(Vertx vertx, GrpcTls tls) {
        var ready = loaded.get(tls);
        return ready != null ? Future.succeededFuture(ready) : vertx.executeBlocking(() -> blocking(tls));
    }

    private ClientSSLOptions blocking(GrpcTls tls) {
        return loaded.computeIfAbsent(tls, TlsContexts::read);
    }

    private static ClientSSLOptions read(GrpcTls tls) {
        var options = new ClientSSLOptions()
                .setTrustAll(!tls.verify())
                .setHostnameVerificationAlgorithm(tls.verify() ? "HTTPS" : "")
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2"));
        tls.caFile()
                .map(file -> PemCertificates.read(file, ProtocolProblems.CERTIFICATE_UNUSABLE))
                .ifPresent(authorities ->
                        options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities.pem()))));
        tls.certificateFile()
                .map(file ->
                        CertificatePair.read(file, tls.keyFile().orElseThrow(), ProtocolProblems.CERTIFICATE_UNUSABLE))
                .ifPresent(pair -> options.setKeyCertOptions(pair.options()));
        return options;
    }
}
