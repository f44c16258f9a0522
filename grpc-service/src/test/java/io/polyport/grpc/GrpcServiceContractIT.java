package io.polyport.grpc;

import io.polyport.grpc.schema.SchemaSettings;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.fixtures.contract.Ask;
import io.polyport.kit.fixtures.contract.BodyForm;
import io.polyport.kit.fixtures.contract.ServiceContract;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The gRPC service keeps the contract of all services")
final class GrpcServiceContractIT {
    @TestFactory
    @DisplayName("the gRPC service")
    Stream<DynamicNode> contract() {
        return ServiceContract.of(new Grpc());
    }

    static final class Grpc implements Subject {
        private static final String SECRET = "only-the-contract-knows-this";
        private static final String SERVICE = "polyport.test.Depot";
        private static final String WORD = "{\"text\": \"kettle\"}";

        @Override
        public String service() {
            return "grpc";
        }

        @Override
        public String contract() {
            return "grpc/openapi.yaml";
        }

        @Override
        public Optional<Peer> peer(long size, long seed) {
            return Optional.of(Depot.start(size, seed));
        }

        @Override
        public Part part(int peerPort, BusMember member, Surroundings surroundings) {
            Duration time = Duration.ofSeconds(5);
            var limits = new GrpcLimits(
                    time,
                    new ByteSize(1 << 20),
                    new ByteSize(64 << 10),
                    false,
                    Optional.empty(),
                    Duration.ofMillis(1),
                    100,
                    false);
            var server = new GrpcConfig.Connection(
                    List.of("http://127.0.0.1:" + peerPort),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("x-key", Secret.of(SECRET)),
                    false,
                    Map.of(),
                    Optional.of(DepotSchema.write()),
                    false,
                    Duration.ofMinutes(1),
                    limits);
            var config = new GrpcConfig(
                    Map.of("peer", server),
                    new GrpcConfig.Opened(Duration.ofMinutes(1), 8, 8, new ByteSize(64 << 20), new ByteSize(64 << 20)),
                    new GrpcConfig.Streams(
                            Duration.ofMinutes(1),
                            8,
                            8,
                            Duration.ofMinutes(1),
                            new ByteSize(64 << 20),
                            new ByteSize(64 << 20)),
                    new EgressSettings(List.of("127.0.0.1/32:*"), time, false),
                    SchemaSettings.defaults());
            return new GrpcPart(config, member, surroundings, "test", 2);
        }

        @Override
        public BodyForm form() {
            return new RecordedBytes();
        }

        @Override
        public List<Ask> samples() {
            return List.of(
                    Ask.of("GET", "grpc.list-connections"),
                    call("Echo").body(WORD),
                    call("Keep").streams(70_000),
                    call("Give").body(WORD),
                    method("grpc.process", "Chat").body("{\"messages\": [" + WORD + ", null, " + WORD + "]}"),
                    http("GET", "get", "v1/echo/kettle"),
                    http("PUT", "put", "v1/echo").body(WORD),
                    http("POST", "post", "v1/echo").body(WORD),
                    http("PATCH", "patch", "v1/echo").body(WORD),
                    http("DELETE", "delete", "v1/echo/kettle"),
                    Ask.of("GET", "grpc.list-services").at("c", "peer"),
                    Ask.of("GET", "grpc.show-service").at("c", "peer").at("service", SERVICE),
                    Ask.of("GET", "grpc.show-type").at("c", "peer").at("type", "polyport.test.Word"),
                    Ask.of("GET", "grpc.show-protos").at("c", "peer"),
                    Ask.of("GET", "grpc.show-openapi").at("c", "peer"),
                    Ask.of("POST", "grpc.open-connection")
                            .body("{\"connection\": \"peer\"}")
                            .answers(201),
                    Ask.of("GET", "grpc.show-connection").atAnswer("id", "grpc.open-connection", "id"),
                    Ask.of("POST", "grpc.open-stream")
                            .atAnswer("c", "grpc.open-connection", "id")
                            .body("{\"service\": \"polyport.test.Depot\", \"method\": \"Chat\"}")
                            .answers(201),
                    Ask.of("GET", "grpc.list-streams"),
                    stream("GET", "grpc.show-stream"),
                    stream("POST", "grpc.send-messages").body(WORD + "\n" + WORD),
                    stream("GET", "grpc.read-messages").query("wait=5s"),
                    stream("POST", "grpc.complete-stream"),
                    stream("DELETE", "grpc.close-stream").answers(204),
                    Ask.of("DELETE", "grpc.close-connection")
                            .atAnswer("id", "grpc.open-connection", "id")
                            .answers(204));
        }

        @Override
        public Ask wrong() {
            return method("grpc.process", "Echo").body("{\"timeout\": \"soon\"}");
        }

        @Override
        public String badField() {
            return "body:/timeout";
        }

        @Override
        public Ask source(long size, long seed) {
            return call("Give").body("{\"text\": \"large\"}");
        }

        @Override
        public Ask slow() {
            return call("Echo").body(WORD);
        }

        @Override
        public Optional<Storage> storage() {
            return Optional.of(
                    new Storage(call("Keep").streams(20_000_000), call("Give").body("{\"text\": \"kept\"}")));
        }

        @Override
        public List<String> secrets() {
            return List.of(SECRET);
        }

        private static Ask call(String method) {
            return method("grpc.call", method);
        }

        private static Ask method(String operation, String method) {
            return Ask.of("POST", operation)
                    .at("c", "peer")
                    .at("service", SERVICE)
                    .at("method", method);
        }

        private static Ask http(String method, String operation, String path) {
            return Ask.of(method, "grpc.http-" + operation).at("c", "peer").at("path", path);
        }

        private static Ask stream(String method, String operation) {
            return Ask.of(method, operation).atAnswer("id", "grpc.open-stream", "id");
        }
    }
}
