package io.polyport.ftp;

import io.polyport.ftp.protocol.ContractPeer;
import io.polyport.kit.bus.BusMember;
import io.polyport.kit.config.ByteSize;
import io.polyport.kit.config.Secret;
import io.polyport.kit.egress.EgressSettings;
import io.polyport.kit.fixtures.contract.Ask;
import io.polyport.kit.fixtures.contract.ServiceContract;
import io.polyport.kit.fixtures.contract.Subject;
import io.polyport.kit.runtime.Part;
import io.polyport.kit.runtime.Surroundings;
import io.polyport.store.StateSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

@DisplayName("The FTP service keeps the contract of all services")
final class FtpServiceContractIT {
    @TestFactory
    @DisplayName("the FTP service")
    Stream<DynamicNode> contract() {
        return ServiceContract.of(new Ftp());
    }

    static final class Ftp implements Subject {
        @Override
        public String service() {
            return "ftp";
        }

        @Override
        public String contract() {
            return "ftp/openapi.yaml";
        }

        @Override
        public Optional<Peer> peer(long size, long seed) throws Exception {
            return Optional.of(ContractPeer.start("large.bin", size, seed));
        }

        @Override
        public Part part(int peerPort, BusMember member, Surroundings surroundings) {
            Duration time = Duration.ofSeconds(20);
            var server = new FtpConfig.Connection(
                    "127.0.0.1",
                    peerPort,
                    ContractPeer.USER,
                    Optional.of(Secret.of(ContractPeer.PASSWORD)),
                    FtpConfig.Mode.PASSIVE,
                    FtpRoute.Extended.AUTO,
                    new FtpConfig.CallBack(Optional.empty(), 0, 0),
                    Optional.empty(),
                    false,
                    "UTF-8",
                    "UTC",
                    "",
                    false,
                    false,
                    true,
                    FtpConfig.TransferType.BINARY,
                    0,
                    64,
                    time,
                    time,
                    time,
                    time,
                    Duration.ofMinutes(1),
                    FtpTls.none());
            var config = new FtpConfig(
                    Map.of("peer", server),
                    new FtpConfig.Opened(Duration.ofMinutes(1), time, 8, 8),
                    new EgressSettings(List.of("127.0.0.1/32:*"), time, false),
                    new FtpConfig.Listings(1_000, new ByteSize(1 << 20)),
                    StateSettings.none(),
                    new UploadSettings(Duration.ofHours(1), 10, time, time),
                    new TransferSettings(2, 10, Duration.ofHours(1), Duration.ofHours(1)),
                    Optional.empty(),
                    new ExchangeCallbacks(List.of(), time, time, Optional.empty()),
                    Map.of());
            return new FtpPart(config, member, surroundings, "test", 2);
        }

        @Override
        public List<Ask> samples() {
            return List.of(
                    at("GET", "ftp.describe"),
                    at("PUT", "ftp.create-directory").at("path", "pub/new").answers(201),
                    at("PUT", "ftp.upload")
                            .at("path", "pub/new/a")
                            .streams(70_000)
                            .answers(201),
                    at("PATCH", "ftp.append")
                            .at("path", "pub/new/a")
                            .streams(10)
                            .answers(204),
                    at("GET", "ftp.show-entry").at("path", "pub/new/a"),
                    at("GET", "ftp.list-directory").at("path", "pub"),
                    at("GET", "ftp.download").at("path", "pub/new/a"),
                    at("GET", "ftp.show-checksum").at("path", "pub/new/a"),
                    at("POST", "ftp.run-command").body("{\"command\": \"SITE HELP\"}"),
                    at("POST", "ftp.move")
                            .body("{\"from\": \"pub/new/a\", \"to\": \"pub/new/b\"}")
                            .answers(204),
                    at("DELETE", "ftp.delete-file").at("path", "pub/new/b").answers(204),
                    at("POST", "ftp.clear-directory")
                            .body("{\"path\": \"pub/new\"}")
                            .answers(204),
                    at("DELETE", "ftp.remove-directory").at("path", "pub/new").answers(204),
                    Ask.of("POST", "ftp.open-connection")
                            .body("{\"connection\": \"peer\"}")
                            .answers(201),
                    Ask.of("GET", "ftp.list-connections"),
                    Ask.of("GET", "ftp.list-exchanges"),
                    Ask.of("GET", "ftp.show-connection").atAnswer("id", "ftp.open-connection", "id"),
                    Ask.of("GET", "ftp.show-working-directory").atAnswer("c", "ftp.open-connection", "id"),
                    Ask.of("PUT", "ftp.change-working-directory")
                            .atAnswer("c", "ftp.open-connection", "id")
                            .body("{\"path\": \"pub\"}"),
                    Ask.of("DELETE", "ftp.close-connection")
                            .atAnswer("id", "ftp.open-connection", "id")
                            .answers(204));
        }

        /** This suite runs without state. */
        @Override
        public List<Ask> refused() {
            return List.of(
                    at("POST", "ftp.begin-upload")
                            .body("{\"path\": \"pub/a\", \"length\": 1}")
                            .answers(501),
                    Ask.of("GET", "ftp.list-uploads").answers(501),
                    Ask.of("GET", "ftp.show-upload").at("id", "x").answers(501),
                    Ask.of("PATCH", "ftp.continue-upload")
                            .at("id", "x")
                            .header("upload-offset", "0")
                            .answers(501),
                    Ask.of("DELETE", "ftp.discard-upload").at("id", "x").answers(501),
                    Ask.of("POST", "ftp.complete-upload").at("id", "x").answers(501),
                    Ask.of("POST", "ftp.create-transfer")
                            .body("{\"from\": {\"connection\": \"peer\", \"path\": \"a\"},"
                                    + " \"to\": {\"connection\": \"peer\", \"path\": \"b\"}}")
                            .answers(501),
                    Ask.of("GET", "ftp.list-transfers").answers(501),
                    Ask.of("GET", "ftp.show-transfer").at("id", "x").answers(501),
                    Ask.of("DELETE", "ftp.remove-transfer").at("id", "x").answers(501),
                    Ask.of("POST", "ftp.pause-transfer").at("id", "x").answers(501),
                    Ask.of("POST", "ftp.resume-transfer").at("id", "x").answers(501),
                    Ask.of("POST", "ftp.cancel-transfer").at("id", "x").answers(501),
                    Ask.of("GET", "ftp.show-exchange").at("name", "none").answers(404),
                    Ask.of("POST", "ftp.run-exchange")
                            .at("name", "none")
                            .body("{}")
                            .answers(404));
        }

        @Override
        public Ask wrong() {
            return at("GET", "ftp.list-directory").query("recursive=perhaps");
        }

        @Override
        public String badField() {
            return "query:recursive";
        }

        @Override
        public Ask source(long size, long seed) {
            return at("GET", "ftp.download").at("path", "large.bin");
        }

        @Override
        public Ask slow() {
            return at("GET", "ftp.describe");
        }

        @Override
        public Optional<Storage> storage() {
            return Optional.of(new Storage(
                    at("PUT", "ftp.upload")
                            .at("path", "pub/stored")
                            .streams(20_000_000)
                            .answers(201),
                    at("GET", "ftp.download").at("path", "pub/stored")));
        }

        @Override
        public List<String> secrets() {
            return List.of(ContractPeer.PASSWORD);
        }

        private static Ask at(String method, String operation) {
            return Ask.of(method, operation).at("c", "peer");
        }
    }
}
