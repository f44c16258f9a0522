package io.polyport.grpc;

import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.kit.bus.Contract;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.ConfigFault;
import io.polyport.kit.config.Default;
import io.polyport.kit.config.Doc;
import io.polyport.kit.config.Rules;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which gRPC servers there are, and how calls may use them. */
public record GrpcConfig(
        @Doc("Configured connections by name.") Map<String, Connection> connections,
        @Doc("Connections that callers open.") Opened opened,
        @Doc("Streams that callers open.") Streams streams,

        @Doc("Servers that callers may name themselves when they open a connection.")
        EgressSettings adHoc,

        @Doc("How schemas are read, and how large they may be.")
        SchemaSettings schemas) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Set<String> RESERVED = Set.of("connections", "streams", "openapi");

    public GrpcConfig {
        connections = Map.copyOf(connections);
        connections.keySet().forEach(name -> {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
                throw new ConfigFault(
                        "connections." + name,
                        "must be named with a-z, 0-9 and '-', at most 63 characters, and not be one of "
                                + RESERVED.stream().sorted().toList());
            }
        });
        if (shown(connections).size() > Contract.MOST_DOCUMENTS) {
            throw new ConfigFault(
                    "connections", "may have openapi: true at most " + Contract.MOST_DOCUMENTS + " times");
        }
    }

    /** The names of the connections whose methods stand in the gateway's {@code /openapi.json}. */
    public Set<String> shown() {
        return shown(connections);
    }

    private static Set<String> shown(Map<String, Connection> connections) {
        return connections.entrySet().stream()
                .filter(one -> one.getValue().openapi())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The same with other connections. */
    public GrpcConfig withConnections(Map<String, Connection> other) {
        return new GrpcConfig(other, opened, streams, adHoc, schemas);
    }

    /** One configured service, on one server or several. */
    public record Connection(
            @Doc("The servers, each as http://host:port (plain HTTP/2) or https://host:port (TLS); all of one kind."
                    + " Calls are balanced over them.")
            List<String> addresses,

            @Doc("What :authority says instead of the address.")
            Optional<String> authority,

            @Doc("TLS, for https.") Optional<GrpcTls> tls,
            @Doc("Metadata sent with every call, by key.") Map<String, Secret> metadata,

            @Doc("Ask the server for its schema (server reflection) where none is given here.") @Default("true")
            boolean reflection,

            @Doc(".proto files, by the names by which they import each other.")
            Map<String, Path> protos,

            @Doc("A file with a compiled schema (protoc --descriptor_set_out --include_imports), instead of protos.")
            Optional<Path> descriptorSet,

            @Doc("Show its methods and types in the gateway's /openapi.json, to everybody: that page needs no token.")
            @Default("false")
            boolean openapi,

            @Doc("Time of a call with one answer whose caller sets none (Grpc-Timeout).") @Default("60s")
            Duration timeout,

            @Doc("Limits of its connections and messages.") GrpcLimits limits) {
        public Connection {
            addresses = List.copyOf(addresses);
            metadata = Map.copyOf(metadata);
            protos = Map.copyOf(protos);
            Rules.of()
                    .that(!addresses.isEmpty(), "addresses", "must name a server, such as http://stock.local:50051")
                    .positive("timeout", timeout)
                    .that(
                            descriptorSet.isEmpty() || protos.isEmpty(),
                            "descriptor-set",
                            "stands beside protos: give one of them")
                    .that(
                            authority.map(GrpcTarget::isAuthority).orElse(true),
                            "authority",
                            "must be a host name, with a port or without: stock.example.org:50051")
                    .that(
                            !openapi || reflection || descriptorSet.isPresent() || !protos.isEmpty(),
                            "openapi",
                            "needs a schema: give reflection, protos or a descriptor-set")
                    .done();
            try {
                Addresses.read(addresses, tls);
            } catch (IllegalArgumentException wrong) {
                throw new ConfigFault("addresses", wrong.getMessage());
            }
            metadata.forEach((key, value) -> {
                try {
                    MetadataKeys.entry(key, value.reveal());
                } catch (IllegalArgumentException wrong) {
                    throw new ConfigFault("metadata." + key, wrong.getMessage());
                }
            });
        }

        /** Where its calls go. */
        public GrpcTarget target() {
            return Addresses.read(addresses, tls).target(authority, limits);
        }

        /** What is sent with each of them. */
        public GrpcMetadata sent() {
            return new GrpcMetadata(metadata.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(one -> MetadataKeys.entry(one.getKey(), one.getValue().reveal()))
                    .toList());
        }
    }

    /** How long and how many. */
    public record Opened(
            @Doc("An opened connection that nobody used for so long is closed.") @Default("30m")
            Duration idle,

            @Doc("Most that one caller may have open at the same time on one instance.") @Default("32")
            int perCaller,

            @Doc("Most that may be open on one instance.") @Default("2000")
            int most,

            @Doc(
                    "Most memory of the schemas of all of them on one instance, roughly; one that several share counts once.")
            @Default("256MiB")
            ByteSize schemas,

            @Doc("Most of that memory for the connections of one caller.") @Default("128MiB")
            ByteSize schemasPerCaller) {
        public Opened {
            Rules.of()
                    .positive("idle", idle)
                    .between("per-caller", perCaller, 1, 100_000)
                    .between("most", most, 1, 1_000_000)
                    .that(schemas.bytes() >= 1 << 20, "schemas", "must be at least 1MiB")
                    .that(schemasPerCaller.bytes() >= 1 << 20, "schemas-per-caller", "must be at least 1MiB")
                    .done();
        }
    }

    /** How long and how many. */
    public record Streams(
            @Doc("A stream that nobody asked or sent anything for so long is cancelled and forgotten.") @Default("5m")
            Duration idle,

            @Doc("Most that one caller may have open at the same time on one instance.") @Default("1000")
            int perCaller,

            @Doc("Most that may be open on one instance.") @Default("20000")
            int most,

            @Doc("Longest time that a request may wait for messages.") @Default("60s")
            Duration mostWait,

            @Doc(
                    "Most bytes of messages that one instance holds for readers, those of their last answers included; with more,"
                            + " streams give no further ones until some have been received.")
            @Default("128MiB")
            ByteSize held,

            @Doc("Most of these bytes for the streams of one caller.") @Default("32MiB")
            ByteSize heldPerCaller) {
        public Streams {
            Rules.of()
                    .positive("idle", idle)
                    .positive("most-wait", mostWait)
                    .between("per-caller", perCaller, 1, 1_000_000)
                    .between("most", most, 1, 1_000_000)
                    .that(held.bytes() >= 1 << 20, "held", "must be at least 1MiB")
                    .that(heldPerCaller.bytes() >= 1 << 20, "held-per-caller", "must be at least 1MiB")
                    .done();
        }
    }
}
