package io.polyport.ftp;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressSettings;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which FTP servers there are, and how calls may use them. */
public record FtpConfig(
        @Doc("Configured connections by name.") Map<String, Connection> connections,
        @Doc("Connections that callers open.") Opened opened,

        @Doc("Servers that callers may name themselves when they open a connection.")
        EgressSettings adHoc,

        @Doc("Limits of listings.") Listings listings) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> RESERVED =
            Set.of("connections", "transfers", "exchanges", "uploads", "streams", "openapi");

    public FtpConfig {
        connections = Map.copyOf(connections);
        connections.keySet().forEach(name -> {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                throw new ConfigFault(
                        "connections." + name,
                        "must be named with a-z, 0-9 and '-', at most 63 characters, and not be one of "
                                + RESERVED.stream().sorted().toList());
            }
        });
    }

    /** How the data connection is made; the other way comes with TLS. */
    public enum Mode {
        PASSIVE
    }

    /** How contents go: as bytes, or as lines that the server turns into its own. */
    public enum TransferType {
        BINARY,
        ASCII
    }

    /** One configured server and login. */
    public record Connection(
            @Doc("Name or address of the server.") String host,
            @Doc("Its port.") @Default("21") int port,
            @Doc("Account.") @Default("anonymous") String user,
            @Doc("The account's password.") Optional<Secret> password,

            @Doc("Who opens the data connection.") @Default("passive")
            Mode mode,

            @Doc(
                    "Follow the address in the server's reply to PASV; else its control address is used, which is right behind NAT.")
            @Default("false")
            boolean usePasvAddress,

            @Doc("Charset of names where the server does not announce UTF-8.") @Default("UTF-8")
            String encoding,

            @Doc("Time zone of listings that are not in UTC (LIST).") @Default("UTC")
            String timeZone,

            @Doc("Directory below which all paths lie; empty: where the login starts.") @Default("")
            String root,

            @Doc("Whether a path may begin at the server's root (a leading %2F).") @Default("false")
            boolean absolutePaths,

            @Doc("Ask for hidden files too (LIST -a).") @Default("false")
            boolean showHidden,

            @Doc("Double byte 255 in commands, as RFC 959 asks; some servers do not know that rule.") @Default("true")
            boolean telnet,

            @Doc(
                    "binary: files are the same bytes on both sides. ascii: lines, which end with CR LF on the way and as the server likes at the server; their length is not known before, so there are no ranges.")
            @Default("binary")
            TransferType transferType,

            @Doc("Logins that are kept for calls; 0: one login per call.") @Default("4")
            int pool,

            @Doc("Calls that may wait for a login.") @Default("64")
            int waiting,

            @Doc("How long a call waits for a login.") @Default("20s")
            Duration waitTimeout,

            @Doc("A kept login that nobody used for so long is closed.") @Default("60s")
            Duration keepAlive,

            @Doc("Until the connection stands, the look-up of its name included.") @Default("10s")
            Duration connectTimeout,

            @Doc("Until a reply has come.") @Default("20s") Duration readTimeout,

            @Doc("A transfer of which no byte moves for so long is given up.") @Default("60s")
            Duration dataTimeout,

            @Doc("Protection by TLS.") FtpTls tls) {
        public Connection {
            Rules.of()
                    .notBlank("host", host)
                    .between("port", port, 1, 65_535)
                    .notBlank("user", user)
                    .between("pool", pool, 0, 1_000)
                    .between("waiting", waiting, 0, 100_000)
                    .positive("wait-timeout", waitTimeout)
                    .positive("keep-alive", keepAlive)
                    .positive("connect-timeout", connectTimeout)
                    .positive("read-timeout", readTimeout)
                    .positive("data-timeout", dataTimeout)
                    .that(NameCharset.of(encoding).isPresent(), "encoding", NameCharset.FAULT)
                    .that(isZone(timeZone), "time-zone", "must be a time zone such as Europe/Moscow or UTC")
                    .done();
        }

        /** What a login to this server needs. */
        public FtpSettings settings() {
            return new FtpSettings(
                    host,
                    port,
                    user,
                    password.map(Secret::reveal).orElse(user.equals("anonymous") ? "anonymous@" : ""),
                    Charset.forName(encoding),
                    usePasvAddress,
                    showHidden,
                    telnet,
                    transferType == TransferType.ASCII,
                    tls,
                    FtpLimits.defaults().withTimes(connectTimeout, readTimeout, dataTimeout));
        }
    }

    /** How long and how many. */
    public record Opened(
            @Doc("An opened connection that nobody used for so long is closed.") @Default("10m")
            Duration idle,

            @Doc("How often the server is asked whether it is still there.") @Default("30s")
            Duration keepAlive,

            @Doc("Most that one caller may have open at the same time on one instance.") @Default("32")
            int perCaller,

            @Doc("Most that may be open on one instance.") @Default("2000")
            int most) {
        public Opened {
            Rules.of()
                    .positive("idle", idle)
                    .positive("keep-alive", keepAlive)
                    .between("per-caller", perCaller, 1, 100_000)
                    .between("most", most, 1, 1_000_000)
                    .done();
        }
    }

    /** Where a listing is cut with a problem. */
    public record Listings(
            @Doc("Most entries of one listing, all directories of a recursive one together.") @Default("1000000")
            int entries,

            @Doc("Most bytes of one directory's listing.") @Default("256MiB")
            ByteSize size) {
        public Listings {
            Rules.of().between("entries", entries, 1, Integer.MAX_VALUE).done();
        }
    }

    private static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException notOne) {
            return false;
        }
    }
}
