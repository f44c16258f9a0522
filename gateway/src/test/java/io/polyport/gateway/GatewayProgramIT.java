package io.polyport.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.gateway.identity.TokenCommand;
import io.polyport.kit.fixtures.Eventually;
import io.polyport.kit.fixtures.FreePorts;
import io.polyport.kit.fixtures.JavaProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a program: what an operator writes, sees and gets told. */
final class GatewayProgramIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SEAL = "a-seal-of-the-house-that-is-long-enough";
    private static final String SECRET = "a-shared-secret-of-the-issuer-of-tokens";

    @TempDir
    Path folder;

    private JavaProcess.Plan gateway(String yaml, String... arguments) throws IOException {
        Path config = Files.writeString(folder.resolve("gateway.yaml"), yaml);
        return JavaProcess.of(Gateway.class)
                .asDelivered(Optional.empty())
                .arguments("--config", config.toString())
                .arguments(arguments);
    }

    private String yaml(int http, int management) {
        return """
            gateway:
              http: {port: %d}
              https: {enabled: false}
              data-folder: '%s'
              identity:
                issuers:
                  - issuer: https://id.example
                    audiences: [polyport]
                    algorithms: [HS256]
                    keys: {secret: {value: '%s'}}
              policy:
                rules:
                  - name: scopes-alone
                    who: {subjects: ['*']}
                    may: {services: ['*'], access: [read, write], scopes: contract}
            bus:
              seal: {keys: {main: '%s'}}
            runtime:
              management: {port: %d}
            """.formatted(http, folder.resolve("data"), SECRET, SEAL, management);
    }

    @Test
    @DisplayName("GW-37 --check-config of the gateway names every mistake with its line, bad trusted proxies too")
    void mistakes() throws Exception {
        try (var checked = gateway("""
            gateway:
              timeout: 0s
              trusted-proxies: [10.0.0.0/8, 10.0.0.0/33, fe.de, 'fd00::1%eth0', 10.0.0.1/8]
            bus:
              seal: {keys: {main: short}}
            """, "--check-config").start()) {
            assertThat(checked.awaitExit(SOON)).isEqualTo(2);
            assertThat(checked.output())
                    .contains("gateway.timeout", "gateway.yaml:2")
                    .contains("\"10.0.0.0/33\"", "\"fe.de\"", "\"fd00::1%eth0\"", "\"10.0.0.1/8\"", "gateway.yaml:3")
                    .contains("bus.seal.keys.main", "gateway.yaml:5")
                    .doesNotContain("\"10.0.0.0/8\"")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    @DisplayName("GW-37 the environment goes over the file, and --dump-config shows what is in force without secrets")
    void environment() throws Exception {
        try (var dumped = gateway(yaml(0, 0), "--dump-config")
                .environment("GATEWAY_TIMEOUT", "7s")
                .environment("BUS_SEAL_KEYS_MAIN", "another-seal-that-is-long-enough-for-it")
                .start()) {
            assertThat(dumped.awaitExit(SOON)).isZero();
            assertThat(dumped.output())
                    .contains("timeout: 7s")
                    .contains("****")
                    .doesNotContain(SECRET, SEAL, "another-seal");
        }
    }

    @Test
    @DisplayName("GW-17 with an address that others can reach and no issuer the gateway does not start, and says why")
    void openWithoutAuthentication() throws Exception {
        String open = """
            gateway:
              http: {host: 0.0.0.0, port: 0}
              https: {enabled: false}
            bus:
              seal: {keys: {main: '%s'}}
            runtime:
              management: {port: 0}
            """.formatted(SEAL);
        try (var refused = gateway(open).start()) {
            assertThat(refused.awaitExit(SOON)).isEqualTo(1);
            assertThat(refused.output().lines().filter(line -> line.startsWith("gateway: ")))
                    .singleElement()
                    .asString()
                    .contains("0.0.0.0", "no authentication is configured", "listen on 127.0.0.1");
        }
    }

    @Test
    @DisplayName("GW-13 the command hash-password takes the password from its input and prints a user's line")
    void hashPassword() throws Exception {
        try (var command = JavaProcess.of(Gateway.class)
                .asDelivered(Optional.empty())
                .arguments("hash-password", "--user", "ivan", "--scope", "odata:read", "--stdin")
                .start()) {
            command.send("a password for ivan");
            assertThat(command.awaitExit(SOON)).isZero();
            assertThat(command.output())
                    .startsWith("  \"ivan\": {\"password\":\"$argon2id$v=19$")
                    .contains("\"scopes\":[\"odata:read\"]")
                    .doesNotContain("a password");
        }
    }

    @Test
    @DisplayName(
            "GW-13 with a users file that can't be used the gateway does not start, and names its faults with their lines")
    void brokenUsersFile() throws Exception {
        Path users = Files.writeString(folder.resolve("users.yaml"), "users:\n  ivan: {password: hunter2, scope: x}\n");
        String yaml = yaml(0, 0).replace("  policy:", "  users: {file: '" + users + "'}\n  policy:");
        try (var refused = gateway(yaml).start()) {
            assertThat(refused.awaitExit(SOON)).isEqualTo(1);
            assertThat(refused.output())
                    .contains("gateway.users-unusable", "users.yaml:2", "users.ivan.password", "users.ivan.scope")
                    .doesNotContain("hunter2", "\tat ");
        }
    }

    private HttpResponse<String> ask(HttpClient client, int port, String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    @DisplayName("GW-35 GW-36 the program's log has a JSON line for each request, its management port the metrics, and"
            + " neither a token")
    void observed() throws Exception {
        List<Integer> ports = FreePorts.of(2);
        Path secret = Files.writeString(folder.resolve("secret"), SECRET);
        String token = TokenCommand.run(
                List.of(
                        "--subject",
                        "ivan",
                        "--audience",
                        "polyport",
                        "--issuer",
                        "https://id.example",
                        "--secret",
                        secret.toString()),
                Clock.systemUTC());
        try (var client = HttpClient.newHttpClient();
                var program = gateway(yaml(ports.get(0), ports.get(1))).start()) {
            program.awaitLine("it serves", SOON, line -> line.contains("\"program started\""));
            String[] who = {"Authorization", "Bearer " + token, "X-Request-Id", "order-1"};
            assertThat(ask(client, ports.get(0), "/api/v1/ftp/x?token=" + token, who)
                            .statusCode())
                    .isEqualTo(503);
            String forged = token.substring(0, token.length() - 4) + "AAAA";
            assertThat(ask(client, ports.get(0), "/api/v1/ftp/x", "Authorization", "Bearer " + forged)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(ask(client, ports.get(0), "/metrics", who).statusCode()).isEqualTo(404);
            var line = new JsonObject(
                    program.awaitLine("the request", SOON, said -> said.contains("\"requestId\":\"order-1\"")));
            assertThat(line.getMap())
                    .containsEntry("logger", "polyport.access")
                    .containsEntry("method", "GET")
                    .containsEntry("path", "/api/v1/ftp/x")
                    .containsEntry("status", 503)
                    .containsEntry("code", "gateway.no-service")
                    .containsEntry("outcome", "complete")
                    .containsEntry("subject", "ivan")
                    .containsEntry("remote", "127.0.0.1")
                    .containsKeys("timestamp", "protocol", "bytesIn", "bytesOut", "millis");
            Eventually.passes(
                    SOON,
                    () -> assertThat(ask(client, ports.get(1), "/metrics").body())
                            .contains("polyport_requests_seconds_count{operation=\"\",outcome=\"complete\","
                                    + "service=\"\",status=\"503\"} 1")
                            .contains("status=\"401\"", "polyport_requests_in_flight 0.0", "jvm_memory_used_bytes"));
            program.terminate();
            assertThat(program.awaitExit(SOON)).isZero();
            assertThat(program.output())
                    .doesNotContain(token, forged, SECRET, SEAL)
                    .doesNotContain("\"level\":\"ERROR\"");
        }
    }
}
