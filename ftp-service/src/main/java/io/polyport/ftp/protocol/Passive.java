package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpSettings;
import io.polyport.kit.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Data connections in passive mode: EPSV (RFC 2428), and PASV (RFC 959) for servers that do not have it. */
final class Passive implements DataConnections {
    private static final Pattern EXTENDED = Pattern.compile("\\((.)\\1\\1(\\d{1,5})\\1\\)");
    private static final Pattern OLD =
            Pattern.compile("(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
    private static final int LOWEST_PORT = 1024;

    private final Dialer dialer;
    private final Commands commands;
    private final FtpSettings settings;
    private final String host;
    private boolean old;

    /** @param host where the server is, as the control connection found it */
    Passive(Dialer dialer, Commands commands, FtpSettings settings, String host) {
        this.dialer = dialer;
        this.commands = commands;
        this.settings = settings;
        this.host = host;
        this.old = settings.route().extended() == FtpRoute.Extended.NEVER;
    }

    @Override
    public Future<Prepared> prepare() {
        return (old ? pasv() : epsv()).compose(this::connect).map(Connected::new);
    }

    /** A socket that nobody else knows yet. */
    private record Connected(NetSocket data) implements Prepared {
        @Override
        public Future<NetSocket> socket() {
            return Future.succeededFuture(data);
        }

        @Override
        public void hurry() {
            // It is there already.
        }

        @Override
        public void abandon(boolean refused) {
            Dialer.reset(data);
        }
    }

    private Future<NetSocket> connect(SocketAddress address) {
        return dialer.dial(address, settings, FtpProblems.DATA_CONNECTION).compose(socket -> {
            var gone = commands.control().endReason();
            if (gone != null) {
                Dialer.reset(socket);
                return Future.failedFuture(gone);
            }
            return Future.succeededFuture(FrameSizedReads.on(socket));
        });
    }

    private Future<SocketAddress> epsv() {
        return commands.ask("EPSV").compose(reply -> {
            if (reply.code() >= 500 && settings.route().extended() == FtpRoute.Extended.AUTO) {
                old = true;
                return pasv();
            }
            if (reply.code() != 229) {
                return Future.failedFuture(reply.problem("EPSV"));
            }
            var port = EXTENDED.matcher(reply.text());
            return port.find()
                    ? address(reply, host, Integer.parseInt(port.group(2)))
                    : Future.failedFuture(desync(reply));
        });
    }

    private Future<SocketAddress> pasv() {
        return commands.ask("PASV").compose(reply -> {
            if (reply.code() != 227) {
                return Future.failedFuture(reply.problem("PASV"));
            }
            var told = OLD.matcher(reply.text());
            if (!told.find()) {
                return Future.failedFuture(desync(reply));
            }
            byte[] address = new byte[4];
            for (int i = 0; i < 4; i++) {
                address[i] = (byte) Integer.parseInt(told.group(i + 1));
            }
            int port = Integer.parseInt(told.group(5)) * 256 + Integer.parseInt(told.group(6));
            if (!settings.route().usePasvAddress()) {
                return address(reply, host, port);
            }
            var target = of(address);
            return mayFollow(target)
                    ? address(reply, target.getHostAddress(), port)
                    : Future.failedFuture(reply.problem(FtpProblems.DATA_CONNECTION, "PASV"));
        });
    }

    /** Behind a proxy the server's own network is not known; what the proxy reaches is the proxy's to allow. */
    private boolean mayFollow(InetAddress target) {
        return settings.route().proxy().isPresent()
                ? !target.isAnyLocalAddress()
                        && !target.isMulticastAddress()
                        && !target.isLoopbackAddress()
                        && !target.isLinkLocalAddress()
                : mayFollow(commands.control().peer().getAddress(), target);
    }

    /** A server must not lead us into a network that it is not in itself (FT-42). */
    static boolean mayFollow(InetAddress control, InetAddress target) {
        if (target.isAnyLocalAddress() || target.isMulticastAddress()) {
            return false;
        }
        return target.equals(control)
                || ((!target.isLoopbackAddress() || control.isLoopbackAddress())
                        && (!target.isLinkLocalAddress() || control.isLinkLocalAddress())
                        && (!target.isSiteLocalAddress() || control.isSiteLocalAddress()));
    }

    /** Ports below 1024 belong to other services, and 0 to nobody. */
    private Future<SocketAddress> address(Reply reply, String target, int port) {
        if (port < LOWEST_PORT || port > 65535) {
            return Future.failedFuture(desync(reply));
        }
        return Future.succeededFuture(SocketAddress.inetSocketAddress(port, target));
    }

    private ProblemException desync(Reply reply) {
        var problem = reply.problem(FtpProblems.PROTOCOL_ERROR, "passive mode");
        commands.control().end(problem);
        return problem;
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
