package io.polyport.newcomer;

import io.polyport.kit.bus.BusMember;
import io.polyport.kit.fixtures.contract.Ask;
import io.polyport.kit.fixtures.contract.ServiceContract;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The new-comer service keeps the contract of all services")
final class NewComerServiceContractIT {
    @TestFactory
    @DisplayName("the new-comer service")
    Stream<DynamicNode> contract() {
        return ServiceContract.of(new NewComer());
    }

    static final class NewComer implements Subject {
        @Override
        public String service() {
            return "new-comer";
        }

        @Override
        public String contract() {
            return "newcomer/openapi.yaml";
        }

        @Override
        public Optional<Peer> peer(long size, long seed) throws Exception {
            var server = GreetingServer.start(size, seed);
            return Optional.of(new Peer(server.port(), server));
        }

        @Override
        public Part part(int peerPort, BusMember member, Surroundings surroundings) {
            Duration time = Duration.ofSeconds(5);
            return new NewComerPart(
                    new NewComerConfig("127.0.0.1", peerPort, time, time), member, surroundings, "test", 2);
        }

        @Override
        public List<Ask> samples() {
            return List.of(greet("Anna"));
        }

        @Override
        public Ask wrong() {
            return greet("An na");
        }

        @Override
        public String badField() {
            return "path:name";
        }

        @Override
        public Ask source(long size, long seed) {
            return greet("large");
        }

        @Override
        public Ask slow() {
            return greet("Anna");
        }

        @Override
        public Optional<Storage> storage() {
            return Optional.empty();
        }

        @Override
        public List<String> secrets() {
            return List.of();
        }

        private static Ask greet(String name) {
            return Ask.of("GET", "new-comer.greet").at("name", name);
        }
    }
}
