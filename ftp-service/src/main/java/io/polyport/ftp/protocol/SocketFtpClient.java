package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpClient;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpProxy;
import io.polyport.ftp.FtpSession;
import io.polyport.ftp.FtpSettings;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;

/** The port on Vert.x sockets: no thread per session, everything on the one event loop that this client belongs to. */
public final class SocketFtpClient implements FtpClient {
    private final Vertx vertx;
    private final Dialer dialer;
    private final TlsContexts tls;
    private final ServerMemory memory;

    /** @param tls shared with the clients of other event loops */
    public SocketFtpClient(Vertx vertx, TlsContexts tls) {
        this(vertx, tls, new ServerMemory(System::nanoTime));
    }

    SocketFtpClient(Vertx vertx, TlsContexts tls, ServerMemory memory) {
        this.vertx = vertx;
        this.tls = tls;
        this.memory = memory;
        this.dialer = new Dialer(vertx);
    }

    @Override
    public Future<FtpSession> open(FtpSettings settings) {
        var context = (ContextInternal) vertx.getOrCreateContext();
        if (context.threadingModel() != ThreadingModel.EVENT_LOOP
                || !context.nettyEventLoop().inEventLoop()) {
            return Future.failedFuture(new IllegalStateException("a session is opened on an event loop"));
        }
        return settings.tls().isOn()
                ? tls.of(vertx, settings.tls().trust()).compose(ready -> byTls(context, settings, ready))
                : connect(context, settings, SocketSecurity.plain());
    }

    /** A server that wants a newer TLS is met once more in the other way, and from then on at once. */
    private Future<FtpSession> byTls(ContextInternal context, FtpSettings settings, TlsContext ready) {
        var profile = TlsProfile.of(settings, ready, tls.memory());
        var first = connect(context, settings, new TlsSecurity(settings, profile, tls.memory()));
        return first.recover(failure -> {
            var other = profile.other(settings, ready);
            if (other.isEmpty() || !TlsFaults.mayBeVersion(failure)) {
                return Future.failedFuture(failure);
            }
            return connect(context, settings, new TlsSecurity(settings, other.get(), tls.memory()))
                    .onSuccess(session -> tls.memory().learn(profile.server(), true));
        });
    }

    private Future<FtpSession> connect(ContextInternal context, FtpSettings settings, SocketSecurity security) {
        return host(settings)
                .compose(host -> dialer.dial(
                                SocketAddress.inetSocketAddress(settings.port(), host),
                                settings,
                                FtpProblems.CONNECT_REFUSED)
                        .compose(socket -> login(context, settings, security, host, socket)));
    }

    /** SOCKS 4 carries addresses only; every other way finds the name's address itself. */
    private Future<String> host(FtpSettings settings) {
        return settings.route()
                        .proxy()
                        .map(FtpProxy::kind)
                        .filter(FtpProxy.Kind.SOCKS4::equals)
                        .isPresent()
                ? dialer.address(settings.host(), settings.limits())
                : Future.succeededFuture(settings.host());
    }

    @Override
    public Future<Void> close() {
        return dialer.close();
    }

    private Future<FtpSession> login(
            ContextInternal context, FtpSettings settings, SocketSecurity security, String host, NetSocket socket) {
        var control = new ControlChannel(
                vertx, socket, settings.limits(), settings.dialect().charset());
        control.ended().onSuccess(reason -> security.close());
        return new Login(control, settings, security, memory)
                .run()
                .map(done ->
                        session(context, settings, connections(settings, host, control, done), control, security, done))
                .onFailure(failed -> control.end(FtpProblems.CONNECTION_LOST.toException("The login failed.")));
    }

    private FtpSession session(
            ContextInternal context,
            FtpSettings settings,
            DataConnections connections,
            ControlChannel control,
            SocketSecurity security,
            Login.Done done) {
        var info = done.info();
        var traits = done.traits();
        var commands = new Commands(control, info.charset(), traits::missing);
        var transfers = new Transfers(vertx, commands, connections, security, settings.limits(), settings.lines());
        boolean machine = traits.features().has("MLST") || traits.features().has("MLSD");
        var system = new ServerSystem(commands, traits);
        var working = new WorkingDirectory(commands);
        var directories = new Directories(
                transfers, working, system, machine, settings.dialect().showHidden());
        var lookup = new Lookup(vertx, control, working, directories, info.charset(), system, machine);
        var checksums = new ServerChecksums(commands, info.charset(), traits.features());
        return new Session(context, info, commands, transfers, working, directories, lookup, system, checksums);
    }

    /** @param host where the control connection went: its name or address, or where a name led it */
    private DataConnections connections(FtpSettings settings, String host, ControlChannel control, Login.Done done) {
        var commands = new Commands(control, done.info().charset(), done.traits()::missing);
        var route = settings.route();
        if (route.callBack().isPresent()) {
            return new Active(vertx, commands, settings, route.callBack().get());
        }
        boolean direct = route.proxy().isEmpty();
        return new Passive(
                dialer, commands, settings, direct ? control.peer().getAddress().getHostAddress() : host);
    }
}
