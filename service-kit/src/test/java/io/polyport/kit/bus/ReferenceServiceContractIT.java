package io.polyport.kit.bus;

import io.polyport.kit.fixtures.ReferenceService;
import io.polyport.kit.fixtures.contract.Ask;
import io.polyport.kit.fixtures.contract.ServiceContract;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The reference service keeps the contract of all services")
final class ReferenceServiceContractIT {
    @TestFactory
    @DisplayName("the reference service")
    Stream<DynamicNode> contract() {
        return ServiceContract.of(new Reference());
    }

    static final class Reference implements Subject {
        @Override
        public String service() {
            return "reference";
        }

        @Override
        public String contract() {
            return "reference/openapi.yaml";
        }

        @Override
        public boolean hasPeer() {
            return false;
        }

        @Override
        public Optional<Peer> peer(long size, long seed) {
            return Optional.empty();
        }

        @Override
        public Part part(int peerPort, BusMember member, Surroundings surroundings) {
            return new ReferencePart(member);
        }

        @Override
        public List<Ask> samples() {
            return List.of(
                    Ask.of("GET", "reference.small"),
                    Ask.of("POST", "reference.echo").streams(100_000),
                    Ask.of("POST", "reference.talk").streams(100_000),
                    source(1_000, 1),
                    Ask.of("PUT", "reference.sink").streams(100_000),
                    Ask.of("POST", "reference.slow").at("millis", "400"),
                    Ask.of("GET", "reference.wait").at("millis", "50"),
                    Ask.of("GET", "reference.rest").at("rest", "a/b"),
                    Ask.of("GET", "reference.headers"),
                    Ask.of("GET", "reference.counts"));
        }

        @Override
        public List<Ask> refused() {
            return List.of(
                    Ask.of("GET", "reference.refuse").answers(409),
                    Ask.of("PUT", "reference.reject").streams(1_000).answers(409));
        }

        @Override
        public List<String> unanswered() {
            return List.of("reference.crash", "reference.ignore");
        }

        @Override
        public Ask wrong() {
            return Ask.of("GET", "reference.source").at("size", "many");
        }

        @Override
        public String badField() {
            return "path:size";
        }

        @Override
        public Ask source(long size, long seed) {
            return Ask.of("GET", "reference.source")
                    .at("size", Long.toString(size))
                    .query("seed=" + seed);
        }

        @Override
        public Ask slow() {
            return Ask.of("POST", "reference.slow").at("millis", "60000");
        }

        @Override
        public Optional<Storage> storage() {
            return Optional.empty();
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }
    }

    private static final class ReferencePart implements Part {
        private final BusMember member;
        private ServiceHost host;

        ReferencePart(BusMember member) {
            this.member = member;
        }

        @Override
        public String name() {
            return "reference";
        }

        @Override
        public Future<Void> start(Vertx vertx) {
            return new ReferenceService()
                    .start(member, 2)
                    .onSuccess(started -> host = started)
                    .mapEmpty();
        }

        @Override
        public Future<Void> drain(Duration limit) {
            return host.leave(limit);
        }
    }
}
