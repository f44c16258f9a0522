package io.polyport.ftp.protocol;

import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpRoute;
import io.polyport.ftp.FtpSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Data connections in active mode: the server is told where to connect to, with PORT (RFC 959) or EPRT (RFC 2428). */
final class Active implements DataConnections {
    private final Vertx vertx;
    private final Commands commands;
    private final FtpSettings settings;
    private final FtpRoute.CallBack where;

    Active(Vertx vertx, Commands commands, FtpSettings settings, FtpRoute.CallBack where) {
        this.vertx = vertx;
        this.commands = commands;
        this.settings = settings;
        this.where = where;
    }

    @Override
    public Future<Prepared> prepare() {
        InetAddress here = commands.control().local().getAddress();
        InetAddress told = where.address().orElse(here);
        boolean extended = isExtended(told);
        if (!extended && told instanceof Inet6Address) {
            return Future.failedFuture(FtpProblems.DATA_CONNECTION.toException(
                    "PORT can't say an IPv6 address. Let the connection use extended commands."));
        }
        return DataListener.open(
                        vertx,
                        here,
                        where,
                        commands.control().peer().getAddress(),
                        settings.limits().connect())
                .compose(listener -> commands.ask(extended ? eprt(told, listener.port()) : port(told, listener.port()))
                        .compose(reply -> Commands.positive(reply, extended ? "EPRT" : "PORT"))
                        .<Prepared>map(listener)
                        .onFailure(refused -> listener.abandon(true)));
    }

    private boolean isExtended(InetAddress told) {
        return switch (settings.route().extended()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> told instanceof Inet6Address;
        };
    }

    private static String port(InetAddress address, int port) {
        return "PORT " + address.getHostAddress().replace('.', ',') + "," + port / 256 + "," + port % 256;
    }

    private static String eprt(InetAddress address, int port) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return "EPRT |" + (address instanceof Inet6Address ? 2 : 1) + "|" + (zone < 0 ? text : text.substring(0, zone))
                + "|" + port + "|";
    }
}
