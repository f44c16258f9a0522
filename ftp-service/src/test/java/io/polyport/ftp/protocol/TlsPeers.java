package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.TestAuthority;
import io.polyport.kit.fixtures.TestAuthority.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;

/** Real FTP servers with TLS, and how to log in to them; what they show is signed by one authority. */
public final class TlsPeers {
    private TlsPeers() {}

    /** All that are there, each with explicit and with implicit TLS; says which are not. */
    public static List<Peer> all(TestAuthority authority) throws IOException {
        var peers = new ArrayList<>(in(FtpTls.Mode.EXPLICIT, authority));
        peers.addAll(in(FtpTls.Mode.IMPLICIT, authority));
        return peers;
    }

    /** The same in one mode. */
    static List<Peer> in(FtpTls.Mode mode, TestAuthority authority) throws IOException {
        var server = authority.server("peer", "127.0.0.1");
        var peers = new ArrayList<Peer>();
        peers.add(apache(authority, server, mode, false));
        if (has("vsftpd", Vsftpd.obstacle())) {
            peers.add(vsftpd(authority, server, mode, List.of()));
        }
        if (has("ProFTPD", Proftpd.obstacle())) {
            peers.add(proftpd(authority, server, mode));
        }
        return peers;
    }

    static boolean has(String name, String obstacle) {
        if (obstacle != null) {
            System.err.println("FTPS tests against " + name + " are skipped: " + obstacle);
        }
        return obstacle == null;
    }

    /** Trusts the authority, and no other. */
    public static FtpTls trusting(TestAuthority authority, FtpTls.Mode mode, String versions) {
        return new FtpTls(
                mode,
                true,
                Optional.of(authority.pem()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                versions);
    }

    /** The same, and shows a certificate. */
    static FtpTls showing(FtpTls tls, Identity own) {
        return new FtpTls(
                tls.mode(),
                tls.verify(),
                tls.caFile(),
                Optional.of(own.chainPem()),
                Optional.of(own.keyPem()),
                tls.hostName(),
                tls.versions());
    }

    /** Apache's server, which may want a certificate of its authority from callers. */
    public static Peer apache(TestAuthority authority, Identity server, FtpTls.Mode mode, boolean wantsCertificate)
            throws IOException {
        var root = Files.createTempDirectory("apache-ftps");
        Files.createDirectory(root.resolve("pub"));
        var tls = new SslConfigurationFactory();
        tls.setKeystoreFile(server.pkcs12().toFile());
        tls.setKeystoreType("PKCS12");
        tls.setKeystorePassword(server.password());
        tls.setKeyPassword(server.password());
        tls.setSslProtocol("TLSv1.2", "TLSv1.3");
        if (wantsCertificate) {
            tls.setTruststoreFile(authority.truststore().toFile());
            tls.setTruststoreType("PKCS12");
            tls.setTruststorePassword(TestAuthority.PASSWORD);
            tls.setClientAuthentication("NEED");
        }
        var factory = new ListenerFactory();
        factory.setSslConfiguration(tls.createSslConfiguration());
        factory.setImplicitSsl(mode == FtpTls.Mode.IMPLICIT);
        var running = ApacheFtp.start(root, "anna", "secret", factory);
        var login = FtpSettings.of("127.0.0.1", running.port(), "anna", "secret");
        return peer("Apache FtpServer", mode, authority, new Peer("", login, root, () -> {
            running.stop();
            Peers.delete(root);
        }));
    }

    /** vsftpd, which refuses data connections that do not resume the control connection's TLS session. */
    static Peer vsftpd(TestAuthority authority, Identity server, FtpTls.Mode mode, List<String> more)
            throws IOException {
        var lines = new ArrayList<>(List.of(
                "ssl_enable=YES",
                "rsa_cert_file=" + server.chainPem(),
                "rsa_private_key_file=" + server.keyPem(),
                "allow_anon_ssl=YES",
                "force_anon_logins_ssl=YES",
                "force_anon_data_ssl=YES",
                "require_ssl_reuse=YES",
                "strict_ssl_read_eof=YES",
                "ssl_ciphers=HIGH",
                "max_clients=0"));
        if (mode == FtpTls.Mode.IMPLICIT) {
            lines.add("implicit_ssl=YES");
        }
        lines.addAll(more);
        return peer("vsftpd", mode, authority, Vsftpd.start(lines));
    }

    /** ProFTPD with its default options, by which it, too, wants sessions to be resumed. */
    static Peer proftpd(TestAuthority authority, Identity server, FtpTls.Mode mode) throws IOException {
        return proftpd(authority, server, mode, List.of());
    }

    /** The same, whose names are whatever bytes they are, with explicit TLS. */
    static Peer proftpdWithoutUtf8(TestAuthority authority) throws IOException {
        var server = authority.server("peer-without-utf8", "127.0.0.1");
        return proftpd(authority, server, FtpTls.Mode.EXPLICIT, Proftpd.UTF8_OFF)
                .named(Proftpd.WITHOUT_UTF8);
    }

    private static Peer proftpd(TestAuthority authority, Identity server, FtpTls.Mode mode, List<String> more)
            throws IOException {
        boolean implicit = mode == FtpTls.Mode.IMPLICIT;
        Files.setPosixFilePermissions(server.keyPem(), PosixFilePermissions.fromString("rw-------"));
        var lines = new ArrayList<>(List.of(
                "TLSEngine on",
                "TLSRequired on",
                "TLSLog none",
                "TLSProtocol TLSv1.2 TLSv1.3",
                "TLSECCertificateFile " + server.chainPem(),
                "TLSECCertificateKeyFile " + server.keyPem()));
        if (implicit) {
            lines.add("TLSOptions UseImplicitSSL");
        }
        lines.addAll(more);
        return peer("ProFTPD", mode, authority, Proftpd.start(lines, implicit));
    }

    /** Pure-FTPd, which knows no implicit TLS. */
    static Peer pureFtpd(TestAuthority authority) throws IOException {
        var server = authority.server("pure", "127.0.0.1");
        var both = Files.createTempFile("pure", ".pem");
        Files.writeString(both, Files.readString(server.chainPem()) + Files.readString(server.keyPem()));
        var peer = PureFtpd.start(List.of("--tls", "2", "--certfile", both.toString()));
        return peer("Pure-FTPd", FtpTls.Mode.EXPLICIT, authority, new Peer("", peer.settings(), peer.root(), () -> {
            peer.stop();
            Files.delete(both);
        }));
    }

    private static Peer peer(String name, FtpTls.Mode mode, TestAuthority authority, Peer plain) {
        return new Peer(
                name + " " + mode.name().toLowerCase(java.util.Locale.ROOT),
                plain.settings().withTls(trusting(authority, mode, "auto")),
                plain.root(),
                plain.end());
    }

    /** A directory for keys and certificates. */
    static Path folder() throws IOException {
        return Files.createTempDirectory("tls-peers");
    }
}
