package io.polyport.grpc.protocol;

import io.polyport.grpc.GrpcTls;
import io.polyport.kit.pem.CertificatePair;
import io.polyport.kit.pem.PemCertificates;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What TLS is made of, for each kind of protection; one for all event loops. Files that have changed are read again for the
 * next connection, since certificates are renewed under programs that run.
 */
public final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    private final Map<Files, Loaded> loaded = new ConcurrentHashMap<>();

    /** @param stamps of the files when they were read, whether they could be used or not */
    private record Loaded(ClientSSLOptions options, List<Object> stamps) {}

    /**
     * What the options are made of. Without the host name, which each connection says for itself: callers can name any
     * number of those, but no files, so that there are no more of these than the configuration has, and two.
     */
    private record Files(boolean verify, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        static Files of(GrpcTls tls) {
            return new Files(tls.verify(), tls.caFile(), tls.certificateFile(), tls.keyFile());
        }

        boolean isNone() {
            return authorities.isEmpty() && certificate.isEmpty();
        }

        /** Equal as long as none of them has changed, or been replaced by another one under the same name. */
        List<Object> stamps() {
            return paths().<Object>map(Files::stamp).toList();
        }

        private Stream<Path> paths() {
            return Stream.of(authorities, certificate, key).flatMap(Optional::stream);
        }

        String named() {
            return String.join(", ", paths().map(Path::toString).toList());
        }

        private static Object stamp(Path file) {
            try {
                var now = java.nio.file.Files.readAttributes(file, BasicFileAttributes.class);
                return Arrays.asList(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException unreadable) {
                return "unreadable";
            }
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

    /** On the caller's event loop. Asked for each connection. */
    Future<ClientSSLOptions> of(Vertx vertx, GrpcTls tls) {
        var files = Files.of(tls);
        var ready = loaded.get(files);
        return ready != null && files.isNone()
                ? Future.succeededFuture(ready.options())
                : vertx.executeBlocking(() -> blocking(tls), false);
    }

    private ClientSSLOptions blocking(GrpcTls tls) {
        return loaded.compute(Files.of(tls), (files, before) -> {
                    var stamps = files.stamps();
                    if (before == null) {
                        return new Loaded(read(files), stamps);
                    }
                    return before.stamps().equals(stamps) ? before : again(files, before, stamps);
                })
                .options();
    }

    /** A certificate and its key change one after the other: what does not fit is left until one of them changes again. */
    private static Loaded again(Files files, Loaded before, List<Object> stamps) {
        try {
            var now = new Loaded(read(files), stamps);
            LOG.info("certificate files have changed and were read again: {}", files.named());
            return now;
        } catch (ProblemException unusable) {
            LOG.warn(
                    "certificate files have changed and can't be used, the former ones are: {}",
                    unusable.problem().detail());
            return new Loaded(before.options(), stamps);
        }
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
