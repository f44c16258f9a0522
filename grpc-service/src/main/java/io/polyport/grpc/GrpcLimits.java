package io.polyport.grpc;

import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import java.time.Duration;
import java.util.Optional;

/** How long and how much, for the connections to one server. */
public record GrpcLimits(
        @Doc("Until the connection stands, the look-up of its name and TLS included.") @Default("10s")
        Duration connectTimeout,

        @Doc("Most bytes of one message, uncompressed, in either direction.") @Default("16MiB")
        ByteSize message,

        @Doc("Most bytes of the metadata of an answer, names and values together.") @Default("64KiB")
        ByteSize metadata,

        @Doc("Compress messages that are sent (gzip). What comes may always be compressed.") @Default("false")
        boolean compress,

        @Doc(
                "Ask the server so often, while calls are under way, whether it is still there (HTTP/2 PING); without an"
                        + " answer within 20 s its calls end. Many servers end connections that ask more often than every 5 min.")
        Optional<Duration> keepAlive,

        @Doc("A connection that no call has used for so long is closed.") @Default("5m")
        Duration idle,

        @Doc("Calls on one connection; with more a second one is opened, unless the server allows fewer.")
        @Default("100")
        int callsPerConnection,

        @Doc("Ask the servers how they are (grpc.health.v1) and leave out those that are not serving.")
        @Default("false")
        boolean health) {
    public GrpcLimits {
        Rules.of()
                .positive("connect-timeout", connectTimeout)
                .that(message.bytes() > 0 && message.bytes() <= 1 << 30, "message", "must be from 1 byte to 1GiB")
                .that(metadata.bytes() >= 1024 && metadata.bytes() <= 1 << 20, "metadata", "must be from 1KiB to 1MiB")
                .that(
                        keepAlive.map(every -> every.toSeconds() >= 10).orElse(true),
                        "keep-alive",
                        "must be at least 10s: servers end connections that ask more often")
                .positive("idle", idle)
                .between("calls-per-connection", callsPerConnection, 1, 10_000)
                .done();
    }

    public static GrpcLimits defaults() {
        return new GrpcLimits(
                Duration.ofSeconds(10),
                new ByteSize(16 << 20),
                new ByteSize(64 << 10),
                false,
                Optional.empty(),
                Duration.ofMinutes(5),
                100,
                false);
    }
}
