package io.polyport.kit.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** One connection to a listener of the bus, made by somebody who knows TLS but not the bus. */
final class RawLink {
    /** For who is to be refused: whose verdict is late, because the machine stood still, is not let in by that. */
    static final int LONG_MS = 20_000;

    /** For who is let in, and hears nothing. */
    static final int SHORT_MS = 3_000;

    private static final byte TLS_ALERT = 0x15;

    private RawLink() {}

    /** Trusts the cluster's authority; shows the key's certificate even if the server doesn't ask for its issuer, or nothing. */
    static SSLContext context(KeyStore trusted, KeyStore key, char[] password) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = key == null ? null : new KeyManager[] {new Stubborn(key, password)};
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    /** {@code accepted}, also when nothing is heard for {@code limitMs}, or how the listener refused. */
    static String tls(SSLContext context, String protocol, String host, int port, int limitMs) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(limitMs);
            socket.connect(new InetSocketAddress(host, port), LONG_MS);
            socket.startHandshake();
            // In TLS 1.3 the server judges the client's certificate after the client has finished: its verdict is the
            // first thing to read.
            int read = socket.getInputStream().read();
            return read < 0 ? "accepted" : "said " + read;
        } catch (SocketTimeoutException e) {
            return "accepted"; // the listener waits for the first message
        } catch (SSLException e) {
            return "refused: " + e.getMessage();
        } catch (SocketException e) {
            return "refused: broken off"; // the reset has overtaken the alert
        }
    }

    /** The listener's answer to plain bytes: nothing but a TLS alert at most is {@code refused}. */
    static String plain(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(LONG_MS);
            socket.connect(new InetSocketAddress(host, port), LONG_MS);
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".repeat(8).getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] answer = in.readNBytes(64);
            return answer.length == 0 || answer[0] == TLS_ALERT ? "refused" : "said " + answer.length + " bytes";
        } catch (SocketTimeoutException e) {
            return "left open";
        } catch (IOException e) {
            return "refused";
        }
    }

    private static final class Stubborn extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate[] chain;

        private Stubborn(KeyStore store, char[] password) throws Exception {
            String alias = store.aliases().nextElement();
            key = (PrivateKey) store.getKey(alias, password);
            chain = Arrays.stream(store.getCertificateChain(alias))
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return "key";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {"key"};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
