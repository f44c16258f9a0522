package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpDialect;
import io.polyport.ftp.FtpPath;
import io.polyport.ftp.FtpProxy;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpRoute.CallBack;
import io.polyport.ftp.FtpRoute.Extended;
import io.polyport.ftp.FtpSession.UploadMode;
import io.polyport.ftp.FtpSettings;
import io.polyport.ftp.FtpTls;
import io.polyport.ftp.protocol.Peers.Peer;
import io.polyport.kit.fixtures.TestAuthority;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One way to reach one server.
 *
 * @param peer the server, as it was started for this protection
 * @param versions of TLS; "none" without it
 * @param verb the command that asks for data connections
 * @param charset of names as it is configured; counts where the server does not take UTF-8
 * @param proxy null: direct
 */
record Interop(Peer peer, FtpTls.Mode protection, String versions, String verb, Charset charset, FtpProxy proxy) {
    static final List<String> VERBS = List.of("PASV", "EPSV", "PORT", "EPRT");
    static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1251"));
    private static final FtpPath PUB = FtpPath.ofText("pub");

    String row() {
        return String.join(
                " | ",
                peer.name(),
                versions.equals("none") ? "plain" : protection.name().toLowerCase(Locale.ROOT) + " " + versions,
                charset.name(),
                onDisk().name());
    }

    /**
     * In which the server has to keep names: whoever takes UTF-8 gets UTF-8, whatever is configured. vsftpd does not announce
     * it, and ProFTPD refuses it when its encoding is off.
     */
    private Charset onDisk() {
        boolean takesUtf8 = !peer.name().startsWith("vsftpd") && !peer.name().equals(Proftpd.WITHOUT_UTF8);
        return takesUtf8 ? StandardCharsets.UTF_8 : charset;
    }

    String column() {
        return verb + (proxy == null ? "" : ", " + proxy.kind());
    }

    /** Why it is no way at all; empty when it is one. */
    String impossible() {
        return proxy != null && isActive() ? "–" : "";
    }

    private boolean isActive() {
        return verb.equals("PORT") || verb.equals("EPRT");
    }

    private FtpSettings settings(TestAuthority authority) {
        var route = FtpRoute.direct().with(verb.startsWith("EP") ? Extended.ALWAYS : Extended.NEVER);
        if (isActive()) {
            route = route.calledBackAt(CallBack.here());
        }
        if (proxy != null) {
            route = route.through(proxy);
        }
        var settings = peer.settings()
                .withDialect(FtpDialect.usual().withCharset(charset))
                .withRoute(route);
        return versions.equals("none")
                ? settings
                : settings.withTls(TlsPeers.trusting(authority, protection, versions));
    }

    /** Logs in, sends a file with a Russian name, finds it, fetches it, removes it. Fails with what was wrong. */
    void run(OnLoop loop, TestAuthority authority, int number) {
        var session = loop.open(settings(authority));
        try {
            String name = "Отчёт №" + number + ".bin";
            FtpPath file = PUB.child(name);
            byte[] content = new byte[40_000 + number];
            new Random(number).nextBytes(content);
            loop.call(() -> session.upload(file, UploadMode.STORE, new OnLoop.Source(loop.context, content)));
            check(Listed.names(loop, session, PUB).contains(name), "the listing has no " + name);
            byte[] back = loop.call(() -> session.download(file, 0).compose(OnLoop::whole))
                    .getBytes();
            check(java.util.Arrays.equals(back, content), "other bytes came back");
            check(isOnDisk(name.getBytes(onDisk())), "the name is not in " + onDisk() + " on the server's disk");
            loop.call(() -> session.delete(file));
        } finally {
            loop.call(session::quit);
        }
    }

    /** Whether the server has a file whose name is exactly these bytes. */
    private boolean isOnDisk(byte[] wanted) {
        Path pub = peer.pub();
        var listed = new ProcessBuilder("ls", "-1N", pub.toString());
        try {
            byte[] all = listed.start().getInputStream().readAllBytes();
            return Buffer.buffer(all)
                    .toString(StandardCharsets.ISO_8859_1)
                    .lines()
                    .anyMatch(line -> java.util.Arrays.equals(line.getBytes(StandardCharsets.ISO_8859_1), wanted));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException(otherwise);
        }
    }
}
