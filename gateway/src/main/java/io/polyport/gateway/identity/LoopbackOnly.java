package io.polyport.gateway.identity;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** GW-17: without authentication the gateway serves this machine only. */
public final class LoopbackOnly {
    private LoopbackOnly() {}

    /**
     * Refuses to start, with a sentence that says what to do, when the listener could be reached from elsewhere and no
     * issuer is configured.
     */
    public static void require(String listenHost, boolean authenticationConfigured) {
        if (!authenticationConfigured && !isLoopback(listenHost)) {
            throw IdentityProblems.OPEN_WITHOUT_AUTHENTICATION.toException("The listener's address '" + listenHost
                    + "' can be reached from other machines, but no authentication is configured (identity.issuers is"
                    + " empty). Configure an issuer, or listen on 127.0.0.1.");
        }
    }

    /** Whether this is {@code localhost} or a literal loopback address; other names are never looked up. */
    static boolean isLoopback(String host) {
        var name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (name.toLowerCase(Locale.ROOT).equals("localhost")) {
            return true;
        }
        var bytes = NetUtil.createByteArrayFromIpAddressString(name);
        try {
            return bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException _neverForALiteral) {
            return false;
        }
    }
}
