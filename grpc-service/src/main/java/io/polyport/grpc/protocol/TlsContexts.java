package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcTls;
import io.polyport.kit.pem.CertificatePair;
import io.polyport.kit.pem.PemCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What TLS is made of, for each kind of protection; one for all event loops. */
public final class TlsContexts {
    private final Map<Files, ClientSSLOptions> loaded = new ConcurrentHashMap<>();

    /**
     * What the options are made of. Without the host name, which each connection says for itself: callers can name any
     * number of those, but no files, so that there are no more of these than the configuration has, and two.
     */
    private record Files(boolean verify, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        static Files of(GrpcTls tls) {
            return new Files(tls.verify(), tls.caFile(), tls.certificateFile(), tls.keyFile());
        }
    }

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
        var ready = loaded.get(Files.of(tls));
        return ready != null ? Future.succeededFuture(ready) : vertx.executeBlocking(() -> blocking(tls));
    }

    private ClientSSLOptions blocking(GrpcTls tls) {
        return loaded.computeIfAbsent(Files.of(tls), TlsContexts::read);
    }

    /** How many are kept. */
    int size() {
        return loaded.size();
    }

    private static ClientSSLOptions read(Files files) {
        var options = new ClientSSLOptions()
                .setTrustAll(!files.verify())
                .setHostnameVerificationAlgorithm(files.verify() ? "HTTPS" : "")
                .setUseAlpn(true)
                .setApplicationLayerProtocols(List.of("h2"));
        files.authorities()
                .map(file -> PemCertificates.read(file, ProtocolProblems.CERTIFICATE_UNUSABLE))
                .ifPresent(authorities ->
                        options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities.pem()))));
        files.certificate()
                .map(file ->
                        CertificatePair.read(file, files.key().orElseThrow(), ProtocolProblems.CERTIFICATE_UNUSABLE))
                .ifPresent(pair -> options.setKeyCertOptions(pair.options()));
        return options;
    }
}
