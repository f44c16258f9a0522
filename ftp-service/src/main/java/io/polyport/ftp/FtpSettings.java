package io.polyport.ftp;

import java.util.Objects;

/**
 * What one login needs. Prints without its password.
 *
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param user account name
 * @param password may be empty
 * @param dialect how FTP is spoken there
 * @param route proxy, and who opens data connections
 * @param tls how both connections are protected
 * @param limits times and sizes
 */
public record FtpSettings(
        String host,
        int port,
        String user,
        String password,
        FtpDialect dialect,
        FtpRoute route,
        FtpTls tls,
        FtpLimits limits) {

    public FtpSettings {
        Objects.requireNonNull(dialect, "dialect");
        Objects.requireNonNull(route, "route");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(limits, "limits");
        if (host.isBlank() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("not a host and port: " + host + ":" + port);
        }
        if (user.isEmpty() || endsCommand(user) || endsCommand(password)) {
            throw new IllegalArgumentException("a user or password is empty or holds CR, LF or NUL");
        }
    }

    public static FtpSettings of(String host, int port, String user, String password) {
        return new FtpSettings(
                host, port, user, password, FtpDialect.usual(), FtpRoute.direct(), FtpTls.none(), FtpLimits.defaults());
    }

    /** Whether contents go as lines (TYPE A); else as bytes. */
    public boolean lines() {
        return dialect.lines();
    }

    public FtpSettings withDialect(FtpDialect other) {
        return new FtpSettings(host, port, user, password, other, route, tls, limits);
    }

    public FtpSettings withRoute(FtpRoute other) {
        return new FtpSettings(host, port, user, password, dialect, other, tls, limits);
    }

    public FtpSettings withTls(FtpTls other) {
        return new FtpSettings(host, port, user, password, dialect, route, other, limits);
    }

    public FtpSettings withLimits(FtpLimits other) {
        return new FtpSettings(host, port, user, password, dialect, route, tls, other);
    }

    private static boolean endsCommand(String text) {
        return text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0;
    }

    @Override
    public String toString() {
        return (tls.isOn() ? "ftps://" : "ftp://") + user + "@" + host + ":" + port;
    }
}
