package io.polyport.ftp;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server and its data connections are reached.
 *
 * @param proxy through which all connections go
 * @param callBack where the server may connect to us for data (active mode); empty: we make every connection (passive mode)
 * @param extended which commands ask for data connections
 * @param usePasvAddress whether the address in the reply to PASV is followed; else (the default) the control
 *     connection's host is used, which is right behind NAT and can't be led elsewhere
 */
public record FtpRoute(
        Optional<FtpProxy> proxy, Optional<CallBack> callBack, Extended extended, boolean usePasvAddress) {

    /** Whether the commands of RFC 2428 are used: EPSV instead of PASV, EPRT instead of PORT. */
    public enum Extended {
        /** EPSV, then PASV if the server does not know it; PORT over IPv4 and EPRT over IPv6. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /**
     * Where a server connects to.
     *
     * @param address what it is told, where that is not the address of this machine: behind NAT or a load balancer
     * @param lowestPort the first port that may be used, 0 for any
     * @param highestPort the last one
     */
    public record CallBack(Optional<InetAddress> address, int lowestPort, int highestPort) {
        public CallBack {
            boolean any = lowestPort == 0 && highestPort == 0;
            boolean range = lowestPort > 0 && highestPort >= lowestPort && highestPort <= 65_535;
            if (!any && !range) {
                throw new IllegalArgumentException("not a range of ports: " + lowestPort + " to " + highestPort);
            }
        }

        /** Of this machine's own address, on any port. */
        public static CallBack here() {
            return new CallBack(Optional.empty(), 0, 0);
        }
    }

    public FtpRoute {
        Objects.requireNonNull(extended, "extended");
        if (proxy.isPresent() && callBack.isPresent()) {
            throw new IllegalArgumentException("a server can't connect to us through a proxy");
        }
    }

    /** No proxy, passive mode, data from the control connection's host. */
    public static FtpRoute direct() {
        return new FtpRoute(Optional.empty(), Optional.empty(), Extended.AUTO, false);
    }

    public FtpRoute through(FtpProxy other) {
        return new FtpRoute(Optional.of(other), callBack, extended, usePasvAddress);
    }

    public FtpRoute calledBackAt(CallBack other) {
        return new FtpRoute(proxy, Optional.of(other), extended, usePasvAddress);
    }

    public FtpRoute with(Extended other) {
        return new FtpRoute(proxy, callBack, other, usePasvAddress);
    }
}
