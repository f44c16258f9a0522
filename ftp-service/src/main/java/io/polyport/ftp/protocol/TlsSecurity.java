package io.polyport.ftp.protocol;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.IDN;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * TLS for one session. Servers want the data connections to resume the control connection's TLS session, which proves
 * that both have the same other end. JSSE remembers client sessions by the host and port that an engine is told; so all
 * engines of a session are told the same port, which no other session has and which is nobody's real one: with the real
 * one, sessions that run at the same time would resume each other's.
 */
final class TlsSecurity implements SocketSecurity {
    private static final AttributeKey<SslHandler> HANDLER = AttributeKey.valueOf(TlsSecurity.class, "handler");
    private static final String TLS = "ssl";
    private static final AtomicInteger SESSIONS = new AtomicInteger();
    private static final Duration CLOSE_THROUGH_PROXY = Duration.ofSeconds(2);
    /** vsftpd 522, ProFTPD and FileZilla 425; RFC 4217 §12.6 has 4xx and 5xx, RFC 2228 §5 431 and 534. */
    private static final Set<Integer> NOT_RESUMED = Set.of(425, 431, 450, 522, 534);

    private final FtpSettings settings;
    private final TlsProfile profile;
    private final TlsMemory memory;
    private final String host;
    private final int number = SESSIONS.getAndIncrement() & Integer.MAX_VALUE;
    private SSLSession control;
    private Certificate certificate;
    private boolean lastIsNew;
    private boolean everResumed;

    TlsSecurity(FtpSettings settings, TlsProfile profile, TlsMemory memory) {
        this.settings = settings;
        this.profile = profile;
        this.memory = memory;
        String name = settings.tls().hostName().orElse(settings.host());
        this.host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    @Override
    public String name() {
        return control == null ? "none" : control.getProtocol();
    }

    @Override
    public Future<Void> control(NetSocket socket) {
        return handshake(socket).compose(session -> {
            control = session;
            certificate = certificate(session);
            return Future.succeededFuture();
        });
    }

    @Override
    public Future<Void> data(NetSocket socket) {
        lastIsNew = false;
        // What breaks here fails the handshake, too.
        socket.exceptionHandler(ignored -> {});
        return handshake(socket).compose(session -> {
            // Nothing but the transfer may take what comes now, its end least of all.
            channel(socket).config().setAutoRead(false);
            channel(socket).pipeline().addAfter(TLS, "joined", new JoinedRecords());
            lastIsNew = session.getCreationTime() != control.getCreationTime();
            everResumed |= !lastIsNew;
            return certificate == null || !certificate.equals(certificate(session))
                    ? Future.failedFuture(TlsFaults.otherCertificate())
                    : Future.succeededFuture();
        });
    }

    /** A server that has said its end may wait for ours before it closes (vsftpd does); TLS 1.3 leaves saying it to us. */
    @Override
    public void taken(NetSocket socket) {
        Channel channel = channel(socket);
        channel.attr(HANDLER).get().sslCloseFuture().addListener(said -> {
            if (said.isSuccess()) {
                channel.eventLoop().execute(channel::close);
            }
        });
    }

    @Override
    public boolean endIsCertain(NetSocket socket) {
        return channel(socket).attr(HANDLER).get().sslCloseFuture().isSuccess();
    }

    @Override
    public Future<Void> endOutput(NetSocket socket) {
        Promise<Void> said = Promise.promise();
        channel(socket).attr(HANDLER).get().closeOutbound().addListener(done -> {
            if (done.isSuccess()) {
                said.complete();
            } else {
                said.fail(done.cause());
            }
        });
        return settings.route().proxy().isEmpty()
                ? said.future().compose(ended -> SocketSecurity.halfClose(socket))
                : said.future().onSuccess(ended -> halfCloseLater(socket));
    }

    /**
     * Many proxies close both ways as soon as one of them ends, and reset the server while it still has something to say
     * (a ticket of TLS 1.3): "426" after an upload that was whole. TLS has told the end already; a server that does not
     * listen to that is told again, later.
     */
    private static void halfCloseLater(NetSocket socket) {
        Channel channel = channel(socket);
        var later = channel.eventLoop()
                .schedule(
                        () -> SocketSecurity.halfClose(socket), CLOSE_THROUGH_PROXY.toMillis(), TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> later.cancel(false));
    }

    @Override
    public Optional<ProblemException> refusal(Reply reply) {
        if (!lastIsNew || !NOT_RESUMED.contains(reply.code())) {
            return Optional.empty();
        }
        // A session that was resumed before has only grown old: a new login in the same way will do.
        if (profile.isTickets() || !everResumed) {
            memory.learn(profile.server(), !profile.isTickets());
        }
        return Optional.of(TlsFaults.notResumed(reply));
    }

    @Override
    public void close() {
        if (control != null) {
            control.invalidate();
        }
    }

    private Future<SSLSession> handshake(NetSocket socket) {
        Channel channel = channel(socket);
        if (!channel.isActive()) {
            return Future.failedFuture(TlsFaults.problem(new ClosedChannelException()));
        }
        var handler = new SslHandler(engine());
        handler.setHandshakeTimeoutMillis(settings.limits().reply().toMillis());
        channel.attr(HANDLER).set(handler);
        Promise<SSLSession> promise = Promise.promise();
        channel.pipeline().addFirst(TLS, handler);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                promise.complete(handler.engine().getSession());
            } else {
                promise.fail(TlsFaults.problem(done.cause()));
            }
        });
        return promise.future();
    }

    private SSLEngine engine() {
        SSLEngine engine = profile.context().createSSLEngine(host, number);
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setProtocols(profile.versions().toArray(new String[0]));
        if (settings.tls().verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        serverName().ifPresent(name -> parameters.setServerNames(List.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** Names without a dot, too, which JSSE would leave out; never an address (RFC 6066 §3). */
    private Optional<SNIHostName> serverName() {
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(IDN.toASCII(host)));
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    private static Certificate certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException anonymous) {
            return null;
        }
    }

    private static Channel channel(NetSocket socket) {
        return ((NetSocketInternal) socket).channelHandlerContext().channel();
    }
}
