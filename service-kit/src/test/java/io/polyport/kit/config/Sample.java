package io.polyport.kit.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration with every type that there is. */
record Sample(
        @Doc("The FTP service.") Ftp ftp,
        @Doc("The listener.") Listener listener) {

    enum Mode {
        OFF,
        READ_ONLY,
        READ_WRITE
    }

    record Ftp(
            @Doc("How long a login may take.") @Default("10s")
            Duration connectTimeout,

            @Doc("Buffers of one transfer.") @Default("64KiB")
            ByteSize buffer,

            @Doc("Logins kept per connection.") @Default("4")
            int pool,

            @Doc("The far servers.") Map<String, Connection> connections) {
        Ftp {
            Rules.of()
                    .between("pool", pool, 0, 100)
                    .positive("connect-timeout", connectTimeout)
                    .done();
        }
    }

    record Connection(
            @Doc("Name or address of the server.") String host,
            @Doc("Its port.") @Default("21") int port,
            @Doc("What may be done.") @Default("read-only") Mode mode,
            @Doc("The password.") Optional<Secret> password,
            @Doc("Where files lie.") @Default("/") Path root) {
        Connection {
            Rules.of()
                    .port("port", port)
                    .that(mode != Mode.READ_WRITE || password.isPresent(), "password", "is needed in mode read-write")
                    .done();
        }
    }

    record Listener(
            @Doc("Origins that browsers may call from.") List<String> origins,

            @Doc("Share of requests that are traced.") @Default("0.5")
            double share,

            @Doc(
                    "Largest upload, in bytes; longer than a sentence needs to be, so that the comment must be wrapped once.")
            @Default("9007199254740993")
            long largest,

            @Doc("Compress answers.") @Default("true") boolean compress,
            @Doc("TLS.") Optional<Tls> tls,
            @Doc("Who issues tokens.") List<Issuer> issuers) {}

    record Tls(
            @Doc("The key.") Secret key,
            @Doc("Oldest version.") @Default("1.2") String oldest) {}

    record Issuer(
            @Doc("Its name.") String name,
            @Doc("Skew of clocks.") @Default("30s") Duration skew) {}
}
