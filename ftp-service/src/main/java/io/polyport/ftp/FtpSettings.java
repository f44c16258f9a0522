package io.polyport.ftp;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What one login needs. Prints without its password.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param user account name
 * @param password may be empty
 * @param charset of names, when the server does not announce UTF-8 (RFC 2640)
 * @param usePasvAddress whether the address in the reply to PASV is followed; else (the default) the control
 *     connection's host is used, which is right behind NAT and can't be led elsewhere
 * @param showHidden whether {@code LIST -a} is sent, for servers that hide dot files from a plain LIST
 * @param telnet whether byte 255 in a command is doubled, as RFC 959 asks; some servers do not know that rule. vsftpd,
 *     which does not, is known by its greeting
 * @param lines whether contents go as lines (TYPE A, RFC 959 §3.1.1.1), which the server turns into its own; else (the
 *     default) as bytes
 * @param route proxy, and who opens data connections
 * @param tls how both connections are protected
 * @param limits times and sizes
 */
public record FtpSettings(
        String host,
        int port,
        String user,
        String password,
        Charset charset,
        boolean usePasvAddress,
        boolean showHidden,
        boolean telnet,
        boolean lines,
        FtpRoute route,
        FtpTls tls,
        FtpLimits limits) {

    public FtpSettings {
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(limits, "limits");
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
        }
        if (!NameCharset.isUsable(charset)) {
            throw new IllegalArgumentException("names can't be sent in " + charset);
        }
        if (user.isEmpty() || endsCommand(user) || endsCommand(password)) {
            throw new IllegalArgumentException("a user or password is empty or holds CR, LF or NUL");
        }
    }

    public static FtpSettings of(String host, int port, String user, String password) {
        return new FtpSettings(
                host,
                port,
                user,
                password,
                StandardCharsets.UTF_8,
                false,
                false,
                true,
                false,
                FtpRoute.direct(),
                FtpTls.none(),
                FtpLimits.defaults());
    }

    public FtpSettings withCharset(Charset other) {
        return new FtpSettings(
                host, port, user, password, other, usePasvAddress, showHidden, telnet, lines, route, tls, limits);
    }

    public FtpSettings withLimits(FtpLimits other) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, showHidden, telnet, lines, route, tls, other);
    }

    public FtpSettings withPasvAddress(boolean follow) {
        return new FtpSettings(
                host, port, user, password, charset, follow, showHidden, telnet, lines, route, tls, limits);
    }

    public FtpSettings withHidden(boolean show) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, show, telnet, lines, route, tls, limits);
    }

    public FtpSettings withTelnet(boolean rule) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, showHidden, rule, lines, route, tls, limits);
    }

    public FtpSettings withLines(boolean rule) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, showHidden, telnet, rule, route, tls, limits);
    }

    public FtpSettings withRoute(FtpRoute other) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, showHidden, telnet, lines, other, tls, limits);
    }

    public FtpSettings withTls(FtpTls other) {
        return new FtpSettings(
                host, port, user, password, charset, usePasvAddress, showHidden, telnet, lines, route, other, limits);
    }

    private static boolean endsCommand(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0;
    }

    @Override
    public String toString() {
        return (tls.isOn() ? "ftps://" : "ftp://") + user + "@" + host + ":" + port;
    }
}
