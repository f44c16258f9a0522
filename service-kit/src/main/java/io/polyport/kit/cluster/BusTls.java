package io.polyport.kit.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/** Mutual TLS 1.3 with the cluster's own authority, for both links between nodes. */
record BusTls(ClusterSettings settings) {
    private static final String PROTOCOL = "TLSv1.3";

    /** Puts TLS on the event bus' own connections; the files are read when the bus starts. */
    EventBusOptions onto(EventBusOptions bus) {
        return bus.setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of(PROTOCOL))
                .setKeyCertOptions(pfx(settings.keystore(), settings.keystorePassword()))
                .setTrustOptions(pfx(settings.truststore(), settings.truststorePassword()));
    }

    private static PfxOptions pfx(Path file, String password) {
        return new PfxOptions().setPath(file.toString()).setPassword(password);
    }

    /**
     * Puts TLS on the cluster engine's link; reads both files, so it must not run on an event loop.
     *
     * @throws IllegalStateException naming the file that can't be used and why
     */
    void onto(TLS link) {
        link.enabled(true)
                .setClientAuth(TLSClientAuth.NEED)
                .setProtocols(new String[] {PROTOCOL})
                .setSSLContext(context());
    }

    private SSLContext context() {
        KeyStore own = open("cluster keystore", settings.keystore(), settings.keystorePassword());
        KeyStore trusted = open("cluster truststore", settings.truststore(), settings.truststorePassword());
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, settings.keystorePassword().toCharArray());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The key in " + settings.keystore() + " can't be used for TLS: " + e.getMessage(), e);
        }
    }

    private static KeyStore open(String what, Path file, String password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            if (store.size() == 0) {
                throw new IllegalStateException("The " + what + " " + file + " is empty: nobody could connect");
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The " + what + " " + file
                            + " can't be opened; it must be a readable PKCS12 file and the password must fit: "
                            + e.getMessage(),
                    e);
        }
    }
}
