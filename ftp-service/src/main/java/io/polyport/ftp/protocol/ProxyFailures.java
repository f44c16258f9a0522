package io.polyport.ftp.protocol;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.polyport.ftp.FtpProblems;
import io.polyport.ftp.FtpProxy;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemException;
import io.polyport.kit.problem.ProblemType;
import io.vertx.core.net.SocketAddress;
import java.util.stream.Stream;

/** Why there is no connection through a proxy. */
final class ProxyFailures {
    private ProxyFailures() {}

    static ProblemException problem(FtpProxy proxy, SocketAddress target, Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Dialer.tooLate(target, cause);
        }
        if (!(cause instanceof ProxyConnectException)) {
            return because(FtpProblems.PROXY_UNREACHABLE, "Nothing answers at the proxy " + proxy + ".", cause);
        }
        // Netty's message is "protocol, login, proxy => target, what the proxy said"; only the last part is not ours.
        String said = cause.getMessage() == null ? "" : cause.getMessage();
        said = said.substring(said.lastIndexOf(", ") + 1).strip();
        if (said.equals("timeout")) {
            return Dialer.tooLate(target, cause);
        }
        return isLogin(said)
                ? because(FtpProblems.PROXY_LOGIN_REFUSED, "The proxy " + proxy + " refused the login.", cause)
                : because(
                        FtpProblems.PROXY_REFUSED,
                        "The proxy " + proxy + " did not connect to " + target + ": " + said + ".",
                        cause);
    }

    /** Some HTTP proxies say 401 where RFC 9110 §15.5.8 asks for 407. */
    private static boolean isLogin(String said) {
        return Stream.of("authStatus:", "authMethod:", "status: 407", "status: 401")
                .anyMatch(said::contains);
    }

    private static ProblemException because(ProblemType type, String what, Throwable cause) {
        return new ProblemException(Problem.of(type, what + " " + type.advice()), cause);
    }
}
