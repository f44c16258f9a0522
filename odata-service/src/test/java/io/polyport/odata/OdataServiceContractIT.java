package io.polyport.odata;

import io.polyport.kit.bus.BusMember;
import io.polyport.kit.bus.Envelope;
import io.polyport.kit.config.Secret;
import io.polyport.kit.fixtures.contract.Ask;
import io.polyport.kit.fixtures.contract.BodyForm;
import io.polyport.kit.fixtures.contract.ErrorForm;
import io.polyport.kit.fixtures.contract.ServiceContract;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.problem.Problem;
import io.polyport.kit.problem.ProblemType;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.odata.query.ReadLimits;
import io.polyport.odata.rows.DatabaseSettings;
import io.polyport.odata.url.Limits;
import io.vertx.core.buffer.Buffer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The OData service keeps the contract of all services")
final class OdataServiceContractIT {
    @TestFactory
    @DisplayName("the OData service")
    Stream<DynamicNode> contract() {
        return ServiceContract.of(new Odata());
    }

    static final class Odata implements Subject {
        private static final String PASSWORD = "only-the-contract-knows-this";
        private static final String PIECES = "/Catalog_Pieces";

        @Override
        public String service() {
            return "odata";
        }

        @Override
        public String contract() {
            return "odata/openapi.yaml";
        }

        @Override
        public String prefix() {
            return "/contract/odata/standard.odata";
        }

        @Override
        public Envelope.Publication publication() {
            return new Envelope.Publication("contract", List.of());
        }

        @Override
        public Optional<ErrorForm> errors() {
            return Optional.of(Odata::problem);
        }

        @Override
        public Optional<Peer> peer(long size, long seed) throws Exception {
            return Optional.of(PiecesServer.open(size, seed));
        }

        @Override
        public Part part(int peerPort, BusMember member, Surroundings surroundings) {
            var limit = Duration.ofSeconds(5);
            var database = new DatabaseSettings(
                    "jdbc:postgresql://127.0.0.1:" + peerPort + "/postgres",
                    Path.of("none"),
                    Optional.of(PiecesServer.USER),
                    Optional.of(Secret.of(PASSWORD)),
                    2,
                    4,
                    Optional.empty(),
                    4,
                    Optional.empty(),
                    limit,
                    limit,
                    Duration.ofSeconds(30),
                    1_000);
            var publication =
                    new OdataConfig.Publication("/contract", model(), database, Optional.empty(), false, "en");
            var config = new OdataConfig(Map.of("contract", publication), Limits.defaults(), ReadLimits.defaults());
            return new OdataPart(config, member, surroundings, "test", 2);
        }

        private static Path model() {
            try {
                return Path.of(Odata.class.getResource(PiecesServer.MODEL).toURI());
            } catch (URISyntaxException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public BodyForm form() {
            return new PiecesOfJson();
        }

        @Override
        public List<Ask> samples() {
            return List.of(
                    read(PIECES + "/$count"),
                    read("/").query("$format=json"),
                    read("/$metadata"),
                    read(PIECES).query("$top=1&$format=json"),
                    read(PIECES + "(guid'00000000-0000-0000-0000-000000000001')"),
                    published("GET", "odata.show-published"),
                    published("PUT", "odata.choose-published")
                            .header("content-type", "application/json")
                            .body("{\"objects\":[\"Catalog_*\"]}"),
                    published("DELETE", "odata.give-back-published"));
        }

        @Override
        public Ask wrong() {
            return read(PIECES).query("$top=perhaps");
        }

        @Override
        public String badField() {
            return "query:$top";
        }

        @Override
        public Ask source(long size, long seed) {
            return read(PIECES).query("$select=Piece&$format=json");
        }

        @Override
        public Ask slow() {
            return read(PIECES + "/$count");
        }

        @Override
        public Optional<Storage> storage() {
            return Optional.empty();
        }

        @Override
        public List<String> secrets() {
            return List.of(PASSWORD);
        }

        private static Ask read(String path) {
            return Ask.of("GET", "odata.read").path(path).header("accept", "application/json");
        }

        private static Ask published(String method, String operation) {
            return Ask.of(method, operation).path("/$published");
        }

        /** An error's text begins with the option that it is about (OD-30). */
        private static Problem problem(int status, Buffer body) {
            var error = body.toJsonObject().getJsonObject("odata.error");
            String text = error.getJsonObject("message").getString("value");
            var problem = Problem.of(
                    new ProblemType("odata.told", status, "An error in the form of OData", "Its text says what to do."),
                    text);
            return text.startsWith("$") ? problem.withField("query:" + text.split("[^$a-z]", 2)[0], text) : problem;
        }
    }
}
