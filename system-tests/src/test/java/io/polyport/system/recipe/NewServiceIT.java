package io.polyport.system.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.polyport.kit.fixtures.Eventually;
import io.polyport.system.house.House;
import io.polyport.system.house.HouseClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The command that makes a new service")
final class NewServiceIT {
    private static final int BUILD_SECONDS = 900;
    private static final int SCRIPT_SECONDS = 120;
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    private static Path folder;

    private static Copy copy;

    @BeforeAll
    static void copy() throws IOException {
        copy = Copy.into(folder.resolve("copy"));
    }

    @ParameterizedTest(name = "refuses the name ''{0}'' and says: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ''          | give one name
            Greeting    | has to begin with a-z
            9lives      | has to begin with a-z
            a_b         | has to begin with a-z
            ../up       | has to begin with a-z
            привет      | has to begin with a-z
            greeting-   | must not end with '-'
            gree--ting  | must not end with '-' nor hold two in a row
            ftp-service | leave '-service' out
            ftp         | there is a module ftp-service already
            f-t-p       | there is a package io.polyport.ftp already
            int         | is a word of Java's own
            gateway     | is taken
            common      | says nothing about what the service is for
            """)
    void refuses(String name, String reason) throws IOException {
        String pom = Files.readString(copy.path("pom.xml"));
        Path rooms = copy.path(name + "-service/src/main/java/io/polyport/" + name);
        boolean before = Files.exists(rooms);
        Copy.Outcome outcome = copy.run(SCRIPT_SECONDS, "build/new-service", name == null ? "" : name);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.output()).startsWith("new-service: ").contains(reason);
        assertThat(Files.readString(copy.path("pom.xml"))).isEqualTo(pom);
        assertThat(Files.exists(rooms)).isEqualTo(before);
    }

    @Test
    @DisplayName("GW-1 makes a service that builds, keeps the contract, and is routed to by the gateway as it stands")
    void makesService() throws Exception {
        assertThat(copy.run(SCRIPT_SECONDS, "build/new-service", "small-talk")).satisfies(made -> {
            assertThat(made.output()).contains("Made small-talk-service/");
            assertThat(made.code()).isZero();
        });
        assertThat(copy.run(SCRIPT_SECONDS, "build/new-service", "small-talk").output())
                .contains("there is a module small-talk-service already");
        assertThat(Files.readString(copy.path("k8s/base/small-talk-service/deployment.yaml")))
                .contains("image: polyport/small-talk-service")
                .doesNotContainIgnoringCase("newcomer")
                .doesNotContainIgnoringCase("new-comer");
        try (var peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var house = House.in(Files.createDirectories(folder.resolve("house")))
                        .services(0)
                        .build()) {
            Thread.ofVirtual().start(() -> greet(peer));
            // It is there before the service is even built, and is not started again.
            house.gateway().start();
            build();
            var service = start(house, peer.getLocalPort());
            try {
                house.gateway().awaitReady();
                isRouted(house.client().with(house.issuer().token("anna", "small-talk:read")), service);
            } finally {
                service.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void build() {
        Copy.Outcome build = copy.run(
                BUILD_SECONDS,
                "./mvnw",
                "-o",
                "-pl",
                "small-talk-service",
                "-am",
                "verify",
                "-Dtest=io.polyport.smalltalk.*Test",
                "-Dit.test=SmallTalkServiceContractIT",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                // The kit was built in the copied folder, by the same build.
                "-Dmaven.compiler.useIncrementalCompilation=false");
        assertThat(build.output()).contains("small-talk service keeps the contract", "RoomsTest", "BUILD SUCCESS");
        assertThat(build.code()).isZero();
    }

    private static void isRouted(HouseClient anna, Process service) throws Exception {
        String greeting = "/api/v1/small-talk/greeting/";
        Eventually.holds(START, "the gateway routes to the service", () -> {
            assertThat(service.isAlive()).as("the service runs").isTrue();
            return anna.status(greeting + "Anna") == 200;
        });
        var answer = anna.get(greeting + "Anna");
        assertThat(answer.body()).isEqualTo("Hello, Anna!\n");
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        var refused = anna.get(greeting + "An,na");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("request.invalid", "path:name");
        assertThat(anna.get("/openapi.json").body()).contains("small-talk.greet");
        service.destroy();
        assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(service.exitValue()).isZero();
        Eventually.holds(START, "the gateway knows that it has left", () -> anna.status(greeting + "Anna") == 503);
    }

    private static Process start(House house, int peerPort) throws IOException {
        var seat = house.seat();
        Path config = Files.writeString(
                folder.resolve("small-talk.yaml"),
                "smalltalk: {host: 127.0.0.1, port: " + peerPort + "}\n"
                        + house.busYaml(seat, House.SEAL)
                        + house.runtimeYaml(seat));
        Path jar;
        try (var built = Files.list(copy.path("small-talk-service/target"))) {
            jar = built.filter(file -> file.getFileName().toString().endsWith("-program.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true",
                        "-jar",
                        jar.toString(),
                        "--config",
                        config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("small-talk.log").toFile())
                .start();
    }

    /** What finger servers do: a line comes, an answer goes, the connection ends. */
    private static void greet(ServerSocket peer) {
        while (!peer.isClosed()) {
            try (var caller = peer.accept();
                    var lines = new BufferedReader(
                            new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
                caller.getOutputStream().write(("Hello, " + lines.readLine() + "!\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException closed) {
                // The loop's condition tells whether the peer or only the caller has gone.
            }
        }
    }
}
