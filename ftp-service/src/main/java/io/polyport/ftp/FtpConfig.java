package io.polyport.ftp;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.AddressBlock;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.store.StateSettings;
import java.nio.charset.Charset;
import java.nio.file.Path;
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

        @Doc("Limits of listings.") Listings listings,

        @Doc("Where transfers, resumable uploads and exchanges are kept.")
        StateSettings state,

        @Doc("Resumable uploads.") UploadSettings uploads,
        @Doc("Transfers in the background.") TransferSettings transfers,

        @Doc("Folder below which the directories of exchanges are; no exchange gets out of it.")
        Optional<Path> exchangeFolder,

        @Doc("URLs that exchanges may call.") ExchangeCallbacks exchangeCallbacks,

        @Doc("Periodic exchanges of files by name.") Map<String, ExchangeSettings> exchanges) {
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
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
        exchanges = Map.copyOf(exchanges);
        ExchangeRules.check(exchanges, connections, exchangeFolder, state);
    }

    /** The same with other connections. */
    public FtpConfig withConnections(Map<String, Connection> other) {
        return new FtpConfig(
                other,
                opened,
                adHoc,
                listings,
                state,
                uploads,
                transfers,
                exchangeFolder,
                exchangeCallbacks,
                exchanges);
    }

    /** The same with its state elsewhere. */
    public FtpConfig withState(StateSettings other) {
        return new FtpConfig(
                connections,
                opened,
                adHoc,
                listings,
                other,
                uploads,
                transfers,
                exchangeFolder,
                exchangeCallbacks,
                exchanges);
    }

    /** Who opens data connections. */
    public enum Mode {
        PASSIVE,
        ACTIVE
    }

    /** Where servers connect to in active mode. */
    public record CallBack(
            @Doc("Address that the server is told; empty: this machine's own, as the server sees it.")
            Optional<String> address,

            @Doc("First port on which servers may connect; 0: any.") @Default("0")
            int lowestPort,

            @Doc("Last port on which servers may connect.") @Default("0")
            int highestPort) {
        public CallBack {
            Rules.of()
                    .between("lowest-port", lowestPort, 0, 65_535)
                    .that(
                            highestPort >= lowestPort && highestPort <= 65_535 && (lowestPort > 0 || highestPort == 0),
                            "highest-port",
                            "must be from lowest-port to 65535; both are 0 for any port")
                    .that(
                            address.map(CallBack::isAddress).orElse(true),
                            "address",
                            "must be an IP address; names are not told to servers")
                    .done();
        }

        private static boolean isAddress(String text) {
            try {
                AddressBlock.literal(text);
                return true;
            } catch (IllegalArgumentException notOne) {
                return false;
            }
        }

        FtpRoute.CallBack settings() {
            return new FtpRoute.CallBack(address.map(AddressBlock::literal), lowestPort, highestPort);
        }
    }

    /** A proxy for all connections to a server. */
    public record Proxy(
            @Doc("http (CONNECT), socks4, socks4a or socks5.")
            FtpProxy.Kind kind,

            @Doc("Its name or address.") String host,
            @Doc("Its port.") int port,
            @Doc("Account at the proxy.") Optional<String> user,
            @Doc("The account's password.") Optional<Secret> password) {
        public Proxy {
            Rules.of()
                    .notBlank("host", host)
                    .between("port", port, 1, 65_535)
                    .that(password.isEmpty() || user.isPresent(), "password", "stands without a user")
                    .that(
                            password.isEmpty() || kind == FtpProxy.Kind.HTTP || kind == FtpProxy.Kind.SOCKS5,
                            "password",
                            "is unknown to SOCKS 4, which has only a user")
                    .done();
        }

        FtpProxy settings() {
            return new FtpProxy(
                    kind,
                    host,
                    port,
                    user.orElse(""),
                    password.map(Secret::reveal).orElse(""));
        }
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

            @Doc("Who opens data connections: passive: we do; active: the server does, and must be able to reach us.")
            @Default("passive")
            Mode mode,

            @Doc(
                    "EPSV and EPRT (RFC 2428) instead of PASV and PORT. auto: EPSV, else PASV; PORT over IPv4, EPRT over IPv6.")
            @Default("auto")
            FtpRoute.Extended extended,

            @Doc("Active mode.") CallBack callBack,

            @Doc("Proxy for control and data connections; passive mode only.")
            Optional<Proxy> proxy,

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
                    .that(
                            proxy.isEmpty() || mode == Mode.PASSIVE,
                            "mode",
                            "must be passive with a proxy: no server can connect to us through it")
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
                    new FtpDialect(Charset.forName(encoding), showHidden, telnet, transferType == TransferType.ASCII),
                    new FtpRoute(
                            proxy.map(Proxy::settings),
                            mode == Mode.ACTIVE ? Optional.of(callBack.settings()) : Optional.empty(),
                            extended,
                            usePasvAddress),
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
